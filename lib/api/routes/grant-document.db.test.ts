import { beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { SYSTEM } from '@/lib/auth/actor'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import type { WrittenDocument, WrittenEntry } from '@/lib/document/write-text'
import { revokeGrant } from '@/lib/grants/commands/change-grant'
import { importGrants } from '@/lib/grants/commands/import-grants'
import type { Role } from '@/lib/people/model'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'
import { verifyTrail } from '@/lib/trail/queries'

const database = useDatabase()
const surprises: unknown[] = []
const app = buildApp((level, message, detail) => {
  if (level === 'error') surprises.push([message, detail])
})
const PATH = '/api/v1/grants/document'
const FAR = new Date(Date.now() + 30 * 86_400_000).toISOString()
let token = ''

type Plan = { hash: string; counts: Record<string, number>; waiting: number; blocked: number; sentence: string; applied: boolean; number?: number; requests: string[]; revoked: string[]; narrowed: { grantId: string; replacedBy: string[] }[]; steps: { kind: string; path: string | null; obstacles: string[]; asked: string | null; approval: { words: string; shortenedTo: number | null } | null; differences: { field: string; effect: string }[] }[]; code: string; errors: { path: string; message: string }[] }

async function tokenFor(roles: Role[], email = `${roles.join('.')}@acme.test`): Promise<string> {
  const person = await aPerson(email, roles)
  return (await transaction((tx) => mintToken(tx, testCtx(), { name: 'test', ownerId: person.id, createdBy: person.id, roles, scopes: ['read', 'write'], expiresAt: new Date(Date.now() + 86_400_000) }))).token
}

async function present(query = '?server=github', as = token): Promise<WrittenDocument> {
  const answer = await app.request(`${PATH}${query}`, { headers: { authorization: `Bearer ${as}` } })
  expect(answer.status).toBe(200)
  return await answer.json() as WrittenDocument
}

async function put(document: unknown, query = '', { as = token, type = 'application/json', key }: { as?: string; type?: string; key?: string } = {}): Promise<{ status: number; body: Plan; replayed: boolean }> {
  const answer = await app.request(`${PATH}${query}`, { method: 'PUT', headers: { authorization: `Bearer ${as}`, 'content-type': type, ...(key === undefined ? {} : { 'idempotency-key': key }) }, body: typeof document === 'string' ? document : JSON.stringify(document) })
  return { status: answer.status, body: await answer.json() as Plan, replayed: answer.headers.get('idempotency-replayed') === 'true' }
}

async function apply(document: unknown, as = token): Promise<{ status: number; body: Plan }> {
  const plan = await put(document, '', { as })
  expect(plan.status).toBe(200)
  return put(document, `?apply=${plan.body.hash}`, { as })
}

const drift = async (): Promise<{ documents: { number: number; servers: string[] }[]; items: { kind: string; path: string | null }[]; unreadable: unknown[] }> =>
  (await app.request(`${PATH}/drift`, { headers: { authorization: `Bearer ${token}` } })).json() as never

const changed = (document: WrittenDocument, index: number, more: Partial<WrittenEntry>): WrittenDocument => ({ ...document, grants: document.grants.map((entry, i) => (i === index ? { ...entry, ...more } : entry)) })

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  await db().server.update({ where: { id: 'srv_github' }, data: { backupOwnerId: 'per_dana' } })
  await importGrants(testCtx(new Date()), SYSTEM, { reason: 'Elsewhere', grants: [
    aRow({ externalId: 'a', target: { kind: 'tool', name: 'create_*' }, validUntil: FAR }), aRow({ externalId: 'b', target: { kind: 'tool', name: 'delete' }, access: 'admin', scope: ['repo:b', 'repo:a'], validUntil: undefined }),
    aRow({ externalId: 'c', server: 'vault', caller: { agent: 'any', client: 'any', human: 'team:core' }, access: 'read', validUntil: FAR, mode: 'task' }), aRow({ externalId: 'd', validUntil: new Date(Date.now() - 1000).toISOString() }),
  ] })
  token = await tokenFor(['security_reviewer'])
  surprises.length = 0
})

