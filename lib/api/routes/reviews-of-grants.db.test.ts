import { beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { itemDetailAnswer, itemRowAnswer } from '@/lib/reviews/item-answer'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { declareRequestWorld } from '@/lib/testing/request-builders'

useDatabase()
const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })
const tokens: Record<string, string> = {}

beforeAll(async () => {
  await declareRequestWorld()
  const year = at('+300d', new Date())
  for (const [name, roles] of [['erin', ['owner']], ['otto', ['member']], ['rae', ['security_reviewer']]] as [string, Role[]][]) {
    tokens[name] = (await transaction((tx) => mintToken(tx, testCtx(), { name, ownerId: `per_${name}`, createdBy: `per_${name}`, roles, scopes: ['read', 'write'], expiresAt: year }))).token
  }
  await db().grant.createMany({
    data: [1, 2, 3].map((n) => ({
      id: `gnt_${n}`, serverId: 'srv_github', agentId: 'agt_triage', clientId: 'cli_code', humanRule: 'any' as const, targetKind: 'tool' as const, target: `tool_${n}`, access: 'write' as const, scope: [], purpose: 'For a test', validFrom: at('-1d'),
      origin: 'import' as const, createdBy: 'per_rae', createdAt: at('-1d'),
    })),
  })
})

type Asked = { status: number; body: Record<string, unknown> & { items?: Record<string, unknown>[] } }

async function ask(by: string, method: string, path: string, body?: unknown): Promise<Asked> {
  const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${tokens[by] ?? ''}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

describe('launching and reading a review over HTTP', () => {
  test('a draft is launched once, its items are read a page at a time and whole, as described, by those who may', async () => {
    const content = { stages: [{ reviewers: [{ kind: 'owner' }], days: 5 }] }
    const id = String((await ask('rae', 'POST', '/reviews', { name: 'Q4', kind: 'grants', content })).body['id'])
    expect((await ask('erin', 'POST', `/reviews/${id}/launch`, {})).status).toBe(403)
    expect((await ask('rae', 'POST', `/reviews/${id}/launch`, {})).body).toMatchObject({ state: 'running', counts: { items: 3 } })
    expect(await ask('rae', 'POST', `/reviews/${id}/launch`, {})).toMatchObject({ status: 409, body: { code: 'illegal_transition' } })
    const page = await ask('erin', 'GET', `/reviews/${id}/items?limit=2&server=github`)
    expect(page.body.items?.map((row) => itemRowAnswer.strict().parse(row).mine)).toEqual([false, false])
    expect((await ask('erin', 'GET', `/reviews/${id}/items?limit=2&cursor=${String(page.body['nextCursor'])}`)).body).toMatchObject({ items: [{ title: 'tool_3' }], nextCursor: null })
    expect(await ask('erin', 'GET', `/reviews/${id}/items?risk=huge`)).toMatchObject({ status: 422 })
    const item = String(page.body.items?.[0]?.['id'])
    expect(itemDetailAnswer.strict().parse((await ask('erin', 'GET', `/review-items/${item}`)).body)).toMatchObject({ campaignId: id, frozen: { subject: 'grant' }, tasks: [{ person: { id: 'per_erin' } }] })
    expect([(await ask('otto', 'GET', `/reviews/${id}/items`)).status, (await ask('otto', 'GET', `/review-items/${item}`)).status, (await ask('rae', 'GET', '/review-items/itm_none')).status]).toEqual([404, 404, 404])
  })
})
