'use client'

import { useState } from 'react'
import { LifecycleMark } from '@/components/domain/lifecycle'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { Empty } from '@/components/ui/empty'
import { TextField } from '@/components/ui/text-field'
import { TextLink } from '@/components/ui/text-link'
import { useToast } from '@/components/ui/toast'
import { changeTeamAction } from '@/app/(console)/teams/actions'
import { paths } from '@/lib/paths'

/** Adds somebody by e-mail; a refusal stands at the field and keeps what was typed. */
export function AddMember({ teamId }: { teamId: string }) {
  const [error, setError] = useState<string>()
  const [pending, setPending] = useState(false)
  const send = async (form: HTMLFormElement) => {
    setPending(true)
    const answer = await changeTeamAction({ id: teamId, add: [String(new FormData(form).get('email') ?? '')], remove: [] })
    setPending(false)
    setError(answer.ok ? undefined : (answer.problem.errors[0]?.message ?? answer.problem.detail))
    if (answer.ok) form.reset()
  }
  return (
    <form
      className="acts items-end"
      onSubmit={(event) => {
        event.preventDefault()
        void send(event.currentTarget)
      }}
    >
      <TextField label="Add a member, by e-mail" name="email" type="email" required error={error} />
      <Button type="submit" kind="primary" pending={pending}>Add</Button>
    </form>
  )
}

export type MemberTableProps = { team: { id: string; name: string; members: readonly { id: string; email: string; name: string; active: boolean }[] }; manages: boolean }

export function MemberTable({ team, manages }: MemberTableProps) {
  const toast = useToast()
  const remove = async (email: string) => {
    const answer = await changeTeamAction({ id: team.id, add: [], remove: [email] })
    toast(answer.ok ? 'No longer a member.' : answer.problem.detail, answer.ok ? 'ok' : 'error')
  }
  if (team.members.length === 0) return <Empty title="Nobody is in this team.">{manages ? 'Add somebody by e-mail above; until then a grant for the team covers nobody.' : 'Until somebody is, a grant for the team covers nobody.'}</Empty>
  return (
    <div className="scroll">
      <table className="t two flow">
        <thead><tr><th>Person</th><th>State</th>{manages ? <th><span className="vh">Remove</span></th> : null}</tr></thead>
        <tbody>
          {team.members.map((member) => (
            <tr key={member.id}>
              <td><TextLink href={paths.person(member.id)}>{member.name}</TextLink><span className="d2">{member.email}</span></td>
              <td><LifecycleMark state={member.active ? 'active' : 'left'} /></td>
              {manages ? <td><ConfirmForm label="Remove" confirmLabel="Remove now" consequence={`From now on, what ${member.name} does is not covered by grants for ${team.name}. What was done until now stays as it was judged.`} action={() => remove(member.email)} /></td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
