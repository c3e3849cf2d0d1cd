'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import { goToProvider } from './go-to-provider'

/** Goes to the provider, and afterwards to `then`. */
export function SignOnButton({ name, then }: { name: string; then: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const go = async () => {
    setPending(true)
    setProblem(null)
    const left = await goToProvider(then).then(() => true, () => false)
    if (left) return
    setPending(false)
    setProblem('The server did not answer. Try again.')
  }
  return (
    <div className="fields">
      {problem === null ? null : <FormErrors title="Not signed in" message={problem} />}
      <div className="submit"><Button kind="primary" pending={pending} onClick={() => void go()}>Continue with {name}</Button></div>
    </div>
  )
}
