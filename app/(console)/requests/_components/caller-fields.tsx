'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { FormChoices } from '@/lib/views/request-form'
import type { DraftForm, HumanChoice } from './draft-model'

type Props = { form: DraftForm; choices: FormChoices; onChange: (change: Partial<DraftForm>) => void; error: (path: string) => string | undefined }

const HUMANS: readonly { value: HumanChoice; label: string }[] = [{ value: 'any', label: 'Anybody' }, { value: 'person', label: 'One person' }, { value: 'team', label: 'A team' }, { value: 'none', label: 'Nobody' }]

const SAID: Record<HumanChoice, string> = {
  any: 'Any registered person for whom it acts.', person: 'Calls for this person alone; whoever is named cannot approve it.', team: 'Calls for whoever is in the team at that time.', none: 'Only calls on nobody’s behalf: it acts on its own, on a schedule say.',
}

/** Who is to use it: the agent, the client in which it runs, and the human it acts for. Names are offered; others may be typed. */
export function CallerFields({ form, choices, onChange, error }: Props) {
  const named = form.human === 'person' || form.human === 'team'
  return (
    <>
      <Field label="Agent" id="caller.agent" required hint={choices.mustOwnAgent ? 'One that you sponsor.' : 'Yours come first. Its name or its identity.'} error={error('caller.agent') ?? error('caller')}>
        {(control) => <Input {...control} list="known-agents" autoComplete="off" value={form.agent} onChange={(event) => onChange({ agent: event.target.value })} />}
      </Field>
      <datalist id="known-agents">{choices.agents.map((agent) => <option key={agent.id} value={agent.name}>{agent.note}</option>)}</datalist>
      <fieldset className="field">
        <legend>Acts for</legend>
        <Segmented label="Acts for" name="human" answer options={HUMANS} value={form.human} onChange={(value) => onChange({ human: HUMANS.find((one) => one.value === value)?.value ?? 'any', humanName: '' })} />
        <p className="hint">{SAID[form.human]}</p>
        {named || error('caller.human') === undefined ? null : <p className="err">{error('caller.human')}</p>}
      </fieldset>
      {named ? (
        <Field label={form.human === 'person' ? 'Which person' : 'Which team'} id="caller.human" required hint={form.human === 'person' ? 'By e-mail.' : undefined} error={error('caller.human')}>
          {(control) => <Input {...control} list={`known-${form.human}`} autoComplete="off" value={form.humanName} onChange={(event) => onChange({ humanName: event.target.value })} />}
        </Field>
      ) : null}
      <datalist id="known-person">{choices.people.map((person) => <option key={person.id} value={person.name}>{person.note}</option>)}</datalist>
      <datalist id="known-team">{choices.teams.map((team) => <option key={team.id} value={team.name} />)}</datalist>
    </>
  )
}

/** Behind the disclosure: most requests are for any client. */
export function ClientField({ form, choices, onChange, error }: Props) {
  return (
    <>
      <Field label="Client" id="caller.client" hint="The program in which the agent runs; “any” for every registered one." error={error('caller.client')}>
        {(control) => <Input {...control} list="known-clients" autoComplete="off" value={form.client} onChange={(event) => onChange({ client: event.target.value })} />}
      </Field>
      <datalist id="known-clients"><option value="any" />{choices.clients.map((client) => <option key={client.id} value={client.name}>{client.note}</option>)}</datalist>
    </>
  )
}
