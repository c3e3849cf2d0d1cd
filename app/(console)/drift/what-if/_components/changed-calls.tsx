import { Who } from '@/components/domain/identity'
import { NotEvaluable, VerdictMark } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { NumberLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { shortName } from '@/lib/drift/sentences'
import type { EffectRow } from '@/lib/drift/what-if-effect'
import { paths } from '@/lib/paths'

/** Calls of one sort in a row: who, what, how it was judged and how it would be; the count leads to the calls. */
export function ChangedCalls({ rows, from, change }: { rows: readonly EffectRow[]; from: string; /** Beside today’s grants, not beside what was judged then. */ change: boolean }) {
  return (
    <PlainTable
      label="Calls that would differ" flow
      columns={[{ head: 'Target' }, { head: 'Agent for human' }, { head: change ? 'By today’s grants' : 'Was' }, { head: change ? 'With the change' : 'Would be' }, { head: 'Calls', align: 'num' }, { head: 'Executed', align: 'num' }, { head: 'Last' }]}
      rows={rows.map((row, place) => ({
        id: `${place}`,
        cells: [
          <span key="t"><code>{row.target}</code> <span className="soft">on {row.server}</span>{row.access === row.accessAfter ? null : <span className="d2">{row.access}, would be {row.accessAfter}</span>}{row.resourceKeys.length === 0 ? null : <span className="d2 wrap-anywhere">{row.resourceKeys.slice(0, 3).join(', ')}{row.resourceKeys.length > 3 ? ` and ${row.resourceKeys.length - 3} more` : ''}</span>}</span>,
          <Who key="w" agent={row.agent === null ? null : shortName(row.agent)} human={row.human} client={row.client} />, row.today === 'unknown' ? <NotEvaluable key="b" /> : <VerdictMark key="b" verdict={row.today} />,
          row.after === 'unknown' ? <NotEvaluable key="a" /> : <VerdictMark key="a" verdict={row.after} />,
          <NumberLink key="c" value={row.calls} label={`calls of ${row.target}`} href={paths.activity({ server: row.server, target: row.target, verdict: row.before, from, ...(row.agent === null ? {} : { agent: row.agent }), ...(row.human === null ? {} : { human: row.human }) })} />,
          row.executed.toLocaleString('en-GB'), <Time key="l" iso={row.lastAt} format="short" />,
        ],
      }))}
    />
  )
}
