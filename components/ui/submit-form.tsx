'use client'

import { type ReactNode, useState } from 'react'
import { errorAt, type FormError, FormErrors } from './form-errors'

/** What was refused, as the boundary says it. */
export type ShownProblem = { detail: string; code: string; errors: readonly FormError[] }

const UNANSWERED: ShownProblem = { detail: 'The server did not answer. What you typed is still here; try again.', code: 'unavailable', errors: [] }

export type SubmitState = { pending: boolean; /** The message for one field. */ error: (path: string) => string | undefined }

/**
 * A form that is sent by script: `send` answers the refusal, or null when it worked. A refusal stands above the fields, takes the
 * focus, and leaves what was typed as it is.
 */
export function SubmitForm({ send, noValidate = false, children }: { /** Leaves all judging to the server. */ noValidate?: boolean; send: (data: FormData, form: HTMLFormElement) => Promise<ShownProblem | null>; children: (state: SubmitState) => ReactNode }) {
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (form: HTMLFormElement) => {
    setPending(true)
    const refused = await send(new FormData(form), form).catch(() => UNANSWERED)
    setProblem(refused)
    setPending(false)
  }
  return (
    <form
      // Sent before the script is there, a password must not end up in the address.
      method="post" className="fields" noValidate={noValidate}
      onSubmit={(event) => {
        event.preventDefault()
        void submit(event.currentTarget)
      }}
    >
      {problem === null ? null : <FormErrors message={problem.detail} errors={problem.errors} code={problem.code} />}
      {children({ pending, error: (path) => errorAt(problem?.errors, path) })}
    </form>
  )
}
