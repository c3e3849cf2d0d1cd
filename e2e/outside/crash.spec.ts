import { expect, test } from '@playwright/test'
import { apiOf } from '../fixtures/http'
import { startProgram } from '../fixtures/program'

const BATCH = 500

function batch(number: number, now: number): string {
  return Array.from({ length: BATCH }, (_, i) => JSON.stringify({
    id: `b${number}-${i}`, occurredAt: new Date(now - (number * BATCH + i) * 10).toISOString(), kind: 'tool_call', server: 'github', target: 'create_issue',
    agent: 'triage', client: 'claude-code', human: 'dana@acme.test', outcome: 'success',
  })).join('\n')
}

test('a process killed amid ingest loses no acknowledged event and doubles none', async () => {
  const now = Date.now()
  const first = await startProgram()
  const headers = { 'content-type': 'application/x-ndjson', 'bailiwick-source': 'gw' }
  const acknowledged = new Set<number>()
  const before = apiOf(first.url, first.token)
  const senders = Array.from({ length: 40 }, (_, number) => number)
  const deliveries = senders.map(async (number) => {
    const answer = await before.raw('/api/v1/events', { method: 'POST', headers, body: batch(number, now) }).catch(() => null)
    if (answer?.status === 200) acknowledged.add(number)
    // The kill comes while other deliveries are under way, not after a time.
    if (acknowledged.size === 8) await first.kill()
  })
  await Promise.all(deliveries)
  expect(acknowledged.size).toBeGreaterThanOrEqual(8)

  const second = await startProgram({ dataDir: first.dataDir })
  try {
    const after = apiOf(second.url, second.token)
    const kept = new Set((await after.all('/api/v1/events?source=gw')).map((event) => String(event['sourceEventId'])))
    for (const number of acknowledged) for (let i = 0; i < BATCH; i += 1) expect(kept.has(`b${number}-${i}`), `b${number}-${i}`).toBe(true)
    for (const number of senders) {
      const answer = await after.raw('/api/v1/events', { method: 'POST', headers, body: batch(number, now) })
      expect(answer.status).toBe(200)
    }
    const usage = await after.all('/api/v1/usage')
    expect(usage.reduce((sum, row) => sum + Number(row['count']), 0)).toBe(senders.length * BATCH)
    expect(await after.get('/api/v1/trail/verify').then((answer) => answer.body['ok'])).toBe(true)
  } finally {
    await second.stop()
    second.clean()
  }
})
