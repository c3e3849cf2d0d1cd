import { beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { transaction } from '@/lib/db/client'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { aPerson, anActor } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'

const database = useDatabase()
const app = buildApp(() => {})
let token = ''

type Body = { sentence: string; total: number; items: { id: string; target: string; rest: string | null }[]; nextCursor: string | null; code: string }

async function ask(query: string): Promise<{ status: number; body: Body }> {
  const answer = await app.request(`/api/v1/access${query}`, { headers: { authorization: `Bearer ${token}` } })
  return { status: answer.status, body: await answer.json() as Body }
}

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  const reviewer = await aPerson('reviewer@acme.test', ['security_reviewer'])
  token = (await transaction((tx) => mintToken(tx, testCtx(), { name: 'test', ownerId: reviewer.id, createdBy: reviewer.id, roles: ['security_reviewer'], scopes: ['read'], expiresAt: new Date(Date.now() + 86_400_000) }))).token
  const grants = Array.from({ length: 7 }, (_, i) => aRow({ externalId: `x${i}`, target: { kind: 'tool', name: `tool_${i}` }, access: i % 2 === 0 ? 'read' : 'write', validUntil: undefined }))
  await importGrants(testCtx(), anActor(['security_reviewer']), { reason: 'In force elsewhere', grants })
})

describe('GET /access', () => {
  it('answers in a sentence, and pages through every line exactly once', async () => {
    const seen: string[] = []
    let cursor = ''
    for (;;) {
      const { status, body } = await ask(`?server=github&limit=3${cursor}`)
      expect(status).toBe(200)
      expect(body.sentence).toMatch(/^One agent can reach github, at most with write/)
      expect(body.total).toBe(7)
      seen.push(...body.items.map((line) => line.target))
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    expect(seen.sort()).toEqual(Array.from({ length: 7 }, (_, i) => `tool_${i}`))
  })

  it('is narrowed by the same filters as the screen', async () => {
    expect((await ask('?agent=triage&access=read')).body.items.map((line) => line.target).sort()).toEqual(['tool_0', 'tool_2', 'tool_4', 'tool_6'])
    expect((await ask('?tool=tool_1&state=resting')).body.total).toBe(0)
    expect((await ask('?agent=triage&at=2026-01-01T00:00:00Z')).body.total).toBe(0)
  })

  it('refuses what it does not understand', async () => {
    expect((await ask('?at=yesterday')).status).toBe(422)
    expect((await ask('?surprise=1')).status).toBe(422)
    expect((await ask('?cursor=x')).body.code).toBe('invalid_input')
  })
})
