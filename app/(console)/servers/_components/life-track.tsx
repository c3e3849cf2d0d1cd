import { type Stage, Stages } from '@/components/domain/lifecycle'
import { Time } from '@/components/ui/time'

type Props = { lifecycle: string; sensitive: boolean; createdAt: string; pilotUntil: string | null; states: readonly { state: string; at: string }[] }

const NEVER: Record<string, string> = { pilot: 'needs two reviewers', active: 'not yet', quarantined: 'never', offboarding: 'not opened', retired: 'needs proof of silence' }

/** Where the server stands in its life, with dates under the names. */
export function LifeTrack({ lifecycle, sensitive, createdAt, pilotUntil, states }: Props) {
  if (lifecycle === 'rejected') {
    return <Stages label="Life cycle" stages={[{ label: 'Proposed', state: 'done', note: <Time iso={createdAt} format="day" /> }, { label: 'Rejected', state: 'refused', note: 'final; its slug stays taken' }]} />
  }
  const order = ['proposed', ...(sensitive || states.some((one) => one.state === 'pilot') ? ['pilot'] : []), 'active', 'quarantined', 'offboarding', 'retired']
  return <Stages label="Life cycle" stages={order.map((state) => stageOf(state, { lifecycle, createdAt, pilotUntil, states }))} />
}

function stageOf(state: string, { lifecycle, createdAt, pilotUntil, states }: Omit<Props, 'sensitive'>): Stage {
  const label = state.charAt(0).toUpperCase() + state.slice(1)
  const last = states.findLast((one) => one.state === state)?.at ?? (state === 'proposed' ? createdAt : null)
  if (state === lifecycle) return { label, state: 'now', note: <>{last === null ? null : <>since <Time iso={last} format="day" /></>}{state === 'pilot' && pilotUntil !== null ? <>, until <Time iso={pilotUntil} format="day" /></> : null}</> }
  if (last !== null) return { label, state: 'done', note: <Time iso={last} format="day" /> }
  return { label, state: 'todo', note: NEVER[state] }
}
