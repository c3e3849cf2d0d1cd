import { Time } from '@/components/ui/time'
import type { DecisionView, RequestView, StepView } from '@/lib/requests/model'
import { type Stage, Stages } from './lifecycle'
import { oneOfNames, standingText, STEP_NAME } from './request-words'

type Shown = Pick<RequestView, 'kind' | 'state' | 'steps' | 'decisions' | 'requester' | 'submittedAt' | 'lapsesAt' | 'closedAt'>

/** The steps of a request as a track: who answered, who holds it by name, and what comes of it. Steps run side by side. */
export function RequestSteps({ request }: { request: Shown }) {
  return <Stages label="Steps" stages={[asked(request), ...request.steps.map((step) => stepStage(step, request)), outcome(request)]} />
}

function asked({ requester, submittedAt, state }: Shown): Stage {
  if (state === 'draft') return { label: 'Draft', state: 'now', note: 'not submitted' }
  return { label: 'Asked', state: 'done', note: <><Time iso={submittedAt} /><br />{requester.name}</> }
}

function stepStage(step: StepView, request: Shown): Stage {
  const label = step.need > 1 ? `${STEP_NAME[step.step]}, ${step.have} of ${step.need}` : STEP_NAME[step.step]
  const answers = request.decisions.filter((one) => one.step === step.step && one.counts)
  const denied = answers.some((one) => one.answer === 'deny')
  const notes = answers.map((one) => <AnswerNote key={one.id} decision={one} />)
  if (denied) return { label, state: 'refused', note: notes }
  if (step.have >= step.need) return { label, state: 'done', note: notes }
  if (request.state === 'draft') return { label, state: 'todo', note: oneOfNames(step.holders.map((one) => one.name)) }
  if (request.state !== 'pending') return { label, state: 'todo', note: <>{notes}<span className="block">not answered</span></> }
  return { label, state: 'now', note: <>{notes}<span className="block">{step.holders.length === 0 ? 'nobody may answer it: the server needs a backup owner' : `waits for ${namesOf(step)}`}</span></> }
}

/** Names at most; the page lists them all. */
const NAMED = 3

function namesOf(step: StepView): string {
  const names = step.holders.map((one) => one.name)
  return names.length <= NAMED ? oneOfNames(names) : `${names.slice(0, 2).join(', ')} or ${names.length - 2} others`
}

function AnswerNote({ decision }: { decision: DecisionView }) {
  return <span className="block">{decision.answer === 'approve' ? 'yes' : 'no'}, {decision.person.name}, <Time iso={decision.at} /></span>
}

function outcome({ kind, state, closedAt, lapsesAt }: Shown): Stage {
  const label = kind === 'break_glass' ? 'Justified' : kind === 'confirmation' ? 'Confirmed' : 'Granted'
  if (state === 'approved') return { label, state: 'done', note: <Time iso={closedAt} /> }
  if (state === 'denied' || state === 'withdrawn' || state === 'lapsed') return { label: { denied: 'Denied', withdrawn: 'Withdrawn', lapsed: 'Lapsed' }[state], state: 'refused', note: <Time iso={closedAt} absent="unanswered" /> }
  if (state === 'draft') return { label, state: 'todo', note: 'to come' }
  return { label, state: 'todo', note: kind === 'break_glass' || lapsesAt === null ? 'when all have answered' : <>or lapses <Time iso={lapsesAt} /></> }
}

const OWN: Record<StepView['step'], DecisionView['standing']> = { owner: 'owner', security: 'security_reviewer' }

/** The open steps of whose holders the track does not say everything: more than it names, or somebody who answers as something else. */
export function holdersToTell(steps: readonly StepView[]): StepView[] {
  return steps.filter((step) => step.have < step.need && (step.holders.length > NAMED || step.holders.some((one) => one.onBehalfOf !== null || one.standing !== OWN[step.step])))
}

/** Steps with all who may answer them now, and as what. */
export function StepHolders({ steps }: { steps: readonly StepView[] }) {
  return (
    <dl className="kv">
      {steps.map((step) => (
        <div key={step.step} className="contents">
          <dt>{STEP_NAME[step.step]}</dt>
          <dd>{step.have >= step.need ? 'done' : step.holders.length === 0 ? 'nobody is left who may' : (
            <ul>{step.holders.map((one) => <li key={`${one.id} ${one.onBehalfOf?.id ?? ''}`}>{one.name} <span className="mute">{standingText(one)}</span></li>)}</ul>
          )}</dd>
        </div>
      ))}
    </dl>
  )
}
