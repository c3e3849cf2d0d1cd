import { Button } from '@/components/ui/button'
import { CutCode } from '@/components/ui/code'
import { Disclosure } from '@/components/ui/disclosure'
import { Notice } from '@/components/ui/notice'
import type { AppliedView, PlanView, StepView } from '@/lib/document/plan-model'
import type { StepKind } from '@/lib/document/model'
import { PlanStep } from './plan-step'

const HEAD: Record<StepKind, string> = { revoke: 'Ends at once', narrow: 'Narrowed at once', widen: 'Asked for, in place of what stands', create: 'Asked for', unchanged: 'Stays as it is' }
const ORDER: readonly StepKind[] = ['revoke', 'narrow', 'widen', 'create']
/** A list of more lines would be no plan to look at; the rest is in the answer of the API. */
const SHOWN = 200

/** The plan in a sentence, its counts, and every line by what it does; then, in a second step, its application. */
export function DocumentPlan({ plan, mayApply, pending, onApply }: { plan: PlanView | AppliedView; mayApply: boolean; pending: boolean; onApply: () => void }) {
  const by = Map.groupBy(plan.steps, (step) => step.kind)
  const done = 'number' in plan
  const refusal = !mayApply ? 'Your roles do not let you ask for grants.' : plan.blocked > 0 ? 'Mend what stands against it first.' : null
  return (
    <div className="grid gap-4 pt-4">
      <Notice tone={done ? 'ok' : plan.blocked > 0 ? 'warn' : 'info'} title={done ? `Applied as document ${plan.number}` : 'The plan: nothing is written yet'}>
        <p>{done ? doneWords(plan) : plan.sentence}</p>
        <p className="lab">For {plan.servers.join(', ')}. Plan <CutCode value={plan.hash} />.</p>
      </Notice>
      {done ? null : (
        <div className="submit">
          <Button kind="primary" pending={pending} disabled={refusal !== null} onClick={onApply}>Apply exactly this plan</Button>
          {refusal === null ? null : <span className="why">{refusal}</span>}
        </div>
      )}
      {ORDER.map((kind) => <Group key={kind} kind={kind} steps={by.get(kind) ?? []} />)}
      {(by.get('unchanged') ?? []).length === 0 ? null : (
        <Disclosure summary={`${HEAD.unchanged}: ${(by.get('unchanged') ?? []).length.toLocaleString('en-US')}`}><Lines kind="unchanged" steps={by.get('unchanged') ?? []} /></Disclosure>
      )}
    </div>
  )
}

function Group({ kind, steps }: { kind: StepKind; steps: readonly StepView[] }) {
  if (steps.length === 0) return null
  return <section><h3>{HEAD[kind]}: {steps.length.toLocaleString('en-US')}</h3><Lines kind={kind} steps={steps} /></section>
}

function Lines({ kind, steps }: { kind: StepKind; steps: readonly StepView[] }) {
  return (
    <>
      <ol className="grid gap-3 pt-2" aria-label={HEAD[kind]}>{steps.slice(0, SHOWN).map((step, place) => <PlanStep key={`${step.path ?? ''} ${step.grantIds.join()} ${place}`} step={step} />)}</ol>
      {steps.length > SHOWN ? <p className="lab pt-2">And {(steps.length - SHOWN).toLocaleString('en-US')} more of this kind; all of them are in the API’s answer.</p> : null}
    </>
  )
}

function doneWords({ revoked, narrowed, requests, waiting }: AppliedView): string {
  const asked = requests.length === 0 ? 'nothing new was asked for' : `${requests.length} ${requests.length === 1 ? 'request was' : 'requests were'} filed`
  return `${revoked.length} ended, ${narrowed.length} narrowed, and ${asked}.${waiting > 0 ? ` ${waiting} waited for approval already.` : ''}`
}
