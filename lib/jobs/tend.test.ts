import { expect, it } from 'vitest'
import { testCtx } from '@/lib/testing/clock'
import { OFFBOARDING_STEPS } from './offboarding'
import { REVIEW_STEPS } from './reviews'
import { inTurn } from './tend'

it('each step fails alone and is told; the others go on, in their order', async () => {
  const calls: string[] = []
  const failed: string[] = []
  const step = (what: string, fails = false) => ({
    what,
    run: async (): Promise<number> => {
      calls.push(what)
      if (fails) throw new Error(`${what} is broken`)
      return 0
    },
  })
  await inTurn([step('start'), step('keep', true), step('close'), step('remedy', true), step('confirm')], testCtx, (what, error) => failed.push(`${what}: ${(error as Error).message}`))
  expect(calls).toEqual(['start', 'keep', 'close', 'remedy', 'confirm'])
  expect(failed).toEqual(['keep: keep is broken', 'remedy: remedy is broken'])
})

it('whoever has fallen away is replaced before a stage closes, and outcomes are applied before they are watched', () => {
  expect(REVIEW_STEPS.map((step) => step.run.name)).toEqual(['endDeadLaunches', 'startDueReviews', 'keepReviewers', 'closeDueStages', 'remediateDue', 'confirmDue'])
})

it('what opens and moves offboardings comes before what looks at them, and pictures come last', () => {
  expect(OFFBOARDING_STEPS.map((step) => step.run.name)).toEqual(['openForLeavers', 'reachPlanned', 'tendLifecycle', 'lookAtCases', 'countCalls'])
})
