import { beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { headlessStart } from '@/lib/auth/commands/headless-start'
import { newToken } from '@/lib/auth/secrets'
import { db } from '@/lib/db/client'
import { personAnswer, roleChangeAnswer, teamAnswer } from '@/lib/people/answers'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'

useDatabase()
const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })
const start = newToken()

beforeAll(async () => {
  await headlessStart(testCtx(new Date()), { email: 'root@acme.test', password: 'correct horse battery staple', apiToken: start })
})

type Asked = { status: number; body: Record<string, unknown> & { items?: Record<string, unknown>[] }; headers: Headers }

async function ask(method: string, path: string, body?: unknown, more: { token?: string; key?: string } = {}): Promise<Asked> {
  const answer = await app.request(`/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${more.token ?? start}`, 'content-type': 'application/json', ...(more.key === undefined ? {} : { 'idempotency-key': more.key }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text), headers: answer.headers }
}

describe('people over HTTP', () => {
  test('a human is registered, changed, found and noted as left, and answers as described', async () => {
    const made = await ask('POST', '/people', { email: 'Dana@acme.test', name: 'Dana', roles: ['member'], teams: ['payments'], managerEmail: 'root@acme.test', identities: [{ issuer: 'https://idp.acme.test', subject: 'd-1' }], aliases: ['dana.k'] })
    expect(made.status).toBe(201)
    expect(personAnswer.strict().parse(made.body)).toMatchObject({ email: 'dana@acme.test', teams: ['payments'], managerEmail: 'root@acme.test', aliases: ['dana.k'], pendingRoles: [], active: true })
    expect((await ask('PATCH', '/people/dana@acme.test', { name: 'Dana K', aliases: [] })).body).toMatchObject({ name: 'Dana K', aliases: [], teams: ['payments'] })
    expect((await ask('GET', '/people?team=payments&active=true&q=dana')).body.items).toMatchObject([{ name: 'Dana K' }])
    expect((await ask('PATCH', `/people/${String(made.body['id'])}`, { active: false })).body).toMatchObject({ active: false, roles: ['member'] })
    expect((await ask('GET', '/people?active=true&q=dana')).body.items).toEqual([])
  })

  test.each([
    [{ email: 'x@acme.test', name: 'X', roles: [], admin: true }, 422, 'unknown_field'],
    [{ email: 'no address', name: 'X', roles: [] }, 422, 'invalid_input'],
    [{ email: 'x@acme.test', name: 'X', roles: ['root'] }, 422, 'invalid_input'],
    [{ email: 'x@acme.test', name: 'X', roles: [], managerEmail: 'nobody@acme.test' }, 422, 'invalid_input'],
    [{ email: 'x\u0000@acme.test', name: 'X', roles: [] }, 422, 'invalid_input'],
    [{ email: 'root@acme.test', name: 'X', roles: [] }, 409, 'already_exists'],
    [[], 422, 'invalid_input'],
  ])('%j is refused with %i', async (body, status, code) => {
    const answer = await ask('POST', '/people', body)
    expect([answer.status, answer.body['code']]).toEqual([status, code])
    expect(await db().person.count({ where: { email: 'x@acme.test' } })).toBe(0)
  })

  test('roles waiting for a second holder are listed, and the start token, which asked, cannot consent', async () => {
    await ask('POST', '/people', { email: 'second@acme.test', name: 'S', roles: ['security_reviewer'] })
    const third = await ask('POST', '/people', { email: 'third@acme.test', name: 'T', roles: ['member', 'security_reviewer'] })
    expect(third.body).toMatchObject({ roles: ['member'], pendingRoles: ['security_reviewer'] })
    const [waiting] = (await ask('GET', '/role-changes')).body.items ?? []
    expect(roleChangeAnswer.strict().parse(waiting)).toMatchObject({ person: { email: 'third@acme.test' }, role: 'security_reviewer' })
    expect((await ask('POST', `/role-changes/${String(waiting?.['id'])}/consent`, { answer: 'grant', reason: 'r' })).status).toBe(403)
  })

  test('nobody changes their own roles, the first administrator’s token neither', async () => {
    expect((await ask('PATCH', '/people/root@acme.test', { roles: ['admin'] })).status).toBe(403)
    expect((await ask('PATCH', '/people/root@acme.test', { name: 'Root' })).status).toBe(200)
  })
})

