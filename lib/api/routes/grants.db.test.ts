import { beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'

const database = useDatabase()
const surprises: unknown[] = []
const app = buildApp((level, message, detail) => {
  if (level === 'error') surprises.push([message, detail])
})
let token = ''

type Body = { results: { id: string; status: string; errors?: { path: string }[] }[]; items: { id: string }[]; nextCursor: string | null; code: string; errors: { path: string }[]; state: string; created: number }

async function ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const answer = await app.request(path, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() as Body }
}

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  const reviewer = await aPerson('reviewer@acme.test', ['security_reviewer'])
  token = (await transaction((tx) => mintToken(tx, testCtx(), {
    name: 'test', ownerId: reviewer.id, createdBy: reviewer.id, roles: ['security_reviewer'], scopes: ['read', 'write'], expiresAt: new Date(Date.now() + 86_400_000),
  }))).token
  surprises.length = 0
})

describe('grants over HTTP', () => {
  it('imports, answers row by row, lists and shows', async () => {
    const imported = await ask('POST', '/api/v1/grants/import', { reason: 'Elsewhere', grants: [aRow(), aRow({ externalId: 'b', server: 'nowhere' })] })
    expect(imported).toMatchObject({ status: 200, body: { created: 1, refused: 1, results: [{ status: 'created' }, { status: 'refused', code: 'invalid_input' }] } })
    const id = imported.body.results[0]?.id ?? ''
    expect((await ask('GET', `/api/v1/grants?server=github&agent=${encodeURIComponent('spiffe://acme.test/triage')}`)).body.items).toMatchObject([{ id, server: 'github' }])
    expect(await ask('GET', `/api/v1/grants/${id}`)).toMatchObject({ status: 200, body: { id, state: 'active', caller: { human: 'dana@acme.test' } } })
  })

  it('answers 422 and stores nothing when all or nothing was asked', async () => {
    const answer = await ask('POST', '/api/v1/grants/import?atomic=true', { reason: 'Elsewhere', grants: [aRow(), aRow({ externalId: 'b', access: 'root' })] })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_input', errors: [{ path: 'grants.1.access' }] } })
    expect(await db().grant.count()).toBe(0)
  })

  it('answers 409 to a move the state does not allow', async () => {
    const { body } = await ask('POST', '/api/v1/grants/import', { reason: 'Elsewhere', grants: [aRow({ validUntil: at('-1d').toISOString() })] })
    expect(await ask('POST', `/api/v1/grants/${body.results[0]?.id}/revoke`, { reason: 'x' })).toMatchObject({ status: 409, body: { code: 'illegal_transition' } })
  })

  it.each([
    ['POST', '/api/v1/grants/import', { reason: '', grants: [] }, 422], ['POST', '/api/v1/grants/import', { reason: 'x', grants: [aRow()], more: 1 }, 422],
    ['POST', '/api/v1/grants/import', { reason: 'x', grants: Array.from({ length: 1001 }, () => ({})) }, 422], ['POST', '/api/v1/grants/gnt_none/revoke', { reason: 'x' }, 404],
    ['POST', '/api/v1/grants/import?atomic=yes', { reason: 'x', grants: [aRow()] }, 422], ['GET', '/api/v1/grants?state=odd', undefined, 422], ['GET', '/api/v1/grants?cursor=%%%', undefined, 422],
    ['GET', '/api/v1/grants?server=%00', undefined, 422], ['GET', '/api/v1/grants/%00', undefined, 422], ['GET', '/api/v1/grants/gnt_none', undefined, 404],
    ['POST', '/api/v1/grants/import', { reason: 'x', grants: [aRow({ validFrom: '9999-12-31T23:59:59-23:59' }), [[[]]], 'x', { externalId: { $ne: 1 } }] }, 200],
  ] as const)('answers %s %s without an internal error', async (method, path, body, status) => {
    expect((await ask(method, path, body)).status).toBe(status)
    expect(surprises).toEqual([])
  })
})
