'use client'

import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { useToast } from '@/components/ui/toast'
import { changePersonAction } from '@/app/(console)/people/actions'

export type LeaveButtonProps = { person: { id: string; name: string; active: boolean }; duties: { servers: readonly unknown[]; agents: readonly unknown[] }; self: boolean }

/** A person leaves, or comes back; the consequence is said before it happens. */
export function LeaveButton({ person, duties, self }: LeaveButtonProps) {
  const router = useRouter()
  const toast = useToast()
  const set = async (active: boolean) => {
    const answer = await changePersonAction({ id: person.id, change: { active } })
    toast(answer.ok ? (active ? 'Active again.' : 'Noted as left.') : answer.problem.detail, answer.ok ? 'ok' : 'error')
    router.refresh()
  }
  if (!person.active) return <Button onClick={() => void set(true)}>Make active again</Button>
  const owned = duties.servers.length === 0 && duties.agents.length === 0 ? 'Nothing is left without an owner.' : `${duties.servers.length} servers and ${duties.agents.length} agents keep this name until somebody takes them over.`
  return <ConfirmForm label="Has left" disabledReason={self ? 'Nobody deactivates themselves.' : undefined} confirmLabel="Note as left" consequence={`${person.name}’s sessions and tokens die at once. Grants and history stay on record. ${owned}`} action={() => set(false)} />
}
