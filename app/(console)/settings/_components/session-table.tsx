'use client'

import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { Ago, Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { endSessionAction } from '@/app/(console)/settings/actions'

export type SessionRow = { id: string; createdAt: string; lastSeenAt: string; expiresAt: string; method: string; userAgent: string | null }

export function SessionTable({ sessions, currentId, now }: { sessions: readonly SessionRow[]; currentId: string; now: string }) {
  const toast = useToast()
  const end = async (id: string | null) => {
    const answer = await endSessionAction(id)
    if (!answer.ok) return toast(answer.problem.detail, 'error')
    if (id === null || id === currentId) window.location.assign('/sign-in')
    else toast('The session has ended.')
  }
  return (
    <>
      <div className="scroll">
        <table className="t two flow">
          <thead><tr><th>Browser</th><th>Signed in</th><th>Last used</th><th>Ends</th><th><span className="vh">End</span></th></tr></thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <td>{session.userAgent ?? 'Unknown browser'}<span className="d2">by {session.method}{session.id === currentId ? ', this one' : ''}</span></td>
                <td className="nw"><Time iso={session.createdAt} /></td>
                <td className="nw"><Ago iso={session.lastSeenAt} now={now} /></td>
                <td className="nw"><Time iso={session.expiresAt} /></td>
                <td><Button small onClick={() => void end(session.id)}>End</Button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="submit"><ConfirmForm label="Sign out everywhere" consequence="Every browser you are signed in with, this one too, is signed out at its next request." action={() => end(null)} /></div>
    </>
  )
}
