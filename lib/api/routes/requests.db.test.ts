import { beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { requestAnswer } from '@/lib/requests/answers'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { declareRequestWorld } from '@/lib/testing/request-builders'

useDatabase()
const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })
const tokens: Record<string, string> = {}

beforeAll(async () => {
  await declareRequestWorld()
  const year = at('+300d', new Date())
  const mint = async (name: string, roles: Role[], bootstrap = false): Promise<void> => {
    const minted = await transaction((tx) => mintToken(tx, testCtx(), { name, ownerId: `per_${name}`, createdBy: `per_${name}`, roles, scopes: ['read', 'write'], expiresAt: year }))
    if (bootstrap) await db().apiToken.updateMany({ where: { name }, data: { bootstrap: true } })
    tokens[name] = minted.token
  }
  await mint('dana', ['member'])
  await mint('erin', ['owner'])
  await mint('otto', ['member'])
  await mint('rae', ['security_reviewer'], true)
})

type Asked = { status: number; body: Record<string, unknown> & { items?: Record<string, unknown>[] } }

async function ask(by: string, method: string, path: string, body?: unknown): Promise<Asked> {
  const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${tokens[by] ?? ''}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
}

const BODY = { server: 'github', caller: { agent: 'spiffe://acme.test/triage', client: 'code', human: 'dana@acme.test' }, target: { kind: 'tool', name: 'create_issue' }, access: 'write', scope: ['repo:acme/*'], purpose: 'Triage of issues', durationDays: 20 }

describe('requests over HTTP', () => {
  test('one is asked for, read by those it concerns, changed, reminded of and taken back, and answers as described', async () => {
    const made = await ask('dana', 'POST', '/grant-requests', BODY)
    expect(made.status).toBe(201)
    const view = requestAnswer.strict().parse(made.body)
    expect(view).toMatchObject({ state: 'pending', server: 'github', target: { kind: 'tool', name: 'create_issue' }, access: 'write', scope: ['repo:acme/*'], grantId: null, caller: { agent: 'spiffe://acme.test/triage', client: 'code', human: 'dana@acme.test' } })
    const path = `/grant-requests/${view.id}`
    expect((await ask('erin', 'GET', path)).body).toEqual(made.body)
    expect((await ask('otto', 'GET', path)).status).toBe(404)
    expect((await ask('erin', 'GET', '/grant-requests?state=pending&server=github&limit=1')).body.items).toMatchObject([{ id: view.id }])
    expect((await ask('dana', 'PATCH', path, { ...BODY, revision: 9 })).body).toMatchObject({ code: 'stale_version' })
    expect((await ask('dana', 'PATCH', path, { ...BODY, revision: 1, durationDays: 10 })).body).toMatchObject({ revision: 2, round: 2, durationDays: 10 })
    expect((await ask('dana', 'POST', `${path}/nudge`)).status).toBe(200)
    expect((await ask('dana', 'POST', `${path}/nudge`)).status).toBe(429)
    expect((await ask('erin', 'POST', `${path}/withdraw`, {})).status).toBe(403)
    expect((await ask('dana', 'POST', `${path}/withdraw`, { reason: 'Done by hand' })).body).toMatchObject({ state: 'withdrawn' })
    expect((await ask('dana', 'POST', `${path}/withdraw`, {})).body).toMatchObject({ code: 'illegal_transition', status: 409 })
  })

  test('a token decides nothing, the start token where there are not two reviewers, and a narrower answer makes a narrower grant', async () => {
    const { body } = await ask('dana', 'POST', '/grant-requests', BODY)
    const path = `/grant-requests/${String(body['id'])}/decisions`
    for (const by of ['dana', 'erin']) expect((await ask(by, 'POST', path, { answer: 'approve', reason: 'x' })).status).toBe(403)
    await db().person.updateMany({ where: { id: { in: ['per_rob', 'per_sam'] } }, data: { active: false } })
    expect((await ask('rae', 'POST', path, { answer: 'approve', reason: 'x', narrowed: { access: 'admin' } })).body).toMatchObject({ code: 'invalid_input', status: 422 })
    const approved = await ask('rae', 'POST', path, { answer: 'approve', reason: 'Needed', narrowed: { scope: ['repo:acme/api'], durationDays: 5 } })
    expect(approved.body).toMatchObject({ state: 'approved', grantIds: [expect.any(String)] })
    const grant = await ask('rae', 'GET', `/grants/${String(approved.body['grantId'])}`)
    expect(grant.body).toMatchObject({ state: 'active', scope: ['repo:acme/api'], origin: 'request', requestId: body['id'] })
    const narrowed = await ask('erin', 'POST', `/grants/${String(approved.body['grantId'])}/narrow`, { reason: 'Less', targets: [{ kind: 'tool', name: 'create_issue', access: 'read', scope: ['repo:acme/api'] }] })
    expect([narrowed.status, narrowed.body]).toMatchObject([200, { grant: { state: 'revoked' }, replacements: [{ access: 'read', state: 'active' }] }])
  })

  test.each([
    [{ ...BODY, target: undefined }, 422, 'invalid_input'], [{ ...BODY, until: '2027-01-01T00:00:00Z' }, 422, 'invalid_input'], [{ ...BODY, approved: true }, 422, 'unknown_field'], [{ ...BODY, purpose: ' ' }, 422, 'invalid_input'],
    [{ ...BODY, durationDays: 0 }, 422, 'invalid_input'], [{ ...BODY, renews: 'a', confirms: 'b' }, 422, 'invalid_input'], [{ ...BODY, breakGlass: true }, 403, 'forbidden'], [{ ...BODY, target: { kind: 'tool', name: 'a\u0007' } }, 422, 'invalid_input'], [[], 422, 'invalid_input'],
  ])('%j is refused with %i', async (body, status, code) => {
    const answer = await ask('dana', 'POST', '/grant-requests', body)
    expect([answer.status, answer.body['code']]).toEqual([status, code])
  })

  test('what is meant as a draft by its address is not asked for', async () => {
    expect((await ask('dana', 'POST', '/grant-requests?draft=true', BODY)).status).toBe(422)
  })

  test('a draft is kept, changed, submitted and thrown away', async () => {
    const draft = await ask('dana', 'POST', '/grant-requests/drafts', { server: 'github' })
    expect([draft.status, draft.body['state']]).toEqual([201, 'draft'])
    const path = `/grant-requests/drafts/${String(draft.body['id'])}`
    expect((await ask('dana', 'PATCH', path, { server: 'github', purpose: 'Later' })).body).toMatchObject({ purpose: 'Later' })
    expect((await ask('erin', 'DELETE', path)).status).toBe(404)
    expect((await ask('dana', 'POST', `${path}/submit`, BODY)).body).toMatchObject({ id: draft.body['id'], state: 'pending' })
    expect((await ask('dana', 'DELETE', path)).status).toBe(409)
    const other = await ask('dana', 'POST', '/grant-requests/drafts', {})
    expect((await ask('dana', 'DELETE', `/grant-requests/drafts/${String(other.body['id'])}`)).status).toBe(204)
  })
})
