'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { setSponsorAction } from '@/app/(console)/agents/actions'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { Notice } from '@/components/ui/notice'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import type { Successor } from '@/lib/views/agent-care'

type Props = { id: string; name: string; sponsor: string; waiting: number; successors: readonly Successor[]; mayChange: boolean }

const OTHER = 'somebody else'

/** Nobody answers for this agent: what follows from it, and the one step that mends it. */
export function SponsorLeft({ id, name, sponsor, waiting, successors, mayChange }: Props) {
  return (
    <div className="pb-4">
      <Notice tone="warn" title={`${sponsor}, who sponsored ${name}, has left`}>
        <p>New requests are blocked until it has a sponsor. Its grants stay in force, and it is an open finding.{waiting === 0 ? '' : ` ${waiting === 1 ? 'One request waits' : `${waiting} requests wait`} meanwhile; whoever becomes its sponsor cannot decide ${waiting === 1 ? 'it' : 'them'}.`}{mayChange ? '' : ' An administrator or a security reviewer gives it another.'}</p>
        {mayChange ? <div className="pt-3"><SponsorForm id={id} successors={successors} /></div> : null}
      </Notice>
    </div>
  )
}

function SponsorForm({ id, successors }: { id: string; successors: readonly Successor[] }) {
  const router = useRouter()
  const toast = useToast()
  const [chosen, setChosen] = useState(successors[0]?.email ?? OTHER)
  const send = async (data: FormData) => {
    const answer = await setSponsorAction({ id, sponsorEmail: chosen === OTHER ? String(data.get('sponsorEmail') ?? '').trim() : chosen })
    if (!answer.ok) return answer.problem
    toast(`${answer.value.name} answers for it from now on.`)
    router.refresh()
    return null
  }
  return (
    <SubmitForm noValidate send={send}>
      {({ pending, error }) => (
        <>
          {successors.length === 0 ? null : <RadioGroup legend="Who answers for it from now on" name="successor" value={chosen} onChange={setChosen} options={[...successors.map((one) => ({ value: one.email, label: one.name, hint: one.why })), { value: OTHER, label: 'Somebody else' }]} />}
          {chosen === OTHER ? <TextField label="New sponsor’s e-mail" name="sponsorEmail" type="email" required error={error('sponsorEmail')} /> : null}
          <div className="submit"><Button type="submit" kind="primary" pending={pending}>Make them the sponsor</Button></div>
        </>
      )}
    </SubmitForm>
  )
}
