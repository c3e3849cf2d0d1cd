'use client'

import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import type { OffboardingChoices } from '@/lib/views/offboarding-preview'
import type { ManyFields } from './many-model'

type Props = { fields: ManyFields; error: (path: string) => string | undefined; onChange: (part: Partial<ManyFields>) => void }

/** A team's, a vendor's, or some by name. */
export function SelectionFields({ fields, choices, error, onChange }: Props & { choices: OffboardingChoices }) {
  if (fields.mode === 'team') return <Field label="Team" id="team" required error={error('team')}>{(control) => <Select {...control} value={fields.team} placeholder="Choose a team" onChange={(event) => onChange({ team: event.target.value })} options={choices.teams.map((team) => ({ value: team.name, label: team.name }))} />}</Field>
  if (fields.mode === 'vendor') return <Field label="Vendor" id="vendor" required hint="Host of the endpoint or a domain above it, or the npm scope or package of the command." error={error('vendor')}>{(control) => <Input {...control} value={fields.vendor} placeholder="vendor.example" maxLength={200} spellCheck={false} onChange={(event) => onChange({ vendor: event.target.value })} />}</Field>
  return <Field label={fields.kind === 'server' ? 'Servers, by slug' : 'Agents, by name'} id="subjects" required hint="One a line." error={error('subjects')}>{(control) => <Textarea {...control} mono rows={4} value={fields.names} onChange={(event) => onChange({ names: event.target.value })} />}</Field>
}

/** Why, when what happens by itself, how long each is watched. */
export function ReasonFields({ fields, error, onChange }: Props) {
  return (
    <>
      <Field label="Reason" id="reason" required hint="The same for each; kept for good." error={error('reason')}>{(control) => <Textarea {...control} rows={2} maxLength={2000} value={fields.reason} onChange={(event) => onChange({ reason: event.target.value })} />}</Field>
      <div className="fields pair three">
        <Field label="Freeze by itself on, UTC" id="plannedFreezeAt" optional error={error('plannedFreezeAt')}>{(control) => <Input {...control} type="datetime-local" value={fields.plannedFreezeAt} onChange={(event) => onChange({ plannedFreezeAt: event.target.value })} />}</Field>
        <Field label="Revoke by itself on, UTC" id="plannedRevokeAt" optional error={error('plannedRevokeAt')}>{(control) => <Input {...control} type="datetime-local" value={fields.plannedRevokeAt} onChange={(event) => onChange({ plannedRevokeAt: event.target.value })} />}</Field>
        <Field label="Watch for, days" id="watchDays" error={error('watchDays')}>{(control) => <Input {...control} type="number" min={1} max={365} value={fields.watchDays} onChange={(event) => onChange({ watchDays: event.target.value })} />}</Field>
      </div>
      <Checkbox label="Freeze each at once" hint="Decisions deny from then on. Cancelling a case brings it back exactly." checked={fields.freeze} onChange={(event) => onChange({ freeze: event.target.checked })} />
    </>
  )
}
