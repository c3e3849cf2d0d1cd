import { DELIVERY_WORD, DeliveryStanding, type DeliveryState } from '@/app/(console)/settings/_components/delivery-state'
import { Empty } from '@/components/ui/empty'
import { SegmentLinks } from '@/components/ui/segmented'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

/** As the view answers it. */
type Row = {
  id: string; channel: 'email' | 'webhook'; recipient: { id: string; name: string; email: string } | null; kind: string; subject: string; path: string
  state: DeliveryState; attempts: number; createdAt: string; at: string | null; error: string | null
}

export function DeliveryStates({ counts, state }: { counts: Record<DeliveryState, number>; state: DeliveryState | null }) {
  const all = counts.due + counts.sent + counts.failed + counts.not_sent
  return (
    <SegmentLinks
      label="State"
      items={[{ label: 'All', href: paths.notifications(), count: all, current: state === null }, ...(['failed', 'not_sent', 'due', 'sent'] as const).map((one) => ({ label: DELIVERY_WORD[one], href: paths.notifications({ state: one }), count: counts[one], current: state === one }))]}
    />
  )
}

/** The newest messages and what became of each. */
export function DeliveryTable({ rows, filtered }: { rows: readonly Row[]; filtered: boolean }) {
  if (rows.length === 0) return filtered ? <Empty title="No message is in this state." actions={<TextLink href={paths.notifications()}>Show all</TextLink>} /> : <Empty title="No message was written yet.">People are told of requests that wait for them, of what became of their own, and of grants that end.</Empty>
  return (
    <div className="scroll">
      <table className="t two flow" aria-label="Messages">
        <thead><tr><th scope="col">Message</th><th scope="col">To</th><th scope="col">Written</th><th scope="col">State</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="full"><TextLink href={row.path}>{row.subject}</TextLink><span className="d2">{row.channel === 'webhook' ? 'by webhook' : 'by mail'}</span></td>
              <td>{row.recipient === null ? (row.channel === 'webhook' ? 'Webhook' : 'Somebody unknown') : <TextLink href={paths.person(row.recipient.id)}>{row.recipient.name}</TextLink>}<span className="d2">{row.recipient?.email ?? 'for everybody'}</span></td>
              <td className="nw"><Time iso={row.createdAt} /></td>
              <td>
                <DeliveryStanding {...row} error={row.error?.replace(/^Not sent: /, '') ?? null} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
