import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { NumberLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { PartyName } from './identity'

export type Companion = { name: string | null; registered: boolean; calls: number; refused: number; lastAt: string }

/** With whom or what something was seen: calls, how many no grant covered, and when last. `hrefs` lead to the same filter. */
export function CompanionTable({ title, head, rows, href, callsHref, now }: {
  title: string; head: string; rows: readonly Companion[] | null; now: string
  href?: (name: string) => string; callsHref: (name: string, refused: boolean) => string
}) {
  if (rows === null) return null
  return (
    <Section title={title} note="90 days">
      {rows.length === 0 ? <p className="soft">No call was seen.</p> : (
        <PlainTable
          label={title} flow columns={[{ head }, { head: 'Calls', align: 'num', flow: { end: true, label: 'calls' } }, { head: 'Not granted', align: 'num', flow: { label: 'not granted' } }, { head: 'Last', align: 'num', flow: { end: true, label: 'last' } }]}
          rows={rows.map((row) => ({
            id: row.name ?? '',
            cells: [
              <PartyName key="n" party={row.name === null ? null : { name: row.name, registered: row.registered, href: row.registered ? href?.(row.name) : null }} />,
              <NumberLink key="c" value={row.calls} href={row.name === null ? undefined : callsHref(row.name, false)} label={`calls with ${row.name ?? 'none'}`} />,
              row.refused === 0 ? <span key="r" className="mute">0</span> : <NumberLink key="r" value={row.refused} href={row.name === null ? undefined : callsHref(row.name, true)} label={`calls not granted with ${row.name ?? 'none'}`} />,
              <Ago key="l" iso={row.lastAt} now={now} />,
            ],
          }))}
        />
      )}
    </Section>
  )
}

/** The verdicts that are not `granted`, as the explorer's filter takes them. */
export const REFUSED = ['unregistered', 'unattributed', 'lapsed', 'over_access', 'out_of_scope', 'wrong_caller', 'ungranted'] as const
