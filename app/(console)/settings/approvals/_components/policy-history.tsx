import { PolicyChanges } from '@/components/domain/policy-changes'
import { Disclosure } from '@/components/ui/disclosure'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { PolicyView } from '@/lib/requests/queries/policies'

/** Lines of one change that are shown without asking. */
const OPEN = 6

/** Every policy there was, newest first: who set it, when, why, what it changed, and what it loosened. */
export function PolicyHistory({ history }: { history: readonly PolicyView[] }) {
  return (
    <ol className="timeline" aria-label="History of the policy">
      {history.map((one) => (
        <li key={one.number}>
          <span className="mute sm nw">{one.changedAt === null ? 'from the start' : <Time iso={one.changedAt} />}</span>
          <div className="min-w-0">
            <p><b>{one.changedBy === null ? 'As installed' : <TextLink href={paths.person(one.changedBy.id)}>{one.changedBy.name}</TextLink>}</b> <span className="mute">number {one.number}{summary(one)}</span></p>
            {one.reason === null ? <p className="soft">The policy that nobody has set.</p> : <p className="say whitespace-pre-wrap">{one.reason}</p>}
            {one.changes.length === 0 ? null : <Disclosure open={one.loosened.length > 0 && one.changes.length <= OPEN} summary={`What changed: ${one.changes.length} ${one.changes.length === 1 ? 'line' : 'lines'}`}><PolicyChanges label={`What number ${one.number} changed`} changes={one.changes} /></Disclosure>}
          </div>
        </li>
      ))}
    </ol>
  )
}

function summary({ loosened, number }: PolicyView): string {
  if (number === 0) return ''
  return loosened.length === 0 ? ', nothing loosened' : `, ${loosened.length} ${loosened.length === 1 ? 'line' : 'lines'} loosened`
}
