'use client'

import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { Access } from '@/lib/registry/model'
import type { TargetRow } from './draft-model'

const ACCESSES: readonly { value: Access; label: string }[] = [{ value: 'read', label: 'Read' }, { value: 'write', label: 'Write' }, { value: 'admin', label: 'Admin' }]
const RANK: Record<string, number> = { read: 0, write: 1, admin: 2 }

type Props = {
  rows: readonly TargetRow[]
  onChange: (rows: TargetRow[]) => void
  error: (path: string) => string | undefined
  /** The highest that a row may have, for an approver who can only take away. */
  ceiling?: (row: TargetRow) => Access
  keepOne?: boolean
  /** Where a row's errors are told, e.g. targets or narrowed.targets. */
  path?: string
}

/** What is asked for, one under the other: each with its ceiling and its scope. */
export function TargetRows({ rows, onChange, error, ceiling, keepOne = false, path = 'targets' }: Props) {
  const put = (key: string, change: Partial<TargetRow>): void => onChange(rows.map((row) => (row.key === key ? { ...row, ...change } : row)))
  if (rows.length === 0) return null
  return (
    <ul className="targets" aria-label="Targets">
      {rows.map((row, place) => {
        const most = ceiling?.(row)
        const wrong = error(`${path}.${place}`) ?? error(`${path}.${place}.name`) ?? error(`${path}.${place}.access`)
        return (
          <li key={row.key}>
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <code className="min-w-0 flex-1 wrap-anywhere"><b>{row.name}</b>{row.kind === 'tool' ? null : <span className="mute"> {row.kind}</span>}</code>
              <Segmented
                label={`Access with ${row.name}`} name={`access-${row.key}`} value={row.access} answer
                options={ACCESSES.map((one) => ({ ...one, ...(most !== undefined && (RANK[one.value] ?? 0) > (RANK[most] ?? 0) ? { disabled: true, why: 'Goes beyond what was asked for' } : {}) }))}
                onChange={(value) => put(row.key, { access: ACCESSES.find((one) => one.value === value)?.value ?? row.access })}
              />
              <Button kind="quiet" small disabled={keepOne && rows.length === 1} aria-label={`Remove ${row.name}`} onClick={() => onChange(rows.filter((one) => one.key !== row.key))}>Remove</Button>
            </div>
            {wrong === undefined ? null : <p className="err">{wrong}</p>}
            <Field label={<>Only on <span className="opt">(empty = everything it can reach)</span></>} id={`${path}.${place}.scope`} error={error(`${path}.${place}.scope`)}>
              {(control) => <Textarea {...control} mono rows={Math.max(1, Math.min(6, row.scope.split('\n').length))} className="short" placeholder="one resource a line; * stands for anything" value={row.scope} onChange={(event) => put(row.key, { scope: event.target.value })} />}
            </Field>
          </li>
        )
      })}
    </ul>
  )
}
