'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { narrow } from '@/app/(console)/grants/actions'
import { Button, ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextareaField, TextField } from '@/components/ui/text-field'
import { paths } from '@/lib/paths'

type Access = 'read' | 'write' | 'admin'
export type NarrowRow = { kind: 'tool' | 'context' | 'downstream'; name: string; access: Access; scope: string[] }
type Typed = { key: number; kind: NarrowRow['kind']; name: string; access: Access; scope: string }

const ACCESS = ['read', 'write', 'admin'] as const

/** What is left of a grant, target by target. Only less than it admits now is accepted; the grant itself ends as its parts begin. */
export function NarrowForm({ id, ceiling, until, targets }: { id: string; ceiling: Access; /** UTC day on which it ends now. */ until: string | null; targets: readonly NarrowRow[] }) {
  const router = useRouter()
  const [rows, setRows] = useState<Typed[]>(() => targets.map((target, key) => ({ ...target, key, scope: target.scope.join('\n') })))
  const put = (key: number, change: Partial<Typed>): void => setRows(rows.map((row) => (row.key === key ? { ...row, ...change } : row)))
  const options = ACCESS.slice(0, ACCESS.indexOf(ceiling) + 1).map((value) => ({ value, label: value }))
  return (
    <SubmitForm
      noValidate
      send={async (data) => {
        const day = String(data.get('until') ?? '')
        const answer = await narrow({
          id, reason: String(data.get('reason') ?? ''), ...(day === '' || day === until ? {} : { until: `${day}T00:00:00Z` }),
          targets: rows.map(({ kind, name, access, scope }) => ({ kind, name: name.trim(), access, scope: scope.split('\n').map((line) => line.trim()).filter((line) => line !== '') })),
        })
        if (!answer.ok) return answer.problem
        const [only, ...others] = answer.value.replacements
        router.push(only !== undefined && others.length === 0 ? paths.grant(only) : paths.grant(id))
        return null
      }}
    >
      {({ pending, error }) => (
        <>
          <ul className="grid" aria-label="What is left">
            {rows.map((row, place) => (
              <li key={row.key} className="grid items-start gap-3 border-b border-line py-3 md:grid-cols-[minmax(0,2fr)_104px_minmax(0,2fr)_auto]" id={`targets.${place}`} tabIndex={-1}>
                <Field label="Target" id={`targets.${place}.name`} error={error(`targets.${place}.name`) ?? error(`targets.${place}`)}>{(control) => <Input {...control} className="mono" value={row.name} spellCheck={false} onChange={(event) => put(row.key, { name: event.target.value })} />}</Field>
                <Field label="At most" id={`targets.${place}.access`}>{(control) => <Select {...control} options={options} value={row.access} onChange={(event) => put(row.key, { access: ACCESS.find((one) => one === event.target.value) ?? row.access })} />}</Field>
                <Field label="Only on" id={`targets.${place}.scope`} error={error(`targets.${place}.scope`)}>{(control) => <Textarea {...control} mono rows={Math.max(1, Math.min(5, row.scope.split('\n').length))} placeholder="any resource; one a line" value={row.scope} onChange={(event) => put(row.key, { scope: event.target.value })} />}</Field>
                <div className="acts md:pt-6"><Button kind="quiet" small disabled={rows.length === 1} aria-label={`Leave out ${row.name === '' ? 'this target' : row.name}`} onClick={() => setRows(rows.filter((one) => one.key !== row.key))}>Leave out</Button></div>
              </li>
            ))}
          </ul>
          <p><Button kind="link" onClick={() => setRows([...rows, { key: Math.max(-1, ...rows.map((row) => row.key)) + 1, kind: targets[0]?.kind ?? 'tool', name: '', access: 'read', scope: '' }])}>Add a target</Button></p>
          <TextField label="Until, UTC" name="until" type="date" optional defaultValue={until ?? ''} max={until ?? undefined} hint={until === null ? 'It has no end now.' : 'No later than it ends now.'} error={error('until')} />
          <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} hint="For the trail and for whoever asks later." error={error('reason')} />
          {error('targets') === undefined ? null : <p className="text-critical" id="targets" tabIndex={-1}>What is left {error('targets')}.</p>}
          <div className="submit"><Button type="submit" kind="primary" pending={pending}>Narrow it</Button><ButtonLink href={paths.grant(id)}>Cancel</ButtonLink></div>
        </>
      )}
    </SubmitForm>
  )
}
