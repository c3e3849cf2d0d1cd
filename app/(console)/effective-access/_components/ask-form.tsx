'use client'

import Form from 'next/form'
import { Button, ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { TextField } from '@/components/ui/text-field'
import { paths } from '@/lib/paths'

type Names = Partial<Record<'agent' | 'client' | 'human' | 'server' | 'tool', string>>
type Options = { agents: string[]; clients: string[]; humans: string[]; servers: string[] }

/** The question, as an address. Without a caller it asks who can; without a target, what one can do. */
export function AskForm({ names, at, options }: { names: Names; at: string | null; options: Options }) {
  return (
    <Form action={paths.access()} aria-label="The question" className="grid gap-3" scroll={false}>
      <fieldset className="grid items-end gap-3 md:grid-cols-4">
        <legend className="lab pb-1">What can they do? Leave empty to ask who can.</legend>
        <Choice name="agent" label="Agent" value={names.agent} options={options.agents} />
        <Choice name="human" label="Acting for" value={names.human} options={options.humans} />
        <Choice name="client" label="In client" value={names.client} options={options.clients} />
      </fieldset>
      <fieldset className="grid items-end gap-3 md:grid-cols-4">
        <legend className="lab pb-1">Who can do this? Leave empty to ask what one can do.</legend>
        <Choice name="server" label="Server" value={names.server} options={options.servers} />
        <TextField name="tool" label="Tool or other target" defaultValue={names.tool ?? ''} maxLength={2000} mono placeholder="delete_*" />
        <TextField name="at" label="As of, UTC" type="date" defaultValue={at?.slice(0, 10) ?? ''} />
        <div className="acts"><Button type="submit" kind="primary">Answer</Button>{Object.keys(names).length === 0 ? null : <ButtonLink href={paths.access()}>Ask anew</ButtonLink>}</div>
      </fieldset>
    </Form>
  )
}

function Choice({ name, label, value, options }: { name: string; label: string; value: string | undefined; options: readonly string[] }) {
  return (
    <Field label={label} id={name}>
      {(control) => (
        <>
          <Input {...control} name={name} list={`known-${name}`} defaultValue={value ?? ''} maxLength={2000} autoComplete="off" spellCheck={false} />
          <datalist id={`known-${name}`}>{options.map((option) => <option key={option} value={option} />)}</datalist>
        </>
      )}
    </Field>
  )
}
