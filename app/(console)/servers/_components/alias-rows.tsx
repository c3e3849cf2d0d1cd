'use client'

import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { AliasRow } from './form-values'

type Props = { rows: readonly AliasRow[]; onChange: (rows: AliasRow[]) => void; error: (path: string) => string | undefined }

/** Names under which logs know the server, each for every source or for one. */
export function AliasRows({ rows, onChange, error }: Props) {
  const put = (index: number, change: Partial<AliasRow>): void => onChange(rows.map((row, place) => (place === index ? { ...row, ...change, from: null } : row)))
  return (
    <fieldset className="field" id="aliases">
      <legend>Aliases <span className="opt">(optional)</span></legend>
      <p className="hint">Names under which logs know this server, besides its slug and identity. One left out here is released from now on.</p>
      {error('aliases') === undefined ? null : <p className="err">{error('aliases')}</p>}
      {rows.map((row, index) => (
        // Rows are edited in place and have no identity but their place.
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2">
          <Field label="Name" id={`aliases.${index}.name`} error={error(`aliases.${index}.name`) ?? error(`aliases.${index}`)}>
            {(control) => <Input {...control} className="mono" value={row.name} onChange={(event) => put(index, { name: event.target.value })} />}
          </Field>
          <Field label="Only in source" id={`aliases.${index}.source`} error={error(`aliases.${index}.source`)}>
            {(control) => <Input {...control} value={row.source} placeholder="any" onChange={(event) => put(index, { source: event.target.value })} />}
          </Field>
          <Button aria-label={`Remove the alias ${row.name === '' ? index + 1 : row.name}`} onClick={() => onChange(rows.filter((_, place) => place !== index))}>Remove</Button>
        </div>
      ))}
      <div><Button onClick={() => onChange([...rows, { name: '', source: '', from: null }])}>Add an alias</Button></div>
    </fieldset>
  )
}
