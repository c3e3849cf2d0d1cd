import { NotEvaluable, VerdictMark } from '@/components/domain/verdict'
import { LogBar } from '@/components/table/cells'
import { PlainTable } from '@/components/table/plain-table'
import { OUTCOMES_AFTER, type WhatIfAnswer } from '@/lib/drift/what-if-model'

/** Calls by verdict: as they were judged, by today's grants, and with the change, if one is asked about. Verdicts of no call are left out. */
export function VerdictsBeforeAfter({ answer, today }: { answer: WhatIfAnswer; today: WhatIfAnswer | null }) {
  const first = today ?? answer
  const rows = OUTCOMES_AFTER.map((verdict) => ({ verdict, was: verdict === 'unknown' ? 0 : first.before[verdict], now: first.after[verdict], after: answer.after[verdict] })).filter(({ was, now, after }) => was + now + after > 0)
  const max = Math.max(1, ...rows.map(({ after }) => after))
  const step = (from: number, to: number, key: string) => (to === from ? <span key={key} className="mute">as it was</span> : <b key={key}>{to > from ? '+' : '−'}{Math.abs(to - from).toLocaleString('en-GB')}</b>)
  return (
    <PlainTable
      label="Calls by verdict" flow
      columns={[{ head: 'Verdict' }, { head: 'As judged then', align: 'num' }, { head: 'By today’s grants', align: 'num' }, ...(today === null ? [] : [{ head: 'With the change', align: 'num' as const }]), { head: 'log scale' }, { head: today === null ? 'Difference' : 'The change alone', align: 'num' }]}
      rows={rows.map(({ verdict, was, now, after }) => ({
        id: verdict,
        cells: [
          verdict === 'unknown' ? <NotEvaluable key="v" reason="resources cut short" /> : <VerdictMark key="v" verdict={verdict} />, was.toLocaleString('en-GB'), now.toLocaleString('en-GB'),
          ...(today === null ? [] : [after.toLocaleString('en-GB')]), <LogBar key="b" value={after} max={max} bad={verdict !== 'granted' && verdict !== 'unknown'} />, today === null ? step(was, now, 'd') : step(now, after, 'd'),
        ],
      }))}
    />
  )
}
