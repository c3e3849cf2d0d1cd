import type { ReactNode } from 'react'
import { ContentDiff } from '@/components/domain/content-diff'
import { standingText, STEP_NAME } from '@/components/domain/request-words'
import { Disclosure } from '@/components/ui/disclosure'
import { Time } from '@/components/ui/time'
import type { DecisionView, RequestView, RevisionView } from '@/lib/requests/model'

type Entry = { at: string; key: string; body: ReactNode }

/** Everything that was said of a request, in order: revisions with what each changed, answers with their reasons, and its end. */
export function RequestHistory({ request }: { request: RequestView }) {
  const entries: Entry[] = [
    ...request.revisions.map((revision, place): Entry => ({ at: revision.at, key: `r${revision.number}`, body: <Revision revision={revision} before={request.revisions[place - 1]} name={revision.by} /> })),
    ...request.decisions.map((decision): Entry => ({ at: decision.at, key: decision.id, body: <Decision decision={decision} revised={request.revisions.length > 1} /> })),
    ...(request.closedAt === null ? [] : [{ at: request.closedAt, key: 'closed', body: <Closed request={request} name={request.closedBy} /> }]),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return (
    <ol className="timeline" aria-label="Answers and changes">
      {entries.map((entry) => <li key={entry.key}><span className="mute sm nw"><Time iso={entry.at} /></span><div className="min-w-0">{entry.body}</div></li>)}
    </ol>
  )
}

const CHANGE: Record<RevisionView['change'], string> = { submitted: 'asked', edited: 'changed it; earlier answers are void', narrowed: 'narrowed it' }

function Revision({ revision, before, name }: { revision: RevisionView; before: RevisionView | undefined; name: string }) {
  return (
    <>
      <p><b>{name}</b> {CHANGE[revision.change]}{before === undefined ? null : <span className="mute"> revision {revision.number}</span>}</p>
      {before === undefined ? null : <Disclosure summary="What changed"><ContentDiff label={`Revision ${before.number} against ${revision.number}`} before={before.content} after={revision.content} /></Disclosure>}
    </>
  )
}

/** `revised`: it has not always said the same, so what was answered to is named. */
function Decision({ decision, revised }: { decision: DecisionView; revised: boolean }) {
  return (
    <>
      <p><b>{decision.person.name}</b> said {decision.answer === 'approve' ? (decision.narrowedTo === null ? 'yes' : 'yes, narrowed') : 'no'}, {standingText(decision)}{decision.standing === 'bootstrap' ? `, for ${STEP_NAME[decision.step].toLowerCase()}` : ''}{revised ? <span className="mute"> revision {decision.revision}</span> : null}</p>
      {decision.reason === null ? null : <p className="say whitespace-pre-wrap">{decision.reason}</p>}
      {decision.counts ? null : <p className="sm mute">It does not count any more: the request was changed since, or they may not decide it now.</p>}
    </>
  )
}

function Closed({ request, name }: { request: RequestView; name: string | null }) {
  const words = { approved: 'Approved by all who had to', denied: 'Denied', withdrawn: 'Withdrawn', lapsed: 'Lapsed, unanswered', draft: '', pending: '' }[request.state]
  return <><p><b>{words}</b>{name === null || request.state === 'approved' || request.state === 'lapsed' ? '' : ` by ${name}`}</p>{request.closeReason === null || request.state === 'denied' ? null : <p className="say whitespace-pre-wrap">{request.closeReason}</p>}</>
}
