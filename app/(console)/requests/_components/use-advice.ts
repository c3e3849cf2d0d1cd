'use client'

import { useEffect, useState } from 'react'
import { adviseAction } from '@/app/(console)/requests/actions'
import type { RequestDraft } from '@/lib/requests/model'
import type { RequestAdvice } from '@/lib/views/request-advice'

const WAIT_MS = 300

export type Advised = { advice: RequestAdvice | null; asking: boolean; failed: string | null }

/** Asks anew a moment after the last change. The last answer stays while the next is under way; one that was overtaken is dropped. */
export function useAdvice(draft: RequestDraft): Advised {
  const [state, setState] = useState<Advised>({ advice: null, asking: false, failed: null })
  const said = JSON.stringify(draft)
  useEffect(() => {
    let overtaken = false
    setState((before) => ({ ...before, asking: true }))
    const timer = setTimeout(() => {
      adviseAction(JSON.parse(said) as RequestDraft).then(
        (answer) => overtaken || setState((before) => (answer.ok ? { advice: answer.value, asking: false, failed: null } : { ...before, asking: false, failed: answer.problem.detail })),
        () => overtaken || setState((before) => ({ ...before, asking: false, failed: 'The server did not answer.' })),
      )
    }, WAIT_MS)
    return () => {
      overtaken = true
      clearTimeout(timer)
    }
  }, [said])
  return state
}
