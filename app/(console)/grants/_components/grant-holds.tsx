import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import type { GrantView } from '@/lib/grants/grant-view'

/** Why and when the grant rested. Each hold ends only by its own cause. */
export function GrantHolds({ holds }: { holds: GrantView['holds'] }) {
  if (holds.length === 0) return null
  return (
    <Section title="Holds" note="while one is open on the whole grant, it covers nothing">
      <PlainTable
        label="Holds" flow columns={[{ head: 'Cause', className: 'nw' }, { head: 'Holds', className: 'nw', flow: { end: true, label: 'holds' } }, { head: 'Reason', flow: { full: true } }, { head: 'From', className: 'nw', flow: { label: 'from' } }, { head: 'Until', className: 'nw', flow: { end: true, label: 'until' } }]}
        rows={holds.map((hold) => ({
          id: hold.id,
          cells: [
            hold.cause,
            hold.toolName === null ? 'all of it' : <code key="tool">{hold.toolName}</code>,
            `${hold.reason}${hold.closeReason === null ? '' : `; ended: ${hold.closeReason}`}`,
            <Time key="from" iso={hold.openedAt} />,
            <Time key="until" iso={hold.closedAt} absent="open" />,
          ],
        }))}
      />
    </Section>
  )
}
