import type { DocumentOutcome, PlanView, StepView } from './plan-model'

export const DRIFT_KINDS = ['granted_outside', 'ended_outside', 'changed_outside', 'waiting', 'not_granted'] as const
export type DriftKind = (typeof DRIFT_KINDS)[number]

/** One difference between what a document said and what stands now. */
export type DriftItem = Pick<StepView, 'server' | 'caller' | 'target' | 'access' | 'scope' | 'sentence' | 'differences' | 'path' | 'grantIds'> & { kind: DriftKind; why: string; requestId: string | null }

/** How a request that a document filed stands; absent = not known any more. */
export type FiledState = ReadonlyMap<string, string>

/**
 * The last document of a server against now. `plan`: what putting it again would take. What it would end was granted outside it; what
 * it would ask for waits, was refused, or stood and is gone; what it would narrow or widen was changed.
 */
export function driftOf(plan: PlanView, outcome: DocumentOutcome, filed: FiledState): DriftItem[] {
  const requests = new Map(outcome.steps.flatMap((step) => (step.path !== null && step.requestId !== null ? [[step.path, step.requestId] as const] : [])))
  return plan.steps.flatMap((step): DriftItem[] => {
    const asked = step.asked ?? requests.get(step.path ?? '') ?? null
    const said = kindOf(step, asked === null ? null : filed.get(asked) ?? null)
    if (said === null) return []
    const { server, caller, target, access, scope, sentence, differences, path, grantIds } = step
    return [{ server, caller, target, access, scope, sentence, differences, path, grantIds, ...said, requestId: asked }]
  })
}

function kindOf(step: StepView, filed: string | null): Pick<DriftItem, 'kind' | 'why'> | null {
  if (step.kind === 'unchanged') return null
  if (step.kind === 'revoke') return { kind: 'granted_outside', why: 'It stands, and the document does not have it.' }
  if (step.kind === 'narrow') return { kind: 'changed_outside', why: 'What stands is more than the document says.' }
  if (step.asked !== null) return { kind: 'waiting', why: 'It is asked for and waits for approval.' }
  if (filed === 'denied' || filed === 'withdrawn' || filed === 'lapsed') return { kind: 'not_granted', why: `What the document asked for was ${filed === 'lapsed' ? 'not answered in time' : filed}.` }
  return step.kind === 'widen' ? { kind: 'changed_outside', why: 'What stands is less than, or other than, the document says.' } : { kind: 'ended_outside', why: 'The document has it, and it stands no more.' }
}
