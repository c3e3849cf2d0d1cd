'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { BulkComposition, compositionText } from './bulk-composition'
import { type Bulk, type BulkAnswer, type Chosen, useBulk } from './use-bulk'
import { ANSWER_WORDS, counted, type Kind } from './words'

type Props = {
  campaignId: string; kind: Kind; chosen: Chosen
  /** What was chosen, in words: "all of yours", "12 selected". */
  what: string
  /** Something was picked by hand, which can be let go. */
  onClear: (() => void) | null
  /** Everything that fits the filter, whether loaded or not; null = it is chosen already. */
  selectAll: { count: number; go: () => void } | null
  onShow: (ids: string[], what: string) => void
  onDone: () => void
}

const ANSWERS: readonly BulkAnswer[] = ['keep', 'revoke', 'abstain']

/** One answer to many, which always says what it leaves out, and never applies at once. */
export function BulkBar({ campaignId, kind, chosen, what, onClear, selectAll, onShow, onDone }: Props) {
  const [answer, setAnswer] = useState<BulkAnswer>('keep')
  const [open, setOpen] = useState<'composition' | 'reason' | null>(null)
  const bulk = useBulk(campaignId, answer, chosen, onDone)
  const { plan, running } = bulk
  const box = useRef<HTMLElement>(null)
  const busy = running !== null
  // The form that was sent is gone; whoever used the keyboard stays where the progress is told.
  useEffect(() => {
    if (busy) box.current?.focus({ preventScroll: true })
  }, [busy])
  const left = plan?.left.filter((one) => one.why !== 'answered' && one.why !== 'not_yours') ?? []
  const leftIds = left.flatMap((one) => one.ids)
  const leftCount = left.reduce((sum, one) => sum + one.count, 0)
  const verb = ANSWER_WORDS[kind][answer]
  // With nothing picked it is an offer, made only where there is something to take.
  if (onClear === null && open === null && running === null && bulk.finished === null && bulk.problem === null && (plan === null || plan.answerable === 0)) return null
  return (
    <section ref={box} tabIndex={-1} className="bulk" aria-label="Answer many">
      <div className="bulk-line">
        <p>
          <b>{plan === null ? 'Looking…' : plan.sentence.replace(/\.$/, '')}</b><br />
          {plan === null ? '' : `${what}: ${compositionText(plan)}`}
        </p>
        <div className="acts">
          {leftCount === 0 ? null : <Button onClick={() => onShow(leftIds, 'left out of a bulk answer')}>Show the {leftCount.toLocaleString('en-US')}</Button>}
          <Button aria-expanded={open === 'composition'} disabled={plan === null} onClick={() => setOpen(open === 'composition' ? null : 'composition')}>Composition</Button>
          {selectAll === null ? null : <Button onClick={selectAll.go}>Select all {selectAll.count.toLocaleString('en-US')}</Button>}
          {onClear === null ? null : <Button onClick={onClear}>Clear selection</Button>}
          {running === null ? <Button kind={open === 'reason' ? 'default' : 'primary'} aria-expanded={open === 'reason'} disabled={plan === null} onClick={() => setOpen(open === 'reason' ? null : 'reason')}>{open === 'reason' ? 'Not now' : plan === null || plan.answerable > 0 ? `${verb} ${(plan?.answerable ?? 0).toLocaleString('en-US')}…` : 'Another answer…'}</Button> : null}
        </div>
      </div>
      {open === 'composition' && plan !== null ? <BulkComposition plan={plan} onShow={onShow} /> : null}
      {open === 'reason' && running === null ? <ReasonForm bulk={bulk} kind={kind} answer={answer} onAnswer={setAnswer} onDone={() => setOpen(null)} /> : null}
      <Progress bulk={bulk} />
    </section>
  )
}

function ReasonForm({ bulk, kind, answer, onAnswer, onDone }: { bulk: Bulk; kind: Kind; answer: BulkAnswer; onAnswer: (answer: BulkAnswer) => void; onDone: () => void }) {
  const [missing, setMissing] = useState(false)
  const count = bulk.plan?.answerable ?? 0
  return (
    <form
      className="bulk-form" noValidate aria-label="One reason for all"
      onSubmit={(event) => {
        event.preventDefault()
        const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
        setMissing(reason === '')
        if (reason !== '') void bulk.run(reason).then(onDone)
      }}
    >
      <Segmented label="Answer" name="bulk-answer" answer options={ANSWERS.map((value) => ({ value, label: ANSWER_WORDS[kind][value] }))} value={answer} onChange={(value) => onAnswer(ANSWERS.find((one) => one === value) ?? 'keep')} />
      <Field label={`One reason for all ${counted(count, 'item')}`} error={missing ? 'Say why; it stands in the evidence with each of them.' : undefined}>{(control) => <Input {...control} name="reason" maxLength={2000} autoComplete="off" />}</Field>
      <Button type="submit" kind="primary" disabled={count === 0}>{ANSWER_WORDS[kind][answer]} {count.toLocaleString('en-US')}{(bulk.plan?.batches ?? 1) > 1 ? `, in ${bulk.plan?.batches.toLocaleString('en-US')} batches` : ''}</Button>
    </form>
  )
}

function Progress({ bulk: { running, finished, problem, stop } }: { bulk: Bulk }) {
  return (
    <div role="status" className="bulk-status">
      {running === null ? null : (
        <>
          <span>{running.done.toLocaleString('en-US')} of {running.total.toLocaleString('en-US')} answered; batch {running.batch} of {running.batches}.</span>
          <Button onClick={stop} pending={running.stopping}>{running.stopping ? 'Stopping after this batch' : 'Stop'}</Button>
        </>
      )}
      {finished === null || running !== null ? null : <span>{counted(finished, 'item')} answered. Each can be changed in its row until the stage closes.</span>}
      {problem === null ? null : <span className="text-critical">{problem}</span>}
    </div>
  )
}
