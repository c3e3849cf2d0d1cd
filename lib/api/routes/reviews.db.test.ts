import { beforeAll, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { transaction } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { campaignAnswer } from '@/lib/reviews/campaign-answer'
import { progressAnswer } from '@/lib/reviews/campaign-progress'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { declareRequestWorld } from '@/lib/testing/request-builders'
import { aCampaign, anAnswer, anItem, aTask } from '@/lib/testing/review-rows'

useDatabase()
const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })
const tokens: Record<string, string> = {}

beforeAll(async () => {
  await declareRequestWorld()
  const now = new Date()
  const roles: Record<string, Role[]> = { rae: ['security_reviewer'], erin: ['owner'], mona: ['member'] }
  for (const [name, own] of Object.entries(roles)) {
    tokens[name] = (await transaction((tx) => mintToken(tx, testCtx(), { name, ownerId: `per_${name}`, createdBy: `per_${name}`, roles: own, scopes: ['read', 'write'], expiresAt: at('+300d', now) }))).token
  }
  await aCampaign({ id: 'rev_1', stageStartedAt: at('-1d', now), stageEndsAt: at('+7d', now) })
  for (const id of ['a', 'b']) await anItem({ id, campaignId: 'rev_1' })
  await anAnswer({ taskId: await aTask({ itemId: 'a', person: 'erin' }) })
  await aTask({ itemId: 'b', person: 'erin' })
})

async function ask(by: string, method: string, path: string): Promise<{ status: number; after: string | null; body: Record<string, unknown> & { items?: { id: string }[] } }> {
  const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${tokens[by] ?? ''}`, 'content-type': 'application/json' }, ...(method === 'POST' ? { body: '{}' } : {}) })
  return { status: answer.status, after: answer.headers.get('retry-after'), body: JSON.parse(await answer.text()) }
}

test('a review is listed and read by those it concerns, in the shape that is described; a token is asked nothing', async () => {
  const { body } = await ask('rae', 'GET', '/reviews/rev_1')
  expect(campaignAnswer.strict().parse(body)).toMatchObject({ id: 'rev_1', launchedBy: 'Rae', counts: { stage: { total: 2, decided: 1 } }, mine: null })
  expect((await ask('erin', 'GET', '/reviews/rev_1')).body).toEqual(body)
  expect((await ask('rae', 'GET', '/reviews?open=true&limit=1')).body.items).toMatchObject([{ id: 'rev_1' }])
  expect([(await ask('erin', 'GET', '/reviews?mine=true')).body.items, (await ask('mona', 'GET', '/reviews')).body.items]).toEqual([[], []])
  expect([(await ask('mona', 'GET', '/reviews/rev_1')).status, (await ask('mona', 'GET', '/reviews/rev_1/progress')).status, (await ask('rae', 'GET', '/reviews?state=begun')).status]).toEqual([404, 404, 422])
})

test('how it goes is told in figures, to owners of themselves alone', async () => {
  const { body } = await ask('rae', 'GET', '/reviews/rev_1/progress')
  expect(progressAnswer.strict().parse(body)).toMatchObject({ reviewers: [{ person: { name: 'erin' }, asked: 2, answered: 1, medianSeconds: 10 }], servers: [{ server: 'github', total: 2, decided: 1 }] })
  expect((await ask('erin', 'GET', '/reviews/rev_1/progress')).body).toMatchObject({ reviewers: [{ person: { name: 'erin' } }], servers: [] })
})

test('runners remind, and are told when they may again', async () => {
  expect((await ask('erin', 'POST', '/reviews/rev_1/remind')).status).toBe(403)
  expect((await ask('rae', 'POST', '/reviews/rev_1/remind')).body).toEqual({ reminded: 1 })
  const again = await ask('rae', 'POST', '/reviews/rev_1/remind')
  expect([again.status, Number(again.after) > 86_000]).toEqual([429, true])
})
