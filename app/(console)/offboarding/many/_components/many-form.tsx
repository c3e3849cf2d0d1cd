'use client'

import { useState } from 'react'
import { openManyAction } from '@/app/(console)/offboarding/actions'
import { counted } from '@/app/(console)/offboarding/_components/words'
import { Button, ButtonLink } from '@/components/ui/button'
import { FormErrors, errorAt } from '@/components/ui/form-errors'
import { Section } from '@/components/ui/section'
import { Segmented } from '@/components/ui/segmented'
import type { ShownProblem } from '@/components/ui/submit-form'
import type { OpenManyAnswer } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'
import type { OffboardingChoices } from '@/lib/views/offboarding-preview'
import { AnswerTable } from './answer-table'
import { ReasonFields, SelectionFields } from './many-fields'
import { bodyOf, type ManyFields, type ManyMode, newBulkId } from './many-model'

type Props = { choices: OffboardingChoices; kind: 'server' | 'agent'; team: string; vendor: string }
type Phase = { name: 'choose' } | { name: 'looked'; answer: OpenManyAnswer; picked: ReadonlySet<string>; /** Sent again after a broken connection it is the same bulk. */ bulkId: string } | { name: 'opened'; answer: OpenManyAnswer }

/** Which ones, what it would open, why; then the answer, row by row. What broke off is sent again as it was: nothing is opened twice. */
export function ManyForm({ choices, kind, team, vendor }: Props) {
  const [fields, setFields] = useState<ManyFields>({ kind, mode: vendor !== '' ? 'vendor' : 'team', team, vendor, names: '', reason: '', watchDays: '7', plannedFreezeAt: '', plannedRevokeAt: '', freeze: false })
  const [phase, setPhase] = useState<Phase>({ name: 'choose' })
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<ManyFields>): void => {
    setFields({ ...fields, ...part })
    // Another choice is another answer; a reason or a date is not.
    if (['kind', 'mode', 'team', 'vendor', 'names'].some((key) => key in part)) setPhase({ name: 'choose' })
  }
  const send = async (dryRun: boolean, picked: ReadonlySet<string> | null, bulkId: string | null): Promise<void> => {
    setBusy(true)
    const answer = await openManyAction({ ...bodyOf(fields, picked), dryRun, ...(bulkId === null ? {} : { bulkId }) }).catch(() => ({ ok: false as const, problem: LOST }))
    setBusy(false)
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    const opening = answer.value.rows.filter((row) => row.status === 'would_open').map((row) => row.subject.id)
    setPhase(dryRun ? { name: 'looked', answer: answer.value, picked: new Set(opening), bulkId: newBulkId() } : { name: 'opened', answer: answer.value })
  }
  const error = (path: string): string | undefined => errorAt(problem?.errors, path)
  return (
    <>
      {problem === null ? null : <div className="pb-3"><FormErrors title="Not all was done" message={problem.detail} errors={problem.errors} code={problem.code} /></div>}
      <form className="fields many" noValidate onSubmit={(event) => { event.preventDefault(); void send(true, null, null) }}>
        <div className="flex flex-wrap gap-4">
          <Segmented label="What ends" name="kind" value={fields.kind} onChange={(value) => change({ kind: value === 'agent' ? 'agent' : 'server' })} options={[{ value: 'server', label: 'Servers' }, { value: 'agent', label: 'Agents' }]} />
          <Segmented label="Which ones" name="mode" value={fields.mode} onChange={(value) => change({ mode: value as ManyMode })} options={[{ value: 'team', label: 'of a team' }, { value: 'vendor', label: 'of a vendor', disabled: fields.kind === 'agent', why: 'Agents have no vendor.' }, { value: 'names', label: 'by name' }]} />
        </div>
        <SelectionFields fields={fields} choices={choices} error={error} onChange={change} />
        {phase.name === 'opened' ? null : <div className="submit"><Button type="submit" kind={phase.name === 'choose' ? 'primary' : 'default'} pending={busy && phase.name === 'choose'}>{phase.name === 'choose' ? 'See what would be opened' : 'Look again'}</Button></div>}
      </form>
      {phase.name === 'looked' ? <Looked phase={phase} busy={busy} fields={fields} error={error} onChange={change} onPick={(picked) => setPhase({ ...phase, picked })} onOpen={() => void send(false, phase.picked, phase.bulkId)} /> : null}
      {phase.name === 'opened' ? <Opened answer={phase.answer} busy={busy} onAgain={() => void send(false, new Set(phase.answer.rows.map((row) => row.subject.id)), phase.answer.bulkId)} /> : null}
    </>
  )
}

const LOST: ShownProblem = { detail: 'The server did not answer. What was opened stays opened. Send it again as it is: nothing is opened twice.', code: 'unavailable', errors: [] }

function Looked({ phase, busy, fields, error, onChange, onPick, onOpen }: { phase: Extract<Phase, { name: 'looked' }>; busy: boolean; fields: ManyFields; error: (path: string) => string | undefined; onChange: (part: Partial<ManyFields>) => void; onPick: (picked: ReadonlySet<string>) => void; onOpen: () => void }) {
  const { answer: { rows }, picked } = phase
  const opening = rows.filter((row) => row.status === 'would_open')
  const others = rows.length - opening.length
  return (
    <>
      <Section title="What it would open" note={rows.length === 0 ? 'nothing fits' : `${counted(opening.length, 'case')}${others === 0 ? '' : `; ${others} under way or refused, left out`}`} ruled><AnswerTable rows={rows} picked={picked} onPick={onPick} /></Section>
      {opening.length === 0 ? null : (
        <Section title="Open them" note={`${counted(picked.size, 'case')}, with one reason`} ruled>
          <div className="fields many">
            <ReasonFields fields={fields} error={error} onChange={onChange} />
            <div className="submit"><Button kind="primary" pending={busy} disabled={picked.size === 0} onClick={onOpen}>{fields.freeze ? 'Open and freeze' : 'Open'} {counted(picked.size, 'case')}</Button>{busy ? <span className="soft" role="status">Opening one after the other…</span> : null}</div>
          </div>
        </Section>
      )}
    </>
  )
}

function Opened({ answer, busy, onAgain }: { answer: OpenManyAnswer; busy: boolean; onAgain: () => void }) {
  const opened = answer.rows.filter((row) => row.caseId !== null).length
  const refused = answer.rows.length - opened
  return (
    <Section title="What was opened" note={`${counted(opened, 'case')}${refused === 0 ? '' : `; ${refused} refused, each with its reason`}`} end={answer.bulkId === null ? undefined : <ButtonLink href={paths.offboarding({ bulk: answer.bulkId })} kind="primary">See them together</ButtonLink>} ruled>
      <AnswerTable rows={answer.rows} />
      {refused === 0 ? null : <div className="submit"><Button pending={busy} onClick={onAgain}>Send it again</Button><span className="why">What is open stays as it is; only what was refused is tried again.</span></div>}
    </Section>
  )
}
