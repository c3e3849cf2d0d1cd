'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { CampaignView } from '@/lib/reviews/model'

const EVERY_MS = 1_000

const PHASES: Readonly<Record<string, string>> = { starting: 'Looking at what is in its scope', evidence: 'Gathering what was used', reviewers: 'Finding who is asked', writing: 'Writing it down' }

/** How far a launch has come; looks again each second until it is over. */
export function LaunchProgress({ launch }: { launch: NonNullable<CampaignView['launch']> }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), EVERY_MS)
    return () => clearInterval(timer)
  }, [router])
  const { done, total, phase } = launch
  const share = total === 0 ? 0 : Math.round((done / total) * 100)
  return (
    <div className="launching">
      <p className="say">{total === 0 ? 'The launch has begun.' : `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} items.`} {PHASES[phase] ?? phase}.</p>
      <div role="progressbar" aria-label="Launching" aria-valuemin={0} aria-valuemax={100} aria-valuenow={share}><i style={{ width: `${share}%` }} /></div>
      <p className="soft">Items are frozen as they stand at one moment, all or none. You may leave this page; nobody is told before it is done.</p>
    </div>
  )
}
