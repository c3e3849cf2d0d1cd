import { SeverityMark } from '@/components/domain/severity'
import { NumberLink } from '@/components/ui/text-link'

type Risk = 'critical' | 'high' | 'medium' | 'low'
type Count = { total: number; decided: number }

const RISKS = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Risk[]

/** How far each risk is, the gravest first: a bar with its two numbers; risks without items are left out. `hrefOf` leads to the items of one. */
export function RiskBars({ label, byRisk, hrefOf }: { label: string; byRisk: Readonly<Record<Risk, Count>>; hrefOf?: (risk: Risk) => string }) {
  const shown = RISKS.filter((risk) => byRisk[risk].total > 0)
  return (
    <ul className="riskbars" aria-label={label}>
      {shown.map((risk) => {
        const { total, decided } = byRisk[risk]
        return (
          <li key={risk}>
            <span><SeverityMark severity={risk} /><span className="sm soft num">{decided.toLocaleString('en-US')} of <NumberLink value={total} {...(hrefOf === undefined ? {} : { href: hrefOf(risk), label: `items of ${risk} risk` })} /></span></span>
            <div role="img" aria-label={`${decided} of ${total} of ${risk} risk answered`}><i style={{ width: `${Math.round((decided / total) * 100)}%` }} /></div>
          </li>
        )
      })}
    </ul>
  )
}
