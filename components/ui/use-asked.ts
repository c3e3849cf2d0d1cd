'use client'

import { useEffect, useState } from 'react'

const WAIT_MS = 300

export type Asked<Answer> = { answer: Answer | null; asking: boolean; failed: string | null }

type Ask<Question, Answer> = (question: Question) => Promise<{ ok: true; value: Answer } | { ok: false; problem: { detail: string } }>

/**
 * Asks the server anew a moment after the question has last changed; null = there is nothing that can be asked. The last answer stays
 * while the next is under way, and one that was overtaken is dropped. `ask` is a server action, the same at every call.
 */
export function useAsked<Question, Answer>(question: Question | null, ask: Ask<Question, Answer>): Asked<Answer> {
  const [state, setState] = useState<Asked<Answer>>({ answer: null, asking: false, failed: null })
  const said = JSON.stringify(question)
  useEffect(() => {
    const wanted = JSON.parse(said) as Question | null
    if (wanted === null) return setState((before) => ({ ...before, asking: false }))
    let overtaken = false
    setState((before) => ({ ...before, asking: true }))
    const timer = setTimeout(() => {
      ask(wanted).then(
        (told) => overtaken || setState((before) => (told.ok ? { answer: told.value, asking: false, failed: null } : { ...before, asking: false, failed: told.problem.detail })),
        () => overtaken || setState((before) => ({ ...before, asking: false, failed: 'The server did not answer.' })),
      )
    }, WAIT_MS)
    return () => {
      overtaken = true
      clearTimeout(timer)
    }
  }, [said, ask])
  return state
}
