'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { attestAction } from '@/app/(console)/lifecycle/actions'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import { useToast } from '@/components/ui/toast'

/** "It is still mine": one press, since it takes nothing from anybody and the trail keeps it. */
export function AttestButton({ kind, subject, name, primary = false }: { kind: 'server' | 'agent'; subject: string; name: string; primary?: boolean }) {
  const router = useRouter()
  const toast = useToast()
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const send = async (): Promise<void> => {
    setPending(true)
    const answer = await attestAction({ kind, subject })
    setPending(false)
    setProblem(answer.ok ? null : answer.problem.detail)
    if (!answer.ok) return
    toast(`Attested: ${name} is still yours.`)
    router.refresh()
  }
  return (
    <>
      {problem === null ? null : <FormErrors title="Nothing was attested" message={problem} />}
      <Button kind={primary ? 'primary' : 'default'} pending={pending} onClick={() => void send()}>Attest<span className="vh"> that {name} is still yours</span></Button>
    </>
  )
}
