'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { ContentDiff } from '@/components/domain/content-diff'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import type { ContentView } from '@/lib/requests/model'
import { reasonNeeded } from '@/lib/reviews/reason-needed'
import type { FrozenGrant } from '@/lib/reviews/frozen'
import type { ItemDetail } from '@/lib/reviews/model'
import { added, type Target, targetsOf, type TypedTarget, typedOf, upTo } from './narrow-rows'
import { useDeskTools, useEntry } from './desk-context'

type Props = { item: ItemDetail; frozen: FrozenGrant; onClose: () => void }

/** What is left of the grant, prefilled with what was used of it. Only less than it admits is accepted, which the server asks again. */
export function NarrowEditor({ item, frozen, onClose }: Props) {
  const { moves } = useDeskTools()
  const { save } = useEntry(item.row.id)
  const { grant } = frozen
  const whole: Target = { kind: grant.target.kind, name: grant.target.name, access: grant.access, scope: [...grant.scope] }
  const given = item.answers.find((one) => one.answer === 'narrow' && one.targets !== null && one.stage === item.stage)?.targets
  const [rows, setRows] = useState<TypedTarget[]>(() => typedOf(given ?? frozen.narrowed?.map((target) => ({ ...target, scope: [...target.scope] })) ?? [whole]))
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const [sent, setSent] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  // After the drawer has taken the focus to itself.
  useEffect(() => {
    const frame = requestAnimationFrame(() => form.current?.querySelector('input')?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  // Open until it is saved, so that a refusal finds everything as it was typed.
  useEffect(() => {
    if (sent && save === null) onClose()
  }, [sent, save, onClose])
  const targets = targetsOf(rows)
  const after = useMemo(() => contentOf(frozen, targets, until === '' ? grant.validUntil : `${until}T00:00:00Z`), [frozen, targets, until, grant.validUntil])
  const same = JSON.stringify(targets) === JSON.stringify([whole]) && until === ''
  const problem = save?.phase === 'failed' && save.move.kind === 'answer' && save.move.answer === 'narrow' ? save.problem : null
  const put = (key: number, change: Partial<TypedTarget>): void => setRows(rows.map((row) => (row.key === key ? { ...row, ...change } : row)))
  const fault = (path: string): string | undefined => problem?.errors.find((error) => error.path === path)?.message
  return (
    <section>
      <h3>Narrow it to</h3>
      <p className="hint mute sm">{frozen.narrowed === null ? 'Nothing narrower can be read from its use; take away what is not needed.' : `What was used of it in ${frozen.use.days} days. Take away more, or leave more within the grant.`}</p>
      <form
        ref={form} className="fields pt-2" noValidate aria-label="Narrow"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // Takes back the narrowing, not the whole drawer.
          event.preventDefault()
          onClose()
        }}
        onSubmit={(event) => {
          event.preventDefault()
          moves.give(item.row.id, { kind: 'answer', answer: 'narrow', targets, ...(until === '' ? {} : { until: `${until}T00:00:00Z` }), ...(reason.trim() === '' ? {} : { reason: reason.trim() }) })
          setSent(true)
        }}
      >
        <ul className="narrow-rows" aria-label="What is left">
          {rows.map((row, place) => (
            <li key={row.key}>
              <Field label="Target" error={fault(`targets.${place}`)}>{(control) => <Input {...control} className="mono" value={row.name} spellCheck={false} onChange={(event) => put(row.key, { name: event.target.value })} />}</Field>
              <Field label="At most">{(control) => <Select {...control} options={upTo(grant.access).map((value) => ({ value, label: value }))} value={row.access} onChange={(event) => put(row.key, { access: upTo(grant.access).find((one) => one === event.target.value) ?? row.access })} />}</Field>
              <Field label="Only on">{(control) => <Textarea {...control} mono className="short" rows={Math.max(1, Math.min(5, row.scope.split('\n').length))} placeholder="any resource; one a line" value={row.scope} onChange={(event) => put(row.key, { scope: event.target.value })} />}</Field>
              <Button kind="quiet" small disabled={rows.length === 1} aria-label={`Leave out ${row.name === '' ? 'this target' : row.name}`} onClick={() => setRows(rows.filter((one) => one.key !== row.key))}>Leave out</Button>
            </li>
          ))}
        </ul>
        <p><Button kind="link" onClick={() => setRows(added(rows, grant.target.kind))}>Add a part of the grant</Button></p>
        <Field label="And only until (00:00 UTC)" optional error={fault('until')}>{(control) => <Input {...control} type="date" className="brief" max={grant.validUntil?.slice(0, 10)} value={until} onChange={(event) => setUntil(event.target.value)} />}</Field>
        <Field label="Reason" optional={reasonNeeded('narrow', frozen.recommendation, item.row.risk) === null} error={fault('reason')}>{(control) => <Input {...control} maxLength={2000} value={reason} autoComplete="off" onChange={(event) => setReason(event.target.value)} />}</Field>
        <div><h4 className="lab pb-1">What changes</h4><ContentDiff label="What changes" before={contentOf(frozen, [whole], grant.validUntil)} after={after} /></div>
        {problem === null ? null : <p className="text-critical" role="alert">{problem.detail}{fault('targets') === undefined ? '' : ` What is left ${fault('targets')}.`}</p>}
        <div className="submit"><Button type="submit" kind="primary" pending={save?.phase === 'saving'} disabled={same || rows.some((row) => row.name.trim() === '')}>Narrow it</Button><Button onClick={onClose}>Cancel</Button>{same ? <span className="why">nothing is taken away yet</span> : null}</div>
      </form>
    </section>
  )
}

/** The grant as requests are compared: with other targets and another end, all else the same. */
function contentOf({ grant }: FrozenGrant, targets: readonly Target[], until: string | null): ContentView {
  return {
    server: grant.server.slug, caller: { agent: grant.agent?.name ?? 'any', client: grant.client?.name ?? 'any', human: grant.human.name }, targets: [...targets], purpose: grant.purpose,
    mode: grant.mode, reauthorise: grant.reauthorise, startsAt: null, until, durationDays: null, openEnded: until === null,
  }
}
