import { expect, it } from 'vitest'
import { testCtx } from '@/lib/testing/clock'
import { STEPS, tendOffboarding } from './offboarding'

it('what opens and moves cases comes before what looks at them, and pictures come last', () => {
  expect(STEPS.map((step) => step.run.name)).toEqual(['openForLeavers', 'reachPlanned', 'tendLifecycle', 'lookAtCases', 'countCalls'])
})

it('each step of tending offboardings fails alone and is told; the others go on, in their order', async () => {
  const calls: string[] = []
  const failed: string[] = []
  const steps = [['leavers', true], ['look', false], ['lifecycle', true], ['count', false]] as const
  await tendOffboarding(testCtx, (what, error) => failed.push(`${what}: ${(error as Error).message}`), steps.map(([what, fails]) => ({ what, run: async () => {
    calls.push(what)
    if (fails) throw new Error('it is broken')
    return 0
  } })))
  expect(calls).toEqual(['leavers', 'look', 'lifecycle', 'count'])
  expect(failed).toEqual(['leavers: it is broken', 'lifecycle: it is broken'])
})
