'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { endStandInAction } from '@/app/(console)/settings/stand-ins/actions'
import { Mark } from '@/components/domain/verdict'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { FormErrors } from '@/components/ui/form-errors'
import { TextField } from '@/components/ui/text-field'
import { Time } from '@/components/ui/time'
import type { DelegationView } from '@/lib/people/queries/delegations'

type Props = { label: string; rows: readonly DelegationView[]; /** Whose name each row leads with. */ lead: 'person' | 'delegate'; mayEnd: boolean }

/** Stand-ins with their dates, their state in words, and their end. */
export function StandInTable({ label, rows, lead, mayEnd }: Props) {
  return (
    <div className="scroll">
      <table className="t two flow" aria-label={label}>
        <thead><tr><th scope="col">{lead === 'person' ? 'For' : 'Who stands in'}</th>{lead === 'person' ? <th scope="col">Stands in</th> : null}<th scope="col">From</th><th scope="col">Until</th><th scope="col">State</th><th scope="col"><span className="vh">End it</span></th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="full"><b>{row[lead].name}</b><span className="d2">{row[lead].email}</span></td>
              {lead === 'person' ? <td className="full" data-l="by">{row.delegate.name}<span className="d2">{row.delegate.email}</span></td> : null}
              <td className="nw" data-l="from"><Time iso={row.from} /></td>
              <td className="nw end" data-l="until"><Time iso={row.endedAt ?? row.to} /></td>
              <td className="full"><StateMark row={row} /><span className="d2">{row.reason === null ? '' : `${row.reason}; `}set by {row.createdBy.name}</span></td>
              <td className="full">{mayEnd && row.state !== 'over' ? <EndIt row={row} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function StateMark({ row }: { row: DelegationView }) {
  if (row.state === 'in_force') return <Mark glyph="ok" tone="ok">in force</Mark>
  return row.state === 'ahead' ? <Mark glyph="wait">ahead</Mark> : <Mark glyph="none">{row.endedAt === null ? 'over' : 'ended early'}</Mark>
}

function EndIt({ row }: { row: DelegationView }) {
  const router = useRouter()
  const [problem, setProblem] = useState<string | null>(null)
  const end = async (data: FormData): Promise<void> => {
    const reason = String(data.get('reason') ?? '').trim()
    const answer = await endStandInAction({ id: row.id, ...(reason === '' ? {} : { reason }) })
    setProblem(answer.ok ? null : answer.problem.detail)
    if (answer.ok) router.refresh()
  }
  return (
    <>
      {problem === null ? null : <FormErrors title="It was not ended" message={problem} />}
      <ConfirmForm label="End…" confirmLabel="End it now" consequence={`${row.delegate.name} answers nothing for ${row.person.name} from now on. What was answered stays. The other is told.`} action={end}>
        <TextField label="Reason" name="reason" optional maxLength={500} />
      </ConfirmForm>
    </>
  )
}
