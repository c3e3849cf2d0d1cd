import { beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { importGrants } from '@/lib/grants/commands/import-grants'
import type { Role } from '@/lib/people/model'
import { remediateDue } from '@/lib/reviews/commands/remedy'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow } from '@/lib/testing/grant-builders'
import { declareRequestWorld } from '@/lib/testing/request-builders'
import { aDecidedCampaign, aDecidedItem } from '@/lib/testing/review-builders'

useDatabase()
const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })
const tokens: Record<string, string> = {}
let item = ''

beforeAll(async () => {
  await declareRequestWorld()
  const mint = async (name: string, roles: Role[], bootstrap = false): Promise<void> => {
    const minted = await transaction((tx) => mintToken(tx, testCtx(), { name, ownerId: `per_${name}`, createdBy: `per_${name}`, roles, scopes: ['read', 'write'], expiresAt: at('+300d', new Date()) }))
    if (bootstrap) await db().apiToken.updateMany({ where: { name }, data: { bootstrap: true } })
    tokens[name] = minted.token
  }
  await mint('otto', ['member'])
  await mint('rob', ['security_reviewer'])
  await mint('rae', ['security_reviewer'], true)
  const { results } = await importGrants(testCtx(at('-2h')), anActor(['security_reviewer']), { reason: 'In force elsewhere', grants: [aRow({ caller: { agent: 'triage', client: 'code', human: 'any' } })] })
  item = await aDecidedItem(await aDecidedCampaign('rev_api', { remediation: 'ticket' }), results[0]?.id ?? '', { outcome: 'revoke' })
  await remediateDue(() => testCtx())
})

async function ask(by: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${tokens[by] ?? ''}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() as Record<string, unknown> }
}

describe('remediation over HTTP', () => {
  test('says where each item stands, to those who may see it', async () => {
    expect((await ask('rob', 'GET', '/reviews/rev_api/remediation')).body).toMatchObject({
      sentence: '1 of 1 is not over yet: 1 waits for somebody to do it.', counts: { manual: 1 }, kept: 0, parts: [{ group: 'manual', total: 1, rows: [{ id: item, title: 'create_issue', outcome: 'revoke', actions: ['done', 'sign'], obstacle: null }] }],
    })
    expect((await ask('rob', 'GET', '/reviews/rev_api/remediation?group=over')).body).toMatchObject({ counts: { manual: 1 }, parts: [] })
    expect((await ask('otto', 'GET', '/reviews/rev_api/remediation')).status).toBe(404)
  })

  test('is done by people only; the start token stands for its owner', async () => {
    const sign = { action: 'sign', reason: 'Ended in the gateway' }
    expect(await ask('otto', 'POST', `/review-items/${item}/remediation`, sign)).toMatchObject({ status: 403 })
    expect(await ask('rob', 'POST', `/review-items/${item}/remediation`, sign)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await ask('rae', 'POST', `/review-items/${item}/remediation`, { action: 'sign' })).toMatchObject({ status: 422, body: { errors: [{ path: 'reason' }] } })
    expect(await ask('rae', 'POST', `/review-items/${item}/remediation`, { action: 'retry' })).toMatchObject({ status: 409, body: { code: 'illegal_transition' } })
    expect(await ask('rae', 'POST', `/review-items/${item}/remediation`, sign)).toMatchObject({ status: 200, body: { row: { state: 'exempt' }, signed: { by: 'Rae', reason: 'Ended in the gateway' } } })
    expect((await ask('rob', 'GET', '/reviews/rev_api/remediation')).body).toMatchObject({ sentence: 'Everything is over: 0 of 1 confirmed, 1 signed for.' })
  })
})
