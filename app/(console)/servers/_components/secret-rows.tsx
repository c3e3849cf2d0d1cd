'use client'

import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import type { SecretRow } from './form-values'

type Props = { rows: readonly SecretRow[]; onChange: (rows: SecretRow[]) => void; error: (path: string) => string | undefined }

const KINDS = [{ value: 'static', label: 'static' }, { value: 'dynamic', label: 'dynamic' }]

/** References to the secrets the server needs: where they are, never what they are. */
export function SecretRows({ rows, onChange, error }: Props) {
  const put = (index: number, change: Partial<SecretRow>): void => onChange(rows.map((row, place) => (place === index ? { ...row, ...change } : row)))
  return (
    <fieldset className="field" id="secrets">
      <legend>Secrets <span className="opt">(optional)</span></legend>
      <p className="hint">References only. A value is never stored here.</p>
      {rows.map((row, index) => (
        // Rows are edited in place and have no identity but their place.
        <div key={index} className="grid gap-2 border-t border-line pt-2 md:grid-cols-2">
          <Field label="Name" id={`secrets.${index}.name`} error={error(`secrets.${index}.name`) ?? error(`secrets.${index}`)}>
            {(control) => <Input {...control} className="mono" value={row.name} onChange={(event) => put(index, { name: event.target.value })} />}
          </Field>
          <Field label="Where it is" id={`secrets.${index}.location`} error={error(`secrets.${index}.location`)}>
            {(control) => <Input {...control} value={row.location} placeholder="vault kv/mcp/github" onChange={(event) => put(index, { location: event.target.value })} />}
          </Field>
          <Field label="Kind" id={`secrets.${index}.kind`} error={error(`secrets.${index}.kind`)}>
            {(control) => <Select {...control} options={KINDS} value={row.kind} onChange={(event) => put(index, { kind: event.target.value === 'dynamic' ? 'dynamic' : 'static' })} />}
          </Field>
          <Field label="Rotate every, days" id={`secrets.${index}.rotateEveryDays`} error={error(`secrets.${index}.rotateEveryDays`)}>
            {(control) => <Input {...control} type="number" min={1} max={3650} value={row.rotateEveryDays} onChange={(event) => put(index, { rotateEveryDays: event.target.value })} />}
          </Field>
          <Field label="Last rotated" id={`secrets.${index}.lastRotatedAt`} error={error(`secrets.${index}.lastRotatedAt`)}>
            {(control) => <Input {...control} type="date" value={row.lastRotatedAt} onChange={(event) => put(index, { lastRotatedAt: event.target.value })} />}
          </Field>
          <div className="flex items-end"><Button aria-label={`Remove the secret ${row.name === '' ? index + 1 : row.name}`} onClick={() => onChange(rows.filter((_, place) => place !== index))}>Remove</Button></div>
        </div>
      ))}
      <div><Button onClick={() => onChange([...rows, { name: '', kind: 'static', location: '', rotateEveryDays: '', lastRotatedAt: '' }])}>Add a secret</Button></div>
    </fieldset>
  )
}
