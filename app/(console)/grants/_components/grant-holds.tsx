import { Section } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import type { GrantView } from '@/lib/grants/grant-view'

/** Why and when the grant rested. Each hold ends only by its own cause. */
export function GrantHolds({ holds }: { holds: GrantView['holds'] }) {
  if (holds.length === 0) return null
  return (
    <Section title="Holds" note="while one is open on the whole grant, it covers nothing">
      <div className="tscroll">
        <table className="t flow">
          <thead><tr><th scope="col">Cause</th><th scope="col">Holds</th><th scope="col">Reason</th><th scope="col">From</th><th scope="col">Until</th></tr></thead>
          <tbody>
            {holds.map((hold) => (
              <tr key={hold.id}>
                <td>{hold.cause}</td>
                <td>{hold.toolName === null ? 'all of it' : <code>{hold.toolName}</code>}</td>
                <td className="whitespace-normal">{hold.reason}{hold.closeReason === null ? '' : `; ended: ${hold.closeReason}`}</td>
                <td><Time iso={hold.openedAt} /></td>
                <td><Time iso={hold.closedAt} absent="open" /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
