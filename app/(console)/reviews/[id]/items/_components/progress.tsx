'use client'

import { SeverityMark } from '@/components/domain/severity'
import { formatSpan } from '@/components/ui/format-time'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { Risk } from '@/lib/reviews/frozen'
import type { Count } from '@/lib/reviews/model'
import { useDesk } from './desk-context'
import { secondsText } from './words'

const RISKS = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Risk[]

type Props = { campaignId: string; byRisk: Record<Risk, Count>; whose: string; /** Milliseconds until the stage closes; null = it does not. */ left: number | null; median: number | null }

/** How far it is, by risk; what is answered here counts at once. */
export function Progress({ campaignId, byRisk, whose, left, median }: Props) {
  const { delta, gone } = useDesk()
  const of = (risk: Risk): Count => {
    const total = Math.max(0, byRisk[risk].total - gone[risk])
    return { total, decided: Math.max(0, Math.min(total, byRisk[risk].decided + delta[risk])) }
  }
  const all = RISKS.map(of).reduce((sum, one) => ({ total: sum.total + one.total, decided: sum.decided + one.decided }))
  const note = [left === null ? null : left <= 0 ? 'its time is over' : `${spanText(left)} left`, median === null ? null : `${secondsText(median)} median per decision`].filter((part) => part !== null).join('; ')
  return (
    <div className="prog" role="group" aria-label={`${whose}, decided by risk`}>
      {RISKS.map((risk) => {
        const { total, decided } = of(risk)
        return (
          <div key={risk}>
            <span><SeverityMark severity={risk} />{total === 0 ? <span className="sm soft">0 of 0</span> : <TextLink className="sm" href={paths.reviewItems(campaignId, { view: 'all', risk })} aria-label={`${decided.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} of ${risk} risk decided: show them`}>{decided.toLocaleString('en-US')} of {total.toLocaleString('en-US')}</TextLink>}</span>
            <div className="pbar" role="img" aria-label={`${risk}: ${decided} of ${total} decided`}><i style={{ width: `${total === 0 ? 0 : Math.round((decided / total) * 100)}%` }} /></div>
          </div>
        )
      })}
      <div><span className="sm"><span className="soft">{whose}</span><span className="soft">{all.decided.toLocaleString('en-US')} of {all.total.toLocaleString('en-US')}</span></span><span className="lab">{note}</span></div>
    </div>
  )
}

/** "6 d 3 h". */
function spanText(milliseconds: number): string {
  const days = Math.floor(milliseconds / 86_400_000)
  const rest = milliseconds - days * 86_400_000
  return days === 0 ? formatSpan(milliseconds) : `${days} d${rest < 3_600_000 ? '' : ` ${formatSpan(rest)}`}`
}
