import { SeverityMark } from '@/components/domain/severity'
import { Button } from '@/components/ui/button'
import type { BulkPlan } from '@/lib/reviews/model'
import { counted } from './words'

const WHY: Record<BulkPlan['left'][number]['why'], string> = {
  high_risk: 'high or critical risk', never_used: 'never used', new: 'new since the last review', changed: 'changed since the last review', definition_changed: 'the definition changed', destructive: 'can destroy',
  not_evaluable: 'its use is not evaluable', recommended_otherwise: 'something else is recommended', imported: 'imported, and not confirmed', other_recommendation: 'another recommendation', not_yours: 'not yours', answered: 'answered already',
}
const RISKS = ['critical', 'high', 'medium', 'low'] as const

/** "105 medium, 107 low. One reason, 5 batches of 50 at most." */
export function compositionText(plan: BulkPlan): string {
  if (plan.answerable === 0) return 'nothing of it may be answered in bulk.'
  const risks = RISKS.filter((risk) => plan.byRisk[risk] > 0).map((risk) => `${plan.byRisk[risk].toLocaleString('en-US')} ${risk}`).join(', ')
  return `${risks}. One reason, ${plan.batches === 1 ? 'one batch' : `${plan.batches.toLocaleString('en-US')} batches of ${plan.cap} at most`}.`
}

/** What is in it by risk, and what is left out by why; each part can be looked at. */
export function BulkComposition({ plan, onShow }: { plan: BulkPlan; onShow: (ids: string[], what: string) => void }) {
  return (
    <div className="composition">
      <div>
        <h3>In it: {counted(plan.answerable, 'item')} of {plan.chosen.toLocaleString('en-US')}</h3>
        <ul>{RISKS.filter((risk) => plan.byRisk[risk] > 0).map((risk) => <li key={risk}><SeverityMark severity={risk} count={plan.byRisk[risk]} /></li>)}</ul>
        {plan.answerable === 0 ? <p className="soft sm">Nothing.</p> : null}
      </div>
      <div>
        <h3>Left out</h3>
        {plan.left.length === 0 ? <p className="soft sm">Nothing.</p> : (
          <ul>{plan.left.map((one) => <li key={one.why}><span>{one.count.toLocaleString('en-US')} {WHY[one.why]}</span> <Button kind="link" aria-label={`Show the ${one.count} that are left out: ${WHY[one.why]}`} onClick={() => onShow(one.ids, WHY[one.why])}>Show</Button></li>)}</ul>
        )}
      </div>
    </div>
  )
}
