import { beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRunningReview, declareReviewWorld, itemOf } from '@/lib/testing/review-world'
import type { Role } from '@/lib/people/model'

const database = useDatabase()
const app = buildApp((level, message, detail) => { if (level === 'error') throw Object.assign(new Error(message), { detail }) })

type Body = { code: string; errors: { path: string }[]; id: string; state: string; answer: { answer: string } | null; mine: boolean; sentence: string; answered: number; left: { why: string }[] }
type Door = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Body }>

/** The start token stands for its owner; any other token reviews nothing. */
async function door(name: string, roles: Role[], bootstrap: boolean): Promise<Door> {
  const { token, id } = await transaction((tx) => mintToken(tx, testCtx(), { name, ownerId: `per_${name}`, createdBy: `per_${name}`, roles, scopes: ['read', 'write'], expiresAt: at('+1d', new Date()) }))
  if (bootstrap) await db().apiToken.update({ where: { id }, data: { bootstrap: true } })
  return async (method, path, body) => {
    const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: answer.status, body: (await answer.json()) as Body }
  }
}

beforeEach(async () => {
  await database.truncate()
  await declareReviewWorld()
})

describe('answering over HTTP', () => {
  it('answers, changes, takes back, answers many, signs off and closes as the people do', async () => {
    const now = new Date()
    const id = await aRunningReview({ stages: [{ reviewers: [{ kind: 'named', emails: ['rae@acme.test'] }], days: 10 }] }, 'grants', at('-1h', now))
    await db().reviewItem.updateMany({ where: { risk: 'low' }, data: { flags: [], recommendation: 'keep' } })
    const rae = await door('rae', ['security_reviewer'], true)
    const item = await itemOf('glob')
    expect(await rae('POST', `/review-items/${item}/decision`, { answer: 'shorten' })).toMatchObject({ status: 422, body: { code: 'invalid_input', errors: [{ path: 'until' }] } })
    expect(await rae('POST', `/review-items/${item}/decision`, { answer: 'keep', reason: 'Needed', seconds: 12.5, opened: true })).toMatchObject({ status: 200, body: { id: item, answer: { answer: 'keep' }, mine: true } })
    expect(await rae('POST', `/review-items/${item}/decision`, { answer: 'revoke', reason: 'Not needed' })).toMatchObject({ status: 200, body: { answer: { answer: 'revoke' } } })
    expect(await rae('DELETE', `/review-items/${item}/decision`)).toMatchObject({ status: 200, body: { answer: null } })
    expect(await rae('POST', `/reviews/${id}/bulk`, { answer: 'keep', filter: {}, dryRun: true })).toMatchObject({ status: 200, body: { answered: 0, sentence: expect.stringMatching(/^Keep \d+; \d+ needs? a look/) } })
    expect(await rae('POST', `/reviews/${id}/bulk`, { answer: 'keep', filter: {} })).toMatchObject({ status: 422, body: { errors: [{ path: 'reason' }] } })
    expect((await rae('POST', `/reviews/${id}/bulk`, { answer: 'keep', filter: {}, reason: 'Used by the people who should' })).body.answered).toBeGreaterThan(0)
    expect(await rae('POST', `/reviews/${id}/sign-off`, {})).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(await rae('POST', `/review-items/${item}/reassign`, { toEmail: 'bert@acme.test', reason: 'His' })).toMatchObject({ status: 200, body: { mine: false } })
    expect(await rae('POST', `/review-items/${item}/reviewers`, { email: 'nobody@acme.test', reason: 'x' })).toMatchObject({ status: 422 })
    expect(await rae('POST', `/reviews/${id}/close-stage`, { reason: 'Enough' })).toMatchObject({ status: 200, body: { state: 'remediation' } })
    expect((await db().trailEntry.findMany({ where: { action: { startsWith: 'review.answer' } }, orderBy: { seq: 'asc' } })).map((one) => one.action)).toEqual(['review.answered', 'review.answered', 'review.answer_undone', 'review.answered_many'])
  })

  it('a service token answers nothing, and whoever is not asked finds no item', async () => {
    const id = await aRunningReview({ stages: [{ reviewers: [{ kind: 'owner' }], days: 10 }] }, 'grants', at('-1h', new Date()))
    const item = await itemOf('glob')
    const erin = await door('erin', ['owner'], false)
    for (const [path, body] of [[`/review-items/${item}/decision`, { answer: 'keep', reason: 'x' }], [`/review-items/${item}/reassign`, { reason: 'x' }], [`/reviews/${id}/bulk`, { answer: 'keep', filter: {}, dryRun: true }], [`/reviews/${id}/sign-off`, {}]] as const) {
      expect(await erin('POST', path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    const otto = await door('otto', ['member'], true)
    expect((await otto('POST', `/review-items/${item}/decision`, { answer: 'keep', reason: 'x' })).status).toBe(404)
    expect((await otto('POST', `/reviews/${id}/close-stage`, { reason: 'x' })).status).toBe(403)
    expect(await db().reviewAnswer.count()).toBe(0)
  })
})
