'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { answerManyAction } from '@/app/(console)/reviews/[id]/items/actions'
import type { BulkPlan, ItemFilter } from '@/lib/reviews/model'

export type BulkAnswer = 'keep' | 'revoke' | 'abstain'

/** Which items: exactly these, or whatever fits the filter when the server looks. */
export type Chosen = { ids: string[] } | { filter: ItemFilter }

export type Running = { done: number; total: number; batch: number; batches: number; stopping: boolean }

export type Bulk = { plan: BulkPlan | null; problem: string | null; running: Running | null; finished: number | null; look: () => void; run: (reason: string) => Promise<void>; stop: () => void }

/** One answer to many: first what it would do, then batch by batch until it is done or stopped. The server says which may be in it, each time anew. */
export function useBulk(campaignId: string, answer: BulkAnswer, chosen: Chosen, after: () => void): Bulk {
  const [plan, setPlan] = useState<BulkPlan | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [running, setRunning] = useState<Running | null>(null)
  const [finished, setFinished] = useState<number | null>(null)
  const stopped = useRef(false)
  const key = JSON.stringify(chosen)
  const look = useCallback(async () => {
    // `key` is the same choice as a text, so that a list made anew does not ask again.
    const result = await answerManyAction({ campaignId, input: { answer, ...(JSON.parse(key) as Chosen), dryRun: true } })
    if (result.ok) setPlan(result.value)
    setProblem(result.ok ? null : result.problem.detail)
  }, [campaignId, answer, key])
  useEffect(() => {
    setPlan(null)
    void look()
  }, [look])
  const run = async (reason: string): Promise<void> => {
    if (plan === null) return
    stopped.current = false
    const { answerable: total, batches } = plan
    let done = 0
    setFinished(null)
    setProblem(null)
    for (let batch = 1; done < total && !stopped.current; batch += 1) {
      setRunning({ done, total, batch, batches, stopping: false })
      const result = await answerManyAction({ campaignId, input: { answer, reason, ...chosen } }).catch(() => null)
      if (result === null || !result.ok) {
        setProblem(result === null ? 'The server did not answer. What was answered before stays answered; try again for the rest.' : result.problem.detail)
        break
      }
      done += result.value.answered
      if (result.value.answered === 0) break
    }
    setRunning(null)
    setFinished(done)
    void look()
    after()
  }
  return {
    plan, problem, running, finished, look: () => void look(), run,
    stop: () => {
      stopped.current = true
      setRunning((before) => (before === null ? null : { ...before, stopping: true }))
    },
  }
}
