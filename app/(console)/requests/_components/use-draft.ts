'use client'

import { useEffect, useRef, useState } from 'react'
import { saveDraftAction } from '@/app/(console)/requests/actions'
import { paths } from '@/lib/paths'
import type { RequestDraft } from '@/lib/requests/model'

const WAIT_MS = 800

export type Saved = { id: string | null; at: string | null; failed: boolean; pending: boolean }

/**
 * Keeps what is typed on the server, a moment after the last change, one save after the other; nothing is saved before something was
 * changed. From the first save on the address is the draft's, so that a reload comes back to it. `settle` waits for what is under way,
 * stops saving, and answers the draft's id; `flush` saves now what is not saved yet.
 */
export function useDraft(draft: RequestDraft, enabled: boolean, id: string | null): { saved: Saved; settle: () => Promise<string | null>; resume: () => void; flush: () => Promise<void> } {
  const [saved, setSaved] = useState<Saved>({ id, at: null, failed: false, pending: false })
  const known = useRef(id)
  const text = JSON.stringify(draft)
  const kept = useRef(text)
  const latest = useRef(draft)
  useEffect(() => {
    latest.current = draft
  })
  const queue = useRef<Promise<void>>(Promise.resolve())
  const stopped = useRef(!enabled)

  const save = useRef(async (): Promise<void> => {
    const now = JSON.stringify(latest.current)
    if (stopped.current || now === kept.current) return
    setSaved((before) => ({ ...before, pending: true }))
    const answer = await saveDraftAction({ id: known.current, draft: latest.current }).catch(() => null)
    if (answer === null || !answer.ok) return setSaved((before) => ({ ...before, failed: true, pending: false }))
    kept.current = now
    if (known.current === null) window.history.replaceState(null, '', paths.editRequest(answer.value.id))
    known.current = answer.value.id
    setSaved({ id: answer.value.id, at: answer.value.at, failed: false, pending: false })
  })
  const enqueue = useRef((): Promise<void> => {
    queue.current = queue.current.then(save.current)
    return queue.current
  })

  useEffect(() => {
    if (stopped.current || text === kept.current) return
    const timer = setTimeout(() => void enqueue.current(), WAIT_MS)
    return () => clearTimeout(timer)
  }, [text])
  // Who leaves within that moment keeps what was typed too.
  useEffect(() => () => void enqueue.current(), [])

  return {
    saved,
    flush: () => enqueue.current(),
    settle: async () => {
      await queue.current
      stopped.current = true
      return known.current
    },
    resume: () => {
      stopped.current = !enabled
    },
  }
}
