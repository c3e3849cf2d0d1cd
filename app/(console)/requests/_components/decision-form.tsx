'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { decideAction } from '@/app/(console)/requests/actions'
import { ContentDiff } from '@/components/domain/content-diff'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Segmented, type SegmentOption } from '@/components/ui/segmented'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import type { RequestKind } from '@/lib/requests/state'
import type { ContentView } from '@/lib/requests/model'
import { NarrowEditor } from './narrow-editor'
import { type NarrowForm, narrowedOf, narrowFormOf } from './narrow-model'

type Answer = 'approve' | 'narrow' | 'deny'
type Version = { revision: number; content: ContentView }

const OPTIONS: readonly SegmentOption[] = [{ value: 'approve', label: 'Approve' }, { value: 'narrow', label: 'Narrow and approve' }, { value: 'deny', label: 'Deny' }]
const AFTERWARDS: readonly SegmentOption[] = [{ value: 'approve', label: 'It was justified' }, { value: 'deny', label: 'It was not: revoke it now' }]

const SEND: Record<Answer, string> = { approve: 'Approve', narrow: 'Approve as narrowed', deny: 'Deny' }

type Props = {
  id: string; kind: RequestKind
  now: Version
  /** High warnings stand, so that saying yes needs a reason. */
  warned: boolean
}

/** The answer of somebody who holds a step: in place, with the consequence in words, and for exactly the revision that was looked at. */
export function DecisionForm({ id, kind, now, warned }: Props) {
  const [seen, setSeen] = useState(now)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [narrow, setNarrow] = useState<NarrowForm>(() => narrowFormOf(now.content))
  const router = useRouter()
  const toast = useToast()
  const stale = now.revision !== seen.revision
  const send = async (data: FormData) => {
    if (answer === null) return { detail: 'Choose an answer first.', code: 'invalid_input', errors: [] }
    const narrowed = answer === 'narrow' ? narrowedOf(narrow, seen.content) : null
    if (answer === 'narrow' && narrowed === null) return { detail: 'Nothing is narrowed yet. Take something away, or approve it as it is.', code: 'invalid_input', errors: [] }
    const reason = String(data.get('reason') ?? '').trim()
    const reply = await decideAction({ id, decision: { answer: answer === 'deny' ? 'deny' : 'approve', revision: seen.revision, ...(reason === '' ? {} : { reason }), ...(narrowed === null ? {} : { narrowed }) } })
    // Whatever it was, the page may say something new: the next step, or what changed meanwhile.
    router.refresh()
    if (!reply.ok) return { ...reply.problem, errors: reply.problem.errors.map((error) => ({ ...error, path: error.path.replace(/^decision\./, '') })) }
    toast(answer === 'deny' ? 'Denied. The requester is told why.' : 'Your answer counts.')
    return null
  }
  const mustSay = answer === 'deny' || warned
  return (
    <div className="judge">
      {stale ? <Changed from={seen} to={now} onSeen={() => { setSeen(now); setNarrow(narrowFormOf(now.content)) }} /> : null}
      <SubmitForm noValidate send={send}>
        {({ pending, error }) => (
          <>
            <Segmented label="Your answer" name="answer" answer options={kind === 'break_glass' ? AFTERWARDS : OPTIONS} value={answer ?? ''} onChange={(value) => setAnswer(value === 'deny' ? 'deny' : value === 'narrow' ? 'narrow' : 'approve')} />
            {answer === null ? null : <p className="say">{consequence(kind, answer)}</p>}
            {answer === 'narrow' ? <NarrowEditor form={narrow} content={seen.content} onChange={(change) => setNarrow((before) => ({ ...before, ...change }))} error={error} /> : null}
            {answer === null ? null : (
              <>
                <TextareaField label="Reason" name="reason" rows={2} maxLength={2000} required={mustSay} optional={!mustSay} hint={hintOf(answer, warned)} error={error('reason')} />
                <div className="submit"><Button type="submit" kind={answer === 'deny' ? 'danger' : 'primary'} pending={pending} disabled={stale}>{kind === 'break_glass' ? (answer === 'deny' ? 'Revoke it now' : 'Justified') : SEND[answer]}</Button>{stale ? <span className="why">Look at what changed first.</span> : null}</div>
              </>
            )}
          </>
        )}
      </SubmitForm>
    </div>
  )
}

function hintOf(answer: Answer, warned: boolean): string {
  if (answer === 'deny') return 'The requester reads it; it stays with the request for ever.'
  return warned ? 'Needed, because a high warning stands above: say why it may be so all the same.' : 'Kept with the request for ever.'
}

function consequence(kind: RequestKind, answer: Answer): string {
  if (kind === 'break_glass') return answer === 'deny' ? 'The grant is revoked at once, and its use stays an open finding.' : 'Two reviewers say so; the grant ends by itself all the same.'
  if (answer === 'deny') return 'It ends here for everybody. They may ask again.'
  return answer === 'narrow' ? 'Only what is left below is approved, by you and by whoever comes after you.' : 'It counts for your step; the grant begins when every step has its answers.'
}

function Changed({ from, to, onSeen }: { from: Version; to: Version; onSeen: () => void }) {
  return (
    <div className="pb-3" role="status">
      <Notice tone="warn" title={`The request changed while you looked: this is revision ${to.revision}, you saw ${from.revision}`} action={<Button onClick={onSeen}>I have seen it</Button>}>
        <ContentDiff label="What changed meanwhile" before={from.content} after={to.content} />
      </Notice>
    </div>
  )
}