describe('teams over HTTP', () => {
  test('a team is made, filled, emptied and found by name', async () => {
    await ask('POST', '/people', { email: 'eve@acme.test', name: 'Eve', roles: [] })
    const made = await ask('POST', '/teams', { name: 'blue' })
    expect(made.status).toBe(201)
    expect(teamAnswer.strict().parse((await ask('PATCH', `/teams/${String(made.body['id'])}`, { add: ['Eve@acme.test'] })).body).members).toMatchObject([{ email: 'eve@acme.test' }])
    expect((await ask('PATCH', '/teams/blue', { remove: ['eve@acme.test'] })).body['members']).toEqual([])
    expect((await ask('GET', '/teams/green')).status).toBe(404)
    expect((await ask('PATCH', '/teams/blue', { add: ['nobody@acme.test'] })).status).toBe(422)
  })
})

describe('tokens over HTTP', () => {
  test('a token is shown once, works, and is out at the moment of its revocation', async () => {
    const made = await ask('POST', '/tokens', { name: 'reader', roles: ['security_reviewer'], scopes: ['read'], expiresInDays: 1 }, { key: 'once' })
    const token = String(made.body['token'])
    expect((await ask('POST', '/tokens', { name: 'reader', roles: ['security_reviewer'], scopes: ['read'], expiresInDays: 1 }, { key: 'once' })).body).toEqual({ ...made.body, token: 'shown once, with the first answer' })
    expect((await ask('GET', '/people', undefined, { token })).status).toBe(200)
    expect((await ask('POST', '/teams', { name: 'no' }, { token })).status).toBe(403)
    expect(JSON.stringify((await ask('GET', '/tokens')).body)).not.toContain(token.slice(20, 50))
    expect((await ask('DELETE', `/tokens/${String(made.body['id'])}`)).status).toBe(204)
    const refused = await ask('GET', '/people', undefined, { token })
    expect([refused.status, refused.body['code'], refused.headers.get('www-authenticate')]).toEqual([401, 'unauthenticated', 'Bearer realm="bailiwick"'])
  })

  test('one key sent twice at the same moment makes one thing, and both hear of it', async () => {
    const body = { name: 'twin', roles: [], scopes: ['read'], expiresInDays: 1 }
    const answers = await Promise.all([1, 2, 3].map(() => ask('POST', '/tokens', body, { key: 'twins' })))
    expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1)
    expect(await db().apiToken.count({ where: { name: 'twin' } })).toBe(1)
    expect((await ask('POST', '/tokens', { ...body, name: 'other' }, { key: 'twins' })).body['code']).toBe('idempotency_mismatch')
  })

  test.each([
    [{ expiresInDays: 367 }], [{ expiresAt: '2020-01-01T00:00:00Z' }], [{}], [{ expiresInDays: 1, expiresAt: '2030-01-01T00:00:00Z' }],
    [{ expiresInDays: 1, scopes: ['ingest:*'] }], [{ expiresInDays: 1, scopes: [] }], [{ expiresInDays: 1, ownerEmail: 'nobody@acme.test' }],
  ])('%j is no token', async (more) => {
    expect((await ask('POST', '/tokens', { name: 't', roles: [], scopes: ['read'], ...more })).status).toBe(422)
  })

  test('an invitation is a URL for one use, and never remembered', async () => {
    await ask('POST', '/people', { email: 'guest@acme.test', name: 'Guest', roles: ['member'] })
    const made = await ask('POST', '/people/guest@acme.test/invitation', undefined, { key: 'invite' })
    expect(made.status).toBe(201)
    expect(String(made.body['signInUrl'])).toMatch(/\/sign-in\/once\?token=[a-z0-9]{40}&callbackUrl=/)
    expect((await ask('POST', '/people/guest@acme.test/invitation', undefined, { key: 'invite' })).body['signInUrl']).toBe('shown once, with the first answer')
    expect((await ask('POST', '/people/nobody@acme.test/invitation')).status).toBe(404)
  })
})
