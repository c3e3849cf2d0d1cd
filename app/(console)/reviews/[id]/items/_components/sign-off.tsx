'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { signOffAction } from '@/app/(console)/reviews/[id]/items/actions'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { Count } from '@/lib/reviews/model'
import { useDesk } from './desk-context'
import { counted } from './words'

/** "These are my answers." Only when all are given and saved; what is missing is said, with the way to it. */
export function SignOff({ campaignId, mine }: { campaignId: string; mine: Count & { signedOffAt: string | null } }) {
  const { delta, gone, saving, failed } = useDesk()
  const router = useRouter()
  const [pending, start] = useTransition()
  const [problem, setProblem] = useState<string | null>(null)
  const total = mine.total - (gone.critical + gone.high + gone.medium + gone.low)
  const decided = Math.max(0, Math.min(total, mine.decided + delta.critical + delta.high + delta.medium + delta.low))
  const left = total - decided
  const missing = failed > 0 ? `${counted(failed, 'answer')} could not be saved: retry or drop ${failed === 1 ? 'it' : 'them'} in the row.` : left > 0 ? `${counted(left, 'item')} of yours ${left === 1 ? 'is' : 'are'} not answered yet.` : saving > 0 ? 'Saving…' : null
  const send = () => start(async () => {
    const answer = await signOffAction({ campaignId })
    setProblem(answer.ok ? null : answer.problem.detail)
    router.refresh()
  })
  return (
    <>
      <Button kind={mine.signedOffAt === null ? 'primary' : 'default'} pending={pending} disabled={missing !== null || mine.signedOffAt !== null} aria-describedby="sign-off-why" onClick={send}>
        {mine.signedOffAt === null ? `Sign off ${counted(decided, 'decision')}` : 'Signed off'}
      </Button>
      <p className="why sign-why" id="sign-off-why">
        {problem !== null ? <span className="text-critical" role="alert">{problem}</span>
          : mine.signedOffAt !== null ? <>on <Time iso={mine.signedOffAt} />; changing an answer takes it back</>
          : missing === null ? 'All answered. Answers can be changed until the stage closes.'
          : left > 0 && failed === 0 ? <>{missing} <a className="l" href={paths.reviewItems(campaignId, { view: 'undecided' })}>Show {left === 1 ? 'it' : 'them'}</a></> : missing}
      </p>
    </>
  )
}
