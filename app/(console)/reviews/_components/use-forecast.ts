'use client'

import { useEffect, useState } from 'react'
import { forecastAction } from '@/app/(console)/reviews/new/actions'
import type { CampaignContent, ReviewKind, ReviewSchedule } from '@/lib/reviews/content'
import type { Preflight } from '@/lib/reviews/model'

const WAIT_MS = 350

export type Forecast = { preflight: Preflight; calendar: { text: string; next: string[] } | null }
export type Forecasted = { forecast: Forecast | null; asking: boolean; failed: string | null }

/** Asks anew a moment after the last change; null = there is nothing that can be asked. The last answer stays meanwhile, and one that was overtaken is dropped. */
export function useForecast(asked: { kind: ReviewKind; content: CampaignContent; schedule: ReviewSchedule | null } | null): Forecasted {
  const [state, setState] = useState<Forecasted>({ forecast: null, asking: false, failed: null })
  const said = JSON.stringify(asked)
  useEffect(() => {
    const question = JSON.parse(said) as typeof asked
    if (question === null) return setState((before) => ({ ...before, asking: false }))
    let overtaken = false
    setState((before) => ({ ...before, asking: true }))
    const timer = setTimeout(() => {
      forecastAction(question).then(
        (answer) => overtaken || setState((before) => (answer.ok ? { forecast: answer.value, asking: false, failed: null } : { ...before, asking: false, failed: answer.problem.detail })),
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
