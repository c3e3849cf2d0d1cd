'use client'

import { useState } from 'react'
import { goToProvider } from '@/app/(auth)/_components/go-to-provider'
import { startTrialAction } from '@/app/(console)/settings/sign-on/actions'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import { paths } from '@/lib/paths'

/** Goes to the provider and comes back to this page with what it said. The session stays as it is. */
export function TryButton() {
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const go = async () => {
    setPending(true)
    setProblem(null)
    const started = await startTrialAction(undefined)
    if (started.ok) await goToProvider(paths.signOn({ trial: started.value.id }))
    else {
      setPending(false)
      setProblem(started.problem.detail)
    }
  }
  return (
    <div className="fields">
      {problem === null ? null : <FormErrors title="The provider cannot be used" message={problem} />}
      <div className="submit"><Button kind="primary" pending={pending} onClick={() => void go().catch(() => { setPending(false); setProblem('The server did not answer. Try again.') })}>Test the sign-on</Button></div>
    </div>
  )
}
