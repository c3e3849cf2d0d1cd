import { beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { campaignAnswer } from '@/lib/reviews/campaign-answer'
import { preflightAnswer, templateAnswer } from '@/lib/reviews/template-answer'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { declareRequestWorld } from '@/lib/testing/request-builders'

useDatabase()
const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })
const tokens: Record<string, string> = {}

beforeAll(async () => {
  await declareRequestWorld()
  await db().grant.create({ data: { id: 'gnt_a', serverId: 'srv_github', agentId: 'agt_triage', humanRule: 'any', targetKind: 'tool', target: 'create_issue', access: 'read', scope: [], purpose: 'Triage', validFrom: at('-30d'), origin: 'import', createdBy: 'per_dana', createdAt: at('-30d') } })
  for (const [name, roles] of [['rae', ['security_reviewer']], ['erin', ['owner']], ['adam', ['admin']]] as [string, Role[]][]) {
    const minted = await transaction((tx) => mintToken(tx, testCtx(), { name, ownerId: `per_${name}`, createdBy: `per_${name}`, roles, scopes: ['read', 'write'], expiresAt: at('+300d', new Date()) }))
    tokens[name] = minted.token
  }
})

type Asked = { status: number; body: Record<string, unknown> & { items?: Record<string, unknown>[]; id?: string; errors?: { path: string }[] } }

async function ask(by: string, method: string, path: string, body?: unknown): Promise<Asked> {
  const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${tokens[by] ?? ''}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: (await answer.json()) as Asked['body'] }
}

const content = { stages: [{ reviewers: [{ kind: 'owner' }], days: 14 }] }
const template = { name: 'Quarterly', kind: 'grants', content, schedule: { every: 'quarterly', month: 3, on: { businessDay: 'last' }, at: '08:00', timeZone: 'Europe/Berlin' }, triggers: ['owner_left'] }

describe('templates and drafts over HTTP', () => {
  test('a template is made, read as described, changed as it was looked at, and nobody’s but those who see every review', async () => {
    const made = await ask('rae', 'POST', '/review-templates', template)
    expect([made.status, templateAnswer.strict().safeParse(made.body).error]).toEqual([201, undefined])
    expect(made.body).toMatchObject({ scheduleText: 'On the last business day of each quarter at 08:00, Europe/Berlin', version: 1, content: { noResponse: 'revoke' } })
    const path = `/review-templates/${made.body.id ?? ''}`
    expect((await ask('rae', 'PATCH', path, { ...template, triggers: [], version: 1 })).body).toMatchObject({ version: 2, triggers: [] })
    expect((await ask('rae', 'PATCH', path, { ...template, version: 1 })).status).toBe(409)
    expect([(await ask('adam', 'GET', path)).status, (await ask('adam', 'PATCH', path, template)).status, (await ask('erin', 'GET', path)).status]).toEqual([200, 403, 404])
    expect([(await ask('erin', 'GET', '/review-templates')).body.items, (await ask('adam', 'GET', '/review-templates')).body.items?.length]).toEqual([[], 1])
    expect(await ask('rae', 'POST', '/review-templates', { ...template, name: 'x', schedule: { ...template.schedule, timeZone: '+01:00' } })).toMatchObject({ status: 422, body: { errors: [{ path: 'schedule.timeZone' }] } })
    expect(await ask('rae', 'POST', '/review-templates', { ...template, name: 'x', content: { ...content, scope: { servers: ['ghost'] } } })).toMatchObject({ status: 422, body: { errors: [{ path: 'content.scope.servers' }] } })
  })

  test('a draft says what it would hold before anybody is asked, is changed, and is cancelled with a reason', async () => {
    const drafted = await ask('rae', 'POST', '/reviews', { name: 'By hand', kind: 'grants', content })
    expect([drafted.status, campaignAnswer.safeParse(drafted.body).error]).toEqual([201, undefined])
    const path = `/reviews/${drafted.body.id ?? ''}`
    const before = await ask('rae', 'GET', `${path}/preflight`)
    expect([before.status, preflightAnswer.strict().safeParse(before.body).error]).toEqual([200, undefined])
    expect(before.body).toMatchObject({ items: 1, servers: 1, agents: 1, people: 1, byReviewer: [{ person: { email: 'erin@acme.test' }, items: 1, standing: 'owner' }], obstacles: [] })
    expect((await ask('rae', 'POST', '/review-templates/preflight', { kind: 'grants', content: { ...content, scope: { servers: ['vault'] } } })).body).toMatchObject({ items: 0, obstacles: ['Nothing fits: no grant that is not over is in this scope.'] })
    expect((await ask('rae', 'PATCH', path, { name: 'Renamed', content: { ...content, noResponse: 'keep' } })).body).toMatchObject({ name: 'Renamed', content: { noResponse: 'keep' } })
    expect([(await ask('erin', 'GET', `${path}/preflight`)).status, (await ask('erin', 'POST', `${path}/cancel`, { reason: 'x' })).status, (await ask('adam', 'POST', '/reviews', { name: 'x', kind: 'grants', content })).status]).toEqual([403, 403, 403])
    expect((await ask('rae', 'POST', `${path}/cancel`, {})).status).toBe(422)
    expect((await ask('rae', 'POST', `${path}/cancel`, { reason: 'Not now' })).body).toMatchObject({ state: 'cancelled', closeReason: 'Not now' })
    expect((await ask('rae', 'PATCH', path, { name: 'x', content })).status).toBe(409)
    expect((await ask('rae', 'POST', '/reviews', { templateId: 'tpl_none' })).status).toBe(422)
  })
})
