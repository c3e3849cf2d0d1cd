import { expect, it, vi } from 'vitest'
import { testCtx } from '@/lib/testing/clock'

const calls: string[] = []
const step = (name: string, fails = false) => async (): Promise<number> => {
  calls.push(name)
  if (fails) throw new Error(`${name} is broken`)
  return 0
}
vi.mock('@/lib/offboarding/commands/leavers', () => ({ openForLeavers: step('leavers', true) }))
vi.mock('@/lib/offboarding/commands/planned', () => ({ reachPlanned: step('planned') }))
vi.mock('@/lib/lifecycle/commands/tend', () => ({ tendLifecycle: step('lifecycle', true) }))
vi.mock('@/lib/offboarding/commands/look', () => ({ lookAtCases: step('look') }))
vi.mock('@/lib/offboarding/commands/count-calls', () => ({ countCalls: step('count') }))

it('each step of tending offboardings fails alone and is told; the others go on, in their order', async () => {
  const { tendOffboarding } = await import('./offboarding')
  const failed: string[] = []
  await tendOffboarding(testCtx, (what, error) => failed.push(`${what}: ${(error as Error).message}`))
  expect(calls).toEqual(['leavers', 'planned', 'lifecycle', 'look', 'count'])
  expect(failed).toEqual(['Opening offboardings of who has left: leavers is broken', 'Keeping the duties of the life cycle: lifecycle is broken'])
})
