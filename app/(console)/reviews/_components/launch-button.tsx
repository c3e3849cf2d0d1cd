'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { launchAction } from '@/app/(console)/reviews/new/actions'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useToast } from '@/components/ui/toast'
import type { CampaignView } from '@/lib/reviews/model'
import { counted } from './review-words'

const EVERY_MS = 1_000

type Props = { id: string; items: number; people: number; launch: CampaignView['launch']; /** Why it cannot be launched; null = it can. */ why: string | null }

/** Launches a draft. How far it is stands with the campaign, which is asked for until it says so; it goes on when the page is left. */
export function LaunchButton({ id, items, people, launch, why }: Props) {
  const router = useRouter()
  const toast = useToast()
  /** Sent, after the launch that began then; null = not. */
  const [sent, setSent] = useState<string | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const underWay = launch !== null && launch.error === null
  // What failed after a while is said by the campaign itself; what it said before is no answer to this.
  const answered = launch !== null && launch.error !== null && launch.startedAt !== sent
  const waiting = underWay || (sent !== null && !answered)
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => router.refresh(), EVERY_MS)
    return () => clearInterval(timer)
  }, [waiting, router])
  const send = async (): Promise<void> => {
    setSent(launch?.startedAt ?? '')
    setFailed(null)
    const answer = await launchAction({ id }).catch(() => null)
    if (answer === null || !answer.ok) {
      setSent(null)
      return setFailed(answer === null ? 'The server did not answer. Look again before you launch it once more: it may be under way.' : answer.problem.detail)
    }
    if (answer.value.launched) toast(`Launched. ${counted(people, 'reviewer')} ${people === 1 ? 'is' : 'are'} told.`)
    router.refresh()
  }
  const said = failed ?? (waiting ? null : launch?.error ?? null)
  return (
    <div className="grid gap-3">
      {said === null ? null : <div role="alert"><Notice tone="error" title="It was not launched">{said}</Notice></div>}
      <div className="submit">
        <Button kind="primary" pending={waiting} disabled={why !== null} aria-describedby="launch-why" onClick={() => void send()}>Launch</Button>
        <span className="why" id="launch-why">{waiting ? null : why ?? `Freezes ${counted(items, 'item')} with their evidence as of now, and asks ${counted(people, 'person', 'people')}. It cannot be changed then.`}</span>
      </div>
      {waiting && !underWay ? <p role="status">The launch begins.</p> : null}
    </div>
  )
}
