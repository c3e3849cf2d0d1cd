import { PolicyChanges } from '@/components/domain/policy-changes'
import { Disclosure } from '@/components/ui/disclosure'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import type { LifecyclePolicyView } from '@/lib/lifecycle/queries/policies'
import { paths } from '@/lib/paths'

/** Every policy there was, newest first: who set it, when, why, and what it changed. */
export function LifecycleHistory({ history }: { history: readonly LifecyclePolicyView[] }) {
  return (
    <ol className="timeline" aria-label="History of the life cycle policy">
      {history.map((one) => (
        <li key={one.number}>
          <span className="mute sm nw">{one.changedAt === null ? 'from the start' : <Time iso={one.changedAt} />}</span>
          <div className="min-w-0">
            <p><b>{one.changedBy === null ? 'As installed' : <TextLink href={paths.person(one.changedBy.id)}>{one.changedBy.name}</TextLink>}</b> <span className="mute">number {one.number}{one.loosened.length === 0 ? '' : `, ${one.loosened.length} ${one.loosened.length === 1 ? 'line' : 'lines'} loosened`}</span></p>
            {one.reason === null ? <p className="soft">The policy that nobody has set.</p> : <p className="say whitespace-pre-wrap">{one.reason}</p>}
            {one.changes.length === 0 ? null : <Disclosure summary={`What changed: ${one.changes.length} ${one.changes.length === 1 ? 'line' : 'lines'}`}><PolicyChanges label={`What number ${one.number} changed`} changes={one.changes} /></Disclosure>}
          </div>
        </li>
      ))}
    </ol>
  )
}
