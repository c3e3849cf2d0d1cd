import { expect, it, vi } from 'vitest'
import { testCtx } from '@/lib/testing/clock'

const calls: string[] = []
const step = (name: string, fails = false) => async (): Promise<number> => {
  calls.push(name)
  if (fails) throw new Error(`${name} is broken`)
  return 0
}
vi.mock('@/lib/reviews/commands/launch-progress', () => ({ endDeadLaunches: step('launches') }))
vi.mock('@/lib/reviews/commands/start-due', () => ({ startDueReviews: step('start') }))
vi.mock('@/lib/reviews/commands/keep-reviewers', () => ({ keepReviewers: step('keep', true) }))
vi.mock('@/lib/reviews/commands/close-stage', () => ({ closeDueStages: step('close') }))
vi.mock('@/lib/reviews/commands/remedy', () => ({ remediateDue: step('remedy', true) }))
vi.mock('@/lib/reviews/commands/confirm', () => ({ confirmDue: step('confirm') }))

it('each step of tending reviews fails alone and is told; the others go on, in their order', async () => {
  const { tendReviews } = await import('./reviews')
  const failed: string[] = []
  await tendReviews(testCtx, (what, error) => failed.push(`${what}: ${(error as Error).message}`))
  expect(calls).toEqual(['launches', 'start', 'keep', 'close', 'remedy', 'confirm'])
  expect(failed).toEqual(['Looking after the reviewers: keep is broken', 'Applying what reviews came to: remedy is broken'])
})