describe('the present state', () => {
  it.each(['yaml', 'json'])('as %s put back takes nothing', async (format) => {
    const answer = await app.request(`${PATH}?format=${format}`, { headers: { authorization: `Bearer ${token}` } })
    const text = await answer.text()
    expect(answer.headers.get('content-type')).toBe(`application/${format}`)
    const { status, body } = await put(text, '', { type: `application/${format}` })
    expect([status, body.counts]).toEqual([200, { unchanged: 3, create: 0, narrow: 0, widen: 0, revoke: 0 }])
    expect(await (await app.request(`${PATH}?format=${format}`, { headers: { authorization: `Bearer ${token}` } })).text()).toBe(text)
  })

  it('is YAML for whoever accepts YAML, and names what it speaks for', async () => {
    const answer = await app.request(`${PATH}?server=github,vault`, { headers: { authorization: `Bearer ${token}`, accept: 'application/yaml' } })
    expect(await answer.text()).toMatch(/^# .*\nversion: 1\nservers:\n {2}- github\n {2}- vault\ngrants:\n/)
  })

  it('is of own servers for an owner, and of no server that is seen in part', async () => {
    const owner = await aPerson('own@acme.test', ['owner'])
    await db().server.update({ where: { id: 'srv_github' }, data: { ownerId: owner.id } })
    await db().agent.update({ where: { id: 'agt_triage' }, data: { sponsorId: owner.id } })
    const as = (await transaction((tx) => mintToken(tx, testCtx(), { name: 'o', ownerId: owner.id, createdBy: owner.id, roles: ['owner'], scopes: ['read', 'write'], expiresAt: new Date(Date.now() + 86_400_000) }))).token
    expect((await present('', as)).servers).toEqual(['github'])
    expect((await app.request(`${PATH}?server=vault`, { headers: { authorization: `Bearer ${as}` } })).status).toBe(422)
    expect((await put({ version: 1, servers: ['vault'], grants: [] }, '', { as })).body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'servers.0' }] })
  })
})

