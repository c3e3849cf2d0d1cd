'use client'

import { signIn } from 'next-auth/react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'

/**
 * Sends a form to one of the sign-in providers and goes on to `then`; a refusal is shown above the form, which keeps what was
 * typed. A full page load follows, because everything on the screen depends on who looks.
 */
export function SignInForm({ provider, then, hidden = {}, submit, children }: { provider: 'password' | 'link' | 'setup'; then: string; hidden?: Record<string, string>; submit: string; children?: ReactNode }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const send = async (form: HTMLFormElement) => {
    setPending(true)
    setProblem(null)
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    const answer = await signIn(provider, { ...hidden, ...fields, redirect: false, callbackUrl: then }).catch(() => undefined)
    if (answer?.ok === true && !answer.error) {
      window.location.assign(then)
      return
    }
    setPending(false)
    setProblem(answer?.error ?? 'The server did not answer. What you typed is still here; try again.')
  }
  return (
    <form
      // Sent before the script is there, a password must not end up in the address.
      method="post" className="fields" noValidate={false}
      onSubmit={(event) => {
        event.preventDefault()
        void send(event.currentTarget)
      }}
    >
      {problem === null ? null : <FormErrors title="Not signed in" message={problem} />}
      {children}
      <div className="submit"><Button type="submit" kind="primary" pending={pending}>{submit}</Button></div>
    </form>
  )
}
