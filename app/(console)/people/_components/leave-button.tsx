'use client'

import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { useToast } from '@/components/ui/toast'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { LeftBehind } from '@/lib/views/people'
import { changePersonAction } from '@/app/(console)/people/actions'

export type LeaveButtonProps = { person: { id: string; name: string; active: boolean }; left: LeftBehind; self: boolean }

/** A person leaves, or comes back; the consequence is said before it happens. */
export function LeaveButton({ person, left, self }: LeaveButtonProps) {
  const router = useRouter()
  const toast = useToast()
  const set = async (active: boolean) => {
    const answer = await changePersonAction({ id: person.id, change: { active } })
    toast(answer.ok ? (active ? 'Active again.' : 'Noted as left.') : answer.problem.detail, answer.ok ? 'ok' : 'error')
    router.refresh()
  }
  if (!person.active) return <Button onClick={() => void set(true)}>Make active again</Button>
  return <ConfirmForm label="Has left" disabledReason={self ? 'Nobody deactivates themselves.' : undefined} confirmLabel="Note as left" consequence={<><span className="block">{person.name}’s sessions and tokens die at once{left.standIns.length === 0 ? '' : `, and with them the stand-ins: ${left.standIns.join(', ')}`}. Grants and history stay on record.</span><Behind left={left} /></>} action={() => set(false)} />
}

/** More would push the button out of sight; the rest stands on the page under "Answers for". */
const SHOWN = 8

/** What nobody would answer for any more, with a way to each, before the button acts. */
function Behind({ left: { servers, agents, reports } }: { left: LeftBehind }) {
  const lines = [
    ...servers.map(({ slug, as, backup }) => ({ key: slug, href: paths.editServer(slug), name: slug, says: as === 'owner' ? (backup ? 'owner; the backup owner decides meanwhile' : 'owner; nobody else decides its requests but their manager') : 'backup owner' })),
    ...agents.map(({ id, name }) => ({ key: id, href: paths.agent(id), name, says: 'sponsor; its new requests are blocked until it has another' })),
  ]
  if (lines.length === 0) return <span className="block">{reports === 0 ? 'Nothing is left without anybody to answer for it.' : `${counted(reports, 'person', 'people')} would have a manager who has left.`}</span>
  return (
    <span className="block pt-2" role="list" aria-label="Left behind">
      <b className="block">Left behind: {[...(servers.length === 0 ? [] : [counted(servers.length, 'server', 'servers')]), ...(agents.length === 0 ? [] : [counted(agents.length, 'agent', 'agents')])].join(' and ')}</b>
      {lines.slice(0, SHOWN).map((line) => <span key={line.key} className="block py-1" role="listitem"><TextLink href={line.href}>{line.name}</TextLink> <span className="soft">{line.says}</span></span>)}
      {lines.length > SHOWN ? <span className="block soft">and {lines.length - SHOWN} more, under “Answers for”</span> : null}
      {reports === 0 ? null : <span className="block soft">{counted(reports, 'person', 'people')} would have a manager who has left.</span>}
    </span>
  )
}

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
