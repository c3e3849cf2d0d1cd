import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Entry = { seq: number; at: string; actor: { name: string }; action: string; detail: unknown }

function reasonOf(detail: unknown): string {
  return typeof detail === 'object' && detail !== null && 'reason' in detail && typeof detail.reason === 'string' ? detail.reason : ''
}

/** What people did with the grant here, from the trail. */
export function GrantHistory({ id, entries }: { id: string; entries: readonly Entry[] | null }) {
  if (entries === null || entries.length === 0) return null
  return (
    <Section title="History" end={<TextLink href={paths.trail({ object: id })}>In the trail</TextLink>}>
      <div className="tscroll">
        <table className="t flow">
          <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Reason</th></tr></thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.seq}>
                <td><Time iso={entry.at} /></td>
                <td>{entry.actor.name}</td>
                <td>{entry.action.replace('grant.', '')}</td>
                <td className="whitespace-normal">{reasonOf(entry.detail)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
