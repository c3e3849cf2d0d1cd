'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { rotateSecretAction } from '@/app/(console)/secrets/actions'
import { Button } from '@/components/ui/button'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextareaField, TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'

/** On one's name: by which reference it was rotated, and when. A refusal keeps what was typed. */
export function RotateForm({ id, server }: { id: string; server: string }) {
  const router = useRouter()
  const toast = useToast()
  const [done, setDone] = useState(0)
  const send = async (data: FormData) => {
    const text = (name: string): string => String(data.get(name) ?? '').trim()
    const when = text('rotatedAt')
    const answer = await rotateSecretAction({ id, reference: text('reference'), rotatedAt: when === '' ? null : `${when.slice(0, 16)}:00Z`, note: text('note') })
    if (!answer.ok) return answer.problem
    setDone(done + 1)
    toast(answer.value.recorded ? 'On record, in your name.' : 'This reference was on record already; nothing was changed.')
    router.refresh()
    return null
  }
  return (
    <SubmitForm key={done} noValidate send={send}>
      {({ pending, error }) => (
        <>
          <TextField label="Reference" name="reference" required maxLength={200} mono hint="The ticket, the change or the vault’s version. The same reference counts once." error={error('reference')} />
          <TextField label="When" name="rotatedAt" type="datetime-local" optional hint="In UTC. Empty means now; not before the last rotation." error={error('rotatedAt')} />
          <TextareaField label="Note" name="note" optional rows={2} maxLength={2000} error={error('note')} />
          <p className="sm soft">You say that the old value opens nothing on {server} any more. It is kept in the trail; no value is ever asked for or stored.</p>
          <div className="submit"><Button type="submit" kind="primary" pending={pending}>It was rotated</Button></div>
        </>
      )}
    </SubmitForm>
  )
}
