import { DELIVERY_WORD, DeliveryStanding } from '@/app/(console)/settings/_components/delivery-state'
import { Empty } from '@/components/ui/empty'
import { SegmentLinks } from '@/components/ui/segmented'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { ReceivedView, SecurityEventView, SignalState } from '@/lib/views/signals'
import { RetryButton } from './retry-button'

export function SignalStates({ counts, state }: { counts: Record<SignalState, number>; state: SignalState | null }) {
  const all = counts.due + counts.sent + counts.failed
  return (
    <SegmentLinks
      label="State"
      items={[{ label: 'All', href: paths.signals(), count: all, current: state === null }, ...(['failed', 'due', 'sent'] as const).map((one) => ({ label: DELIVERY_WORD[one], href: paths.signals({ state: one }), count: counts[one], current: state === one }))]}
    />
  )
}

/** What was told to the receiver, and what became of each. */
export function SentTable({ rows, filtered }: { rows: readonly SecurityEventView[]; filtered: boolean }) {
  if (rows.length === 0) return filtered ? <Empty title="No event is in this state." actions={<TextLink href={paths.signals()}>Show all</TextLink>} /> : <Empty title="No event was written yet.">The receiver is told when an offboarding revokes: whose sessions are over, and which credentials are gone.</Empty>
  return (
    <div className="scroll">
      <table className="t two flow" aria-label="Events for the receiver">
        <thead><tr><th scope="col">Event</th><th scope="col">About</th><th scope="col">Written</th><th scope="col">State</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="full"><b>{row.name}</b><span className="d2"><code>{row.id}</code></span></td>
              <td><About object={row.object} /><span className="d2 wrap-anywhere">{subjectWords(row.subject) === row.object.name ? null : subjectWords(row.subject)}</span></td>
              <td className="nw"><Time iso={row.createdAt} /></td>
              <td className="full">
                <DeliveryStanding {...row} />
                {row.state === 'failed' ? <div className="pt-2"><RetryButton id={row.id} name={`${row.name}, ${row.object.name}`} /></div> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function About({ object: { kind, id, name } }: { object: SecurityEventView['object'] }) {
  if (kind === 'offboarding') return <TextLink href={paths.offboardingCase(id)}>{name}</TextLink>
  return kind === 'person' && id.startsWith('per_') ? <TextLink href={paths.person(id)}>{name}</TextLink> : <>{name}</>
}

/** Whom a subject identifier names, in one line. */
function subjectWords(subject: unknown): string {
  if (typeof subject !== 'object' || subject === null) return ''
  const { format: _format, ...rest } = subject as Record<string, unknown>
  return Object.values(rest).map((value) => (typeof value === 'string' ? value : subjectWords(value))).filter((text) => text !== '').join(' ')
}

/** What the identity provider said, and what it led to. */
export function ReceivedTable({ rows }: { rows: readonly ReceivedView[] }) {
  return (
    <div className="scroll">
      <table className="t two flow" aria-label="Events of the identity provider">
        <thead><tr><th scope="col">Event</th><th scope="col">About</th><th scope="col">Received</th><th scope="col">What it led to</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.issuer} ${row.jti}`}>
              <td className="full"><b>{row.names.join(', ')}</b><span className="d2"><code className="wrap-anywhere">{row.jti}</code></span></td>
              <td>{row.person === null ? <span className="mute">nobody known here</span> : <TextLink href={paths.person(row.person.id)}>{row.person.name}</TextLink>}</td>
              <td className="nw"><Time iso={row.receivedAt} /></td>
              <td className="full whitespace-normal">{row.outcome}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
