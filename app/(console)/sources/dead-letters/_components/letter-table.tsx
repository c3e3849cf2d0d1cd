'use client'

import { useRouter } from 'next/navigation'
import { discardLettersAction, retryLettersAction } from '@/app/(console)/sources/actions'
import { LifecycleMark } from '@/components/domain/lifecycle'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { Disclosure } from '@/components/ui/disclosure'
import { TextLink } from '@/components/ui/text-link'
import { Time, ZoneName } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import type { DeadLetterView } from '@/lib/activity/queries/dead-letters'
import { paths } from '@/lib/paths'

type Chosen = { ids?: string[]; source?: string; code?: string }

/** Refused records, each with its reason and masked text. */
export function LetterTable({ letters, filter }: { letters: readonly DeadLetterView[]; filter: { source?: string; code?: string } }) {
  const router = useRouter()
  const toast = useToast()
  const retry = async (chosen: Chosen) => {
    const answer = await retryLettersAction(chosen)
    toast(answer.ok ? `Tried ${answer.value.examined}: ${answer.value.accepted} accepted, ${answer.value.duplicates} duplicates, ${answer.value.rejected} still refused.` : answer.problem.detail, answer.ok ? 'ok' : 'error')
    router.refresh()
  }
  const discard = async (chosen: Chosen) => {
    const answer = await discardLettersAction(chosen)
    toast(answer.ok ? `${answer.value.discarded} discarded.` : answer.problem.detail, answer.ok ? 'ok' : 'error')
    router.refresh()
  }
  const open = letters.filter((letter) => letter.status === 'open').map((letter) => letter.id)
  const all: Chosen = filter.source === undefined && filter.code === undefined ? { ids: open } : { ...(filter.source === undefined ? {} : { source: filter.source }), ...(filter.code === undefined ? {} : { code: filter.code }) }
  return (
    <>
      {open.length === 0 ? null : (
        <div className="acts pb-3">
          <Button onClick={() => void retry(all)}>Try these again</Button>
          <ConfirmForm label="Discard these" confirmLabel="Discard" consequence="They stay on record as discarded and no longer stand for a gap in the evidence." action={() => discard(all)} />
        </div>
      )}
      <table className="t two flow" aria-label="Dead letters">
        <thead><tr><th>Received, <ZoneName /></th><th>Source</th><th>Reason</th><th>State</th><th>Record, masked</th></tr></thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.id}>
              <td className="nw"><Time iso={letter.receivedAt} format="second" /></td>
              <td><TextLink href={paths.source(letter.source)}>{letter.source}</TextLink><span className="d2">{letter.format}</span></td>
              <td>{letter.message}<span className="d2">{letter.code.replaceAll('_', ' ')}</span></td>
              <td className="nw"><LifecycleMark state={letter.status} />{letter.eventId === null ? null : <span className="d2"><TextLink href={paths.event(letter.eventId)}>its event</TextLink></span>}</td>
              <td className="full"><Disclosure summary="Show"><pre className="code wrap">{letter.body}</pre></Disclosure>{letter.status === 'open' ? <Button small onClick={() => void retry({ ids: [letter.id] })}>Try again</Button> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
