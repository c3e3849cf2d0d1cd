import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { listSessions } from '@/lib/auth/queries'
import { requireActor } from '@/lib/auth/session'
import { SessionTable } from '@/app/(console)/settings/_components/session-table'

export const metadata: Metadata = { title: 'Your sessions' }

export default async function SessionsPage() {
  const actor = await requireActor()
  const now = new Date()
  return (
    <>
      <PageHead title="Your sessions">Browsers in which you are signed in. Ending one signs it out at its next request.</PageHead>
      <SessionTable sessions={await listSessions(actor, now)} currentId={actor.sessionId} now={now.toISOString()} />
    </>
  )
}
