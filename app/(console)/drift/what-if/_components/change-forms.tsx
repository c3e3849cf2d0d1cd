'use client'

import Form from 'next/form'
import type { ReactNode } from 'react'
import { errorAt, type FormError } from '@/components/ui/form-errors'
import { SubmitButton } from '@/components/ui/submit-button'
import { SelectField, TextareaField, TextField } from '@/components/ui/text-field'
import { paths } from '@/lib/paths'

const KINDS = [{ value: 'tool', label: 'tool' }, { value: 'context', label: 'resource or prompt' }, { value: 'downstream', label: 'action behind the server' }]
const ACCESS = ['read', 'write', 'admin'].map((value) => ({ value, label: value }))

/** A question is an address: nothing is sent but the way to the answer. */
function Ask({ days, name, children }: { days: number; name: string; children: ReactNode }) {
  return (
    <Form action={paths.whatIf()} aria-label={name} className="fields max-w-prose pt-4" scroll={false}>
      {days === 90 ? null : <input type="hidden" name="days" value={days} />}
      {children}
      <div className="acts"><SubmitButton kind="primary" busy="Comparing">Compare</SubmitButton><span className="mute sm">Nothing is changed by asking.</span></div>
    </Form>
  )
}

/** A grant as the import takes it; what is left open means any. */
export function ProposeGrant({ query, days, errors }: { query: Readonly<Record<string, string | undefined>>; days: number; errors: readonly FormError[] }) {
  const given = (name: string) => ({ name, defaultValue: query[name] ?? '', error: errorAt(errors, name) })
  return (
    <Ask key={JSON.stringify(query)} days={days} name="A grant to add">
      <input type="hidden" name="add" value="1" />
      <p className="soft sm">What stays empty means any. A target may be a glob such as <code>list_*</code>; a human is an address, <code>team:NAME</code> or <code>none</code>; resources are patterns such as <code>repo:acme/*</code>.</p>
      <div className="grid items-start gap-3 md:grid-cols-3">
        <TextField label="Server" required mono {...given('server')} />
        <TextField label="Target" required mono {...given('target')} />
        <SelectField label="Kind" options={KINDS} {...given('kind')} defaultValue={query['kind'] ?? 'tool'} />
        <TextField label="Agent" optional mono {...given('agent')} />
        <TextField label="Client" optional mono {...given('client')} />
        <TextField label="Human" optional mono {...given('human')} />
        <SelectField label="At most" options={ACCESS} {...given('access')} defaultValue={query['access'] ?? 'read'} />
        <div className="md:col-span-2"><TextareaField label="Resources" optional mono rows={2} {...given('scope')} /></div>
      </div>
    </Ask>
  )
}

/** The grant to do without, by its id; a grant's own page leads here too. */
export function RevokeGrant({ id, days }: { id: string; days: number }) {
  return (
    <Ask key={id} days={days} name="A grant to revoke">
      <TextField label="Grant" name="revoke" required mono defaultValue={id} placeholder="gnt_" hint="its id; on the page of a grant stands a link that fills it in" />
    </Ask>
  )
}
