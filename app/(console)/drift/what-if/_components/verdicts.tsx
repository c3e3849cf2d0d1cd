import { NotEvaluable, VerdictMark } from '@/components/domain/verdict'
import { LogBar } from '@/components/table/cells'
import { PlainTable } from '@/components/table/plain-table'
import { OUTCOMES_AFTER, type WhatIfAnswer } from '@/lib/drift/what-if-model'

/** Calls by verdict, as they were judged and as they would be; verdicts that no call has are left out. */
export function VerdictsBeforeAfter({ answer }: { answer: WhatIfAnswer }) {
  const count = (verdict: (typeof OUTCOMES_AFTER)[number]) => ({ before: verdict === 'unknown' ? 0 : answer.before[verdict], after: answer.after[verdict] })
  const rows = OUTCOMES_AFTER.map((verdict) => ({ verdict, ...count(verdict) })).filter(({ before, after }) => before + after > 0)
  const max = Math.max(1, ...rows.flatMap(({ before, after }) => [before, after]))
  return (
    <PlainTable
      label="Calls by verdict, before and after" flow
      columns={[{ head: 'Verdict' }, { head: 'Was', align: 'num' }, { head: 'log scale' }, { head: 'Would be', align: 'num' }, { head: 'log scale' }, { head: 'Change', align: 'num' }]}
      rows={rows.map(({ verdict, before, after }) => ({
        id: verdict,
        cells: [
          verdict === 'unknown' ? <NotEvaluable key="v" reason="resources cut short" /> : <VerdictMark key="v" verdict={verdict} />, before.toLocaleString('en-GB'), <LogBar key="b" value={before} max={max} bad={verdict !== 'granted'} />,
          after.toLocaleString('en-GB'), <LogBar key="a" value={after} max={max} bad={verdict !== 'granted'} />, after === before ? <span key="c" className="mute">as it was</span> : <b key="c">{after > before ? '+' : '−'}{Math.abs(after - before).toLocaleString('en-GB')}</b>,
        ],
      }))}
    />
  )
}
