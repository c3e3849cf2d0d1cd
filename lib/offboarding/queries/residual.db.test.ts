import { beforeAll, expect, test } from 'vitest'
import { TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { declareRequestWorld } from '@/lib/testing/request-builders'
import { loadBlast, loadResidual } from './residual'

useDatabase()
beforeAll(declareRequestWorld)

test('smoke', async () => {
  for (const [kind, id] of [['server', 'srv_github'], ['agent', 'agt_triage'], ['client', 'cli_code'], ['person', 'per_erin'], ['person', 'per_dana']] as const) {
    console.log(kind, id, (await loadResidual({ kind, id }, TEST_NOW)).map((line) => `${line.key} | ${line.title} | ${line.why} | ${line.to}/${line.who}`), await loadBlast({ kind, id }, TEST_NOW))
  }
  expect(1).toBe(1)
})