describe('applying', () => {
  it('narrows and ends at once, asks for the rest, and leaves only what waits', async () => {
    const before = await present()
    const document: WrittenDocument = { ...before, grants: [
      { ...(before.grants[0] as WrittenEntry), target: { kind: 'tool', name: 'create_issue' }, access: 'read' },
      { ...(before.grants[0] as WrittenEntry), id: undefined as never, target: { kind: 'tool', name: 'close_issue' }, validUntil: FAR },
    ] }
    const plan = await put(document)
    expect(plan.body).toMatchObject({ applied: false, blocked: 0, counts: { unchanged: 0, create: 1, narrow: 1, widen: 0, revoke: 1 }, steps: [{ kind: 'revoke' }, { kind: 'narrow', path: 'grants.0', differences: [{ field: 'target', effect: 'less' }, { field: 'access', effect: 'less' }] }, { kind: 'create', path: 'grants.1', approval: { words: 'the owner and a security reviewer' } }] })
    expect([await db().grantRequest.count(), await db().grantDocument.count()]).toEqual([0, 0])
    const done = await put(document, `?apply=${plan.body.hash}`)
    expect(done).toMatchObject({ status: 200, body: { applied: true, number: 1 } })
    expect(await db().grantRequest.findFirst({ select: { state: true, origin: true, requestedBy: true, id: true } })).toMatchObject({ id: done.body.requests[0], state: 'pending', origin: { kind: 'document', id: '1' } })
    const made = await db().grant.findUnique({ where: { id: done.body.narrowed[0]?.replacedBy[0] ?? '' } })
    expect(made).toMatchObject({ target: 'create_issue', access: 'read', narrowsId: before.grants[0]?.id, origin: 'import' })
    expect((await put(document)).body).toMatchObject({ waiting: 1, counts: { unchanged: 1, create: 1, narrow: 0, widen: 0, revoke: 0 } })
    expect((await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })).map((entry) => entry.action).slice(-4)).toEqual(['grant.narrowed', 'grant.revoked', 'request.submitted', 'grants.document_applied'])
    expect(await verifyTrail(SYSTEM)).toMatchObject({ ok: true })
    expect(surprises).toEqual([])
  })

  it('never puts in force what is more: it is asked for, and what stands stays', async () => {
    const before = await present()
    const document = changed(before, 0, { access: 'admin', validUntil: undefined as never })
    const done = await apply(document)
    expect(done.body).toMatchObject({ counts: { widen: 1 }, steps: [{ kind: 'widen', approval: { words: 'the owner and 2 security reviewers', shortenedTo: 7 } }, {}] })
    expect(await present()).toEqual(before)
    expect(await apply(document)).toMatchObject({ status: 200, body: { waiting: 1, requests: [] } })
    expect(await db().grantRequest.count()).toBe(1)
  })

  it('applies no other plan than the one that was looked at', async () => {
    const before = await present()
    const document = { ...before, grants: [] }
    const plan = await put(document)
    await revokeGrant(testCtx(new Date()), SYSTEM, before.grants[0]?.id ?? '', 'Meanwhile')
    const late = await put(document, `?apply=${plan.body.hash}`)
    const now = await put(document)
    expect(late).toMatchObject({ status: 409, body: { code: 'stale_version', errors: [{ path: 'apply', message: now.body.hash }] } })
    expect(now.body.hash).not.toBe(plan.body.hash)
    expect(await put(document, `?apply=${now.body.hash}`)).toMatchObject({ status: 200, body: { revoked: [before.grants[1]?.id] } })
  })

  it('is done once for one key, and once at a time', async () => {
    const document = { ...await present(), grants: [] }
    const { hash } = (await put(document)).body
    const both = await Promise.all([put(document, `?apply=${hash}`, { key: 'k' }), put(document, `?apply=${hash}`, { key: 'k' }), put(document, `?apply=${hash}`)])
    // Whichever comes first is applied, the other finds another plan; of one key both are told the same.
    const [first, again, other] = both.map((one) => one.status)
    expect(again).toBe(first)
    expect([first, other].toSorted()).toEqual([200, 409])
    expect(await db().grantDocument.count()).toBe(1)
    expect(await put(document, `?apply=${hash}`, { key: 'k' })).toMatchObject(both[0]?.status === 200 && both[0].replayed ? { replayed: true } : {})
    expect(surprises).toEqual([])
  })

  it('stores the same document once while there is nothing to do', async () => {
    const document = await present()
    expect([(await apply(document)).body.number, (await apply(document)).body.number]).toEqual([1, 1])
  })

  it('does all of it or nothing, and says what stands against it', async () => {
    await db().agent.update({ where: { id: 'agt_release' }, data: { active: false } })
    const before = await present()
    const document = { ...before, grants: [{ server: 'github', caller: { agent: 'release', client: 'code', human: 'any' }, target: { kind: 'tool', name: 'x' }, access: 'read', purpose: 'p', validUntil: FAR }] }
    const plan = await put(document)
    expect(plan.body).toMatchObject({ blocked: 1, counts: { revoke: 2, create: 1 } })
    expect(await put(document, `?apply=${plan.body.hash}`)).toMatchObject({ status: 409, body: { code: 'conflict', errors: [{ path: 'grants.0' }] } })
    expect(await present()).toEqual(before)
  })

  it.each([['auditor', 403, 'forbidden'], ['admin', 403, 'forbidden'], ['incident_responder', 200, undefined]] as const)('as %s a revocation by document answers %i', async (role, status, code) => {
    const as = await tokenFor([role])
    const document = { ...await present(), grants: [] }
    const { hash } = (await put(document, '', { as })).body
    const answer = await put(document, `?apply=${hash}`, { as })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('refuses names that nobody knows by their place', async () => {
    const document = changed(await present(), 1, { caller: { agent: 'nobody', client: 'code', human: 'x@y.z' } })
    expect((await put(document)).body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'grants.1.caller.agent' }, { path: 'grants.1.caller.human' }] })
  })

  it.each([
    ['{"version":1,"version":1}', 'application/json', 400], ['a: &x 1', 'application/yaml', 400], ['{}', 'text/plain', 415], ['', 'application/json', 400], ['{"version":1,"servers":["github"],"grants":[{}]}', 'application/json', 422], [`"${'x'.repeat(5 * 1024 * 1024)}"`, 'application/json', 413],
  ])('is refused as it should be, number %#', async (text, type, status) => {
    expect((await put(text, '', { type })).status).toBe(status)
    expect((await put(text, '?apply=nothing', { type })).status).toBe(422)
    expect(surprises).toEqual([])
  })
})

describe('drift of the document', () => {
  it('says what was granted, ended and changed outside it, and what still waits', async () => {
    const before = await present()
    const wanted = { server: 'github', caller: { agent: 'release', client: 'code', human: 'any' }, target: { kind: 'tool', name: 'x' }, access: 'read', purpose: 'p', validUntil: FAR }
    await apply({ ...before, grants: [...before.grants, wanted] })
    expect(await drift()).toMatchObject({ documents: [{ number: 1, servers: ['github'] }], items: [{ kind: 'waiting', path: 'grants.2' }] })
    await importGrants(testCtx(new Date()), SYSTEM, { reason: 'Beside', grants: [aRow({ externalId: 'z', target: { kind: 'tool', name: 'other' }, validUntil: FAR })] })
    await revokeGrant(testCtx(new Date()), SYSTEM, before.grants[1]?.id ?? '', 'Beside')
    await db().grant.update({ where: { id: before.grants[0]?.id ?? '' }, data: { access: 'admin' } })
    await db().grantRequest.updateMany({ data: { state: 'denied', closedAt: new Date(), closedBy: 'per_erin', closeReason: 'no' } })
    expect((await drift()).items.map((item) => item.kind).toSorted()).toEqual(['changed_outside', 'ended_outside', 'granted_outside', 'not_granted'])
    expect(surprises).toEqual([])
  })
})
