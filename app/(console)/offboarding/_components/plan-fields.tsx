'use client'

import { TextField } from '@/components/ui/text-field'
import { type Offered, NameField } from './name-field'

type Plan = { ownerEmail?: string; successorEmail?: string; plannedFreezeAt?: string | null; plannedRevokeAt?: string | null; watchDays?: number }

/** Who answers for a case, to whom goes what nobody is named for, and when what happens by itself. Dates are UTC. */
export function PlanFields({ people, plan = {}, people: offered, succession = true, error }: { people: Offered; plan?: Plan; /** Something may have to go over to somebody. */ succession?: boolean; error: (path: string) => string | undefined }) {
  return (
    <>
      <div className="fields pair two">
        <NameField label="Answers for the case" name="ownerEmail" type="email" optional offered={people} hint="By e-mail; you, unless you say otherwise." defaultValue={plan.ownerEmail} error={error('ownerEmail')} />
        {succession ? <NameField label="Successor" name="successorEmail" type="email" optional offered={offered} hint="Gets what nobody else is named for." defaultValue={plan.successorEmail} error={error('successorEmail')} /> : null}
      </div>
      <div className="fields pair three">
        <TextField label="Freeze by itself on, UTC" name="plannedFreezeAt" type="datetime-local" optional defaultValue={localOf(plan.plannedFreezeAt)} error={error('plannedFreezeAt')} />
        <TextField label="Revoke by itself on, UTC" name="plannedRevokeAt" type="datetime-local" optional defaultValue={localOf(plan.plannedRevokeAt)} error={error('plannedRevokeAt')} />
        <TextField label="Watch for, days" name="watchDays" type="number" min={1} max={365} defaultValue={String(plan.watchDays ?? 7)} error={error('watchDays')} />
      </div>
    </>
  )
}

/** What the fields say. `cleared`: what was emptied, as null, where it is to be taken away. */
export function planFrom<Empty>(data: FormData, cleared: Empty): { ownerEmail: string | Empty; successorEmail: string | Empty; plannedFreezeAt: string | Empty; plannedRevokeAt: string | Empty; watchDays: number } {
  const text = (name: string): string => String(data.get(name) ?? '').trim()
  const or = (value: string): string | Empty => (value === '' ? cleared : value)
  const at = (name: string): string | Empty => or(text(name) === '' ? '' : `${text(name).slice(0, 16)}:00Z`)
  return { ownerEmail: or(text('ownerEmail')), successorEmail: or(text('successorEmail')), plannedFreezeAt: at('plannedFreezeAt'), plannedRevokeAt: at('plannedRevokeAt'), watchDays: Number(text('watchDays')) }
}

function localOf(iso: string | null | undefined): string | undefined {
  return iso === null || iso === undefined ? undefined : iso.slice(0, 16)
}
