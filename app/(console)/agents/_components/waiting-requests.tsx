import { AccessText } from '@/components/domain/access'
import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { RequestRow } from '@/lib/views/request-list'

/** What is being asked for an agent and by whom, with why, and who holds it. Draws nothing where nothing waits. */
export function WaitingRequests({ rows, allHref, now }: { rows: readonly RequestRow[]; allHref: string; now: string }) {
  if (rows.length === 0) return null
  return (
    <Section title="Requests that wait" end={<TextLink href={allHref}>All its requests</TextLink>}>
      <PlainTable
        label="Requests that wait" flow
        columns={[{ head: 'What', flow: { order: 1 } }, { head: 'Up to', flow: { order: 2, end: true } }, { head: 'Purpose', flow: { order: 3, full: true } }, { head: 'Asked', className: 'nw', flow: { order: 4, full: true, label: 'asked' } }, { head: 'Where it stands', flow: { order: 5, full: true } }]}
        rows={rows.map((row) => ({
          id: row.id,
          cells: [
            <TextLink key="w" href={paths.request(row.id)}><code>{row.server}</code> <code>{row.targets[0]}</code>{row.targets.length > 1 ? ` and ${row.targets.length - 1} more` : ''}</TextLink>, <AccessText key="a" access={row.access} />,
            <span key="p" className="line-clamp-2" title={row.purpose}>{row.purpose}</span>, <span key="t">{row.requester}, <Ago iso={row.since} now={now} /></span>, <span key="s" className="soft">{row.sentence}</span>,
          ],
        }))}
      />
    </Section>
  )
}
