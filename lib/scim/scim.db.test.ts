import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { createToken } from '@/lib/auth/commands/tokens'
import { findSessionActor } from '@/lib/auth/session-actor'
import { db, transaction } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { scimClient, type ScimClient } from '@/lib/testing/scim-client'
import { deleteUser, patchUser } from './commands/users'
import { createGroup, patchGroup } from './commands/groups'
import { type Doc, ENTERPRISE, GROUP, PATCH_OP, USER } from './model'

/** The door asked over HTTP with the literal requests that Entra ID and Okta publish. */
const database = useDatabase()
const faults: unknown[] = []
let server: Server
let url = ''
let token = ''
let scim: ScimClient

beforeAll(async () => {
  const app = buildApp((level, message, detail) => { if (level === 'error') faults.push([message, detail]) })
  server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})

afterAll(() => new Promise<void>((done) => { server.close(() => done()) }))

beforeEach(async () => {
  await database.truncate()
  token = (await scimToken('admin@acme.test')).token
  scim = scimClient(url, token)
})

const FUTURE = () => new Date(Date.now() + 30 * 86_400_000)

async function scimToken(email: string) {
  const admin = await aPerson(email, ['admin'])
  return { admin, token: (await createToken(admin, testCtx(new Date()), { name: 'directory', roles: [], scopes: ['scim'], expiresAt: FUTURE() })).token }
}

const patch = (...Operations: unknown[]) => ({ schemas: [PATCH_OP], Operations })

/** As Entra's provisioning service sends a new user. */
const ENTRA = {
  schemas: [USER, ENTERPRISE], externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef', userName: 'Dana.Ruiz@acme.test', active: true, displayName: 'Dana Ruiz', title: 'Analyst',
  emails: [{ primary: true, type: 'work', value: 'Dana@acme.test' }], meta: { resourceType: 'User' }, name: { formatted: 'Dana Ruiz', familyName: 'Ruiz', givenName: 'Dana' }, [ENTERPRISE]: { department: 'Risk' }, roles: [{ value: 'admin', primary: true }],
}

async function found(filter: string): Promise<Doc[]> {
  const { status, body } = await scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
  expect(status).toBe(200)
  return body['Resources'] as Doc[]
}

async function actions(): Promise<string[]> {
  return (await db().trailEntry.findMany({ orderBy: { seq: 'asc' }, select: { action: true } })).map((one) => one.action)
}

describe('people by Entra ID', () => {
  test('are looked for, made, found, changed, deactivated with everything dead at once, brought back, and deleted', async () => {
    expect((await scim('GET', `/Users?filter=${encodeURIComponent('userName eq "Dana.Ruiz@acme.test"')}`)).body).toMatchObject({ totalResults: 0, Resources: [], startIndex: 1 })
    const made = await scim('POST', '/Users', ENTRA)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ schemas: [USER, ENTERPRISE], userName: 'Dana.Ruiz@acme.test', title: 'Analyst', active: true, externalId: ENTRA.externalId, roles: ENTRA.roles, [ENTERPRISE]: { department: 'Risk' }, meta: { resourceType: 'User' } })
    const id = String(made.body['id'])
    expect(made.headers.get('location')).toMatch(new RegExp(`/scim/v2/Users/${id}$`))
    expect(await db().person.findUniqueOrThrow({ where: { id } })).toMatchObject({ email: 'dana@acme.test', name: 'Dana Ruiz', roles: ['member'], externalId: ENTRA.externalId })
    for (const filter of ['userName eq "dana.ruiz@ACME.test"', `externalId eq "${ENTRA.externalId}"`, 'emails[type eq "work"].value eq "Dana@acme.test"', `id eq "${id}" and active eq "True"`, 'title sw "ana" and not (userName co "x")']) expect((await found(filter)).map((one) => one['id'])).toEqual([id])
    expect((await scim('POST', '/Users', ENTRA)).body).toMatchObject({ status: '409', scimType: 'uniqueness' })

    const boss = await scim('POST', '/Users', { schemas: [USER], userName: 'boss@acme.test', externalId: 'b' })
    const changed = await scim('PATCH', `/Users/${id}`, patch(
      { op: 'Replace', path: 'displayName', value: 'Dana R.' }, { op: 'Add', path: `${ENTERPRISE}:manager`, value: boss.body['id'] }, { op: 'Replace', path: 'emails[type eq "work"].value', value: 'dana.r@acme.test' }, { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555' },
    ))
    expect(changed.body).toMatchObject({ displayName: 'Dana R.', emails: [{ primary: true, type: 'work', value: 'dana.r@acme.test' }], phoneNumbers: [{ type: 'mobile', value: '+1 555' }], [ENTERPRISE]: { department: 'Risk', manager: { value: boss.body['id'], displayName: 'boss@acme.test' } } })
    expect(await db().person.findUniqueOrThrow({ where: { id } })).toMatchObject({ email: 'dana.r@acme.test', name: 'Dana R.', managerId: boss.body['id'] })
    expect((await db().nameBinding.findMany({ where: { holderId: id, validTo: null } })).map((one) => one.name)).toEqual(['dana.r@acme.test'])
    expect((await scim('GET', `/Users/${id}`)).body).toEqual(changed.body)

    const now = new Date()
    await db().session.create({ data: { id: 'ses_dana', personId: id, createdAt: now, lastSeenAt: now, expiresAt: FUTURE(), method: 'password' } })
    expect(await findSessionActor('ses_dana', now)).not.toBeNull()
    const before = (await actions()).length
    expect((await scim('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }))).body).toMatchObject({ active: false })
    expect(await findSessionActor('ses_dana', now)).toBeNull()
    expect((await found(`userName eq "${ENTRA.userName}"`))[0]).toMatchObject({ active: false })
    expect((await scim('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }))).status).toBe(200)
    expect((await scim('PUT', `/Users/${id}`, { ...changed.body, active: undefined })).body).toMatchObject({ active: false, title: 'Analyst' })
    // Said twice it is done once.
    expect((await actions()).slice(before)).toEqual(['person.left'])
    expect((await scim('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'True' }))).body).toMatchObject({ active: true })
    expect(await findSessionActor('ses_dana', now)).toBeNull()

    expect((await scim('DELETE', `/Users/${id}`)).status).toBe(204)
    for (const [method, body] of [['GET', undefined], ['DELETE', undefined], ['PATCH', patch({ op: 'replace', path: 'active', value: true })], ['PUT', ENTRA]] as const) expect((await scim(method, `/Users/${id}`, body)).status).toBe(404)
    expect(await found('userName sw "dana"')).toEqual([])
    expect(await db().person.findUniqueOrThrow({ where: { id } })).toMatchObject({ active: false, externalId: null })
    expect((await scim('POST', '/Users', ENTRA)).body).toMatchObject({ id, active: true })
    expect((await actions()).filter((one) => one.startsWith('scim.user_deleted') || one === 'scim.user_returned' || one === 'scim.user_created')).toEqual(['scim.user_created', 'scim.user_created', 'scim.user_deleted', 'scim.user_returned'])
    expect(faults).toEqual([])
  })

  test('made by hand are found by their address and adopted, with a version that guards every change', async () => {
    const hand = await aPerson('hand@acme.test', ['owner'])
    const [there] = await found('userName eq "hand@acme.test"')
    expect(there).toMatchObject({ id: hand.id, userName: 'hand@acme.test', active: true, emails: [{ value: 'hand@acme.test' }] })
    const read = await scim('GET', `/Users/${hand.id}`)
    const etag = String(read.headers.get('etag'))
    expect((await scim('GET', `/Users/${hand.id}`, undefined, { 'if-none-match': etag })).status).toBe(304)
    expect((await scim('PATCH', `/Users/${hand.id}`, patch({ op: 'add', value: { externalId: 'okta-1', nickName: 'H' } }), { 'if-match': etag })).body).toMatchObject({ externalId: 'okta-1', nickName: 'H' })
    expect((await scim('DELETE', `/Users/${hand.id}`, undefined, { 'if-match': etag })).status).toBe(412)
    expect(await db().person.findUniqueOrThrow({ where: { id: hand.id } })).toMatchObject({ externalId: 'okta-1', roles: ['owner'], active: true })
    expect(await actions()).toEqual(['token.created', 'scim.user_adopted'])
    // What is not named any more is unassigned, but whether they are here stays as it is; roles are no business of a directory's users.
    expect((await scim('PUT', `/Users/${hand.id}`, { schemas: [USER], id: hand.id, userName: 'hand@acme.test', name: { givenName: 'Hand', familyName: 'Made' }, roles: [{ value: 'admin' }], active: true })).body).not.toHaveProperty('nickName')
    expect(await db().person.findUniqueOrThrow({ where: { id: hand.id } })).toMatchObject({ externalId: null, name: 'Hand Made', roles: ['owner'] })
  })

  test('pages follow one another, and attributes are given as asked', async () => {
    for (const n of [1, 2, 3, 4]) await scim('POST', '/Users', { schemas: [USER], userName: `u${n}@acme.test`, displayName: `U ${n}`, title: 'T' })
    const page = await scim('GET', '/Users?startIndex=2&count=2&attributes=userName,name.givenName')
    expect(page.body).toMatchObject({ totalResults: 5, startIndex: 2, itemsPerPage: 2 })
    expect(page.body['Resources']).toEqual([1, 2].map((n) => ({ schemas: [USER], id: expect.any(String), userName: `u${n}@acme.test` })))
    expect((await scim('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 5, itemsPerPage: 0 })
    expect((await scim('GET', `/Users?filter=${encodeURIComponent('title eq "t"')}&count=1&startIndex=4&excludedAttributes=meta,emails.value`)).body).toMatchObject({ totalResults: 4, Resources: [{ userName: 'u4@acme.test' }] })
  })
})

describe('groups by Okta', () => {
  test('are teams: made with members, renamed, added to, removed from, read without members, and deleted', async () => {
    const [a, b] = await Promise.all(['a', 'b'].map(async (name) => String((await scim('POST', '/Users', { schemas: [USER], userName: `${name}@acme.test` })).body['id'])))
    const made = await scim('POST', '/Groups', { schemas: [GROUP], displayName: 'Payments', externalId: 'g1', members: [{ value: a, display: 'a@acme.test' }] })
    expect(made.body).toMatchObject({ displayName: 'Payments', externalId: 'g1', members: [{ value: a, type: 'User', display: 'a@acme.test' }] })
    const id = String(made.body['id'])
    expect((await scim('GET', `/Users/${a}`)).body).toMatchObject({ groups: [{ value: id, display: 'Payments', type: 'direct' }] })
    expect((await scim('PATCH', `/Groups/${id}`, patch({ op: 'replace', value: { id, displayName: 'Payments EU' } }))).status).toBe(204)
    expect((await scim('PATCH', `/Groups/${id}`, patch({ op: 'remove', path: `members[value eq "${a}"]` }, { op: 'add', path: 'members', value: [{ value: b, display: 'b@acme.test' }] }))).status).toBe(204)
    expect((await scim('GET', `/Groups?filter=${encodeURIComponent('displayName eq "payments eu"')}&excludedAttributes=members`)).body['Resources']).toEqual([expect.objectContaining({ id, displayName: 'Payments EU' })])
    expect((await scim('GET', `/Groups?filter=${encodeURIComponent(`members.value eq "${b}"`)}`)).body).toMatchObject({ totalResults: 1, Resources: [{ members: [{ value: b }] }] })
    expect((await scim('PATCH', `/Groups/${id}`, patch({ op: 'add', path: 'members', value: [{ value: 'per_nobody' }] }))).body).toMatchObject({ status: '400', scimType: 'invalidValue' })
    expect((await scim('PATCH', `/Groups/${id}`, patch({ op: 'add', path: 'members', value: [{ value: id, type: 'Group' }] }))).status).toBe(400)
    expect((await scim('POST', '/Groups', { schemas: [GROUP], displayName: 'Payments EU' })).status).toBe(409)
    const stays = await db().teamMembership.findMany({ where: { teamId: id }, orderBy: { id: 'asc' } })
    expect(stays.map((stay) => [stay.personId, stay.validTo === null])).toEqual([[a, false], [b, true]])
    expect((await scim('DELETE', `/Groups/${id}`)).status).toBe(204)
    expect((await scim('GET', `/Groups/${id}`)).status).toBe(404)
    expect(await db().teamMembership.count({ where: { teamId: id, validTo: null } })).toBe(0)
    expect((await scim('POST', '/Groups', { schemas: [GROUP], displayName: 'Payments EU', members: [{ value: b }] })).body).toMatchObject({ id, members: [{ value: b }] })
    expect(await actions()).toEqual(expect.arrayContaining(['scim.group_created', 'team.created', 'team.members_changed', 'scim.group_changed', 'scim.group_deleted', 'scim.group_returned']))
  })

  test('give roles by the operator’s map alone; a guarded one waits for a second holder, and none comes to whoever made the token', async () => {
    const admin = await db().person.findUniqueOrThrow({ where: { email: 'admin@acme.test' } })
    await aPerson('sec1@acme.test', ['security_reviewer'])
    await aPerson('sec2@acme.test', ['security_reviewer'])
    const ann = await aPerson('ann@acme.test', ['member'])
    const actor = { kind: 'token' as const, id: 'tok_1', name: 'directory', personId: admin.id, roles: [], scopes: ['scim'], bootstrap: false, ownServerIds: [], ownAgentIds: [], behind: [admin.id] }
    const by = (time?: Date) => ({ actor, ctx: testCtx(time ?? new Date()), base: 'x', groupRoles: [{ group: 'Sec', role: 'security_reviewer' as Role }, { group: 'Sec', role: 'auditor' as Role }] })
    const roles = async (id: string) => (await db().person.findUniqueOrThrow({ where: { id } })).roles
    const { id } = await createGroup(by(), { displayName: 'Sec', members: [{ value: ann.id }, { value: admin.id }] })
    expect(await roles(ann.id)).toEqual(['member', 'auditor'])
    expect(await roles(admin.id)).toEqual(['admin', 'auditor'])
    expect(await db().roleChange.findMany({ where: { decidedAt: null } })).toMatchObject([{ personId: ann.id, role: 'security_reviewer', requestedBy: admin.id, reason: 'group Sec' }])
    await patchGroup(by(), String(id), [{ op: 'remove', path: `members[value eq "${ann.id}"]`, value: undefined }], null)
    expect(await roles(ann.id)).toEqual(['member'])
    expect(await db().roleChange.count({ where: { decidedAt: null } })).toBe(0)
  })
})

describe('who may not be taken away, and who may not ask', () => {
  test('the last holder of a guarded role stays: 409, and nothing is changed', async () => {
    const boss = await scimToken('boss@acme.test')
    await transaction(async (tx) => { await tx.person.update({ where: { email: 'admin@acme.test' }, data: { roles: ['member'] } }) })
    const mine = scimClient(url, boss.token)
    for (const answer of [await mine('PATCH', `/Users/${boss.admin.id}`, patch({ op: 'replace', value: { active: false, title: 'X' } })), await mine('DELETE', `/Users/${boss.admin.id}`)]) {
      expect(answer.body).toMatchObject({ status: '409', detail: expect.stringContaining('last active admin') })
      expect(answer.body).not.toHaveProperty('scimType')
    }
    expect(await db().person.findUniqueOrThrow({ where: { id: boss.admin.id } })).toMatchObject({ active: true, scim: null })
    // The token of whoever is no administrator any more is none.
    expect((await scim('GET', '/Users')).status).toBe(403)
  })

  test('the address of who holds a guarded role stays, so that nobody signs on as them, and leaving counts all the same', async () => {
    const boss = await aPerson('boss@acme.test', ['admin', 'member'])
    const moved = (active: boolean) => ({ schemas: [USER], userName: 'boss@acme.test', emails: [{ value: 'thief@acme.test', primary: true }], active })
    expect((await scim('PUT', `/Users/${boss.id}`, moved(true))).status).toBe(403)
    expect((await scim('PUT', `/Users/${boss.id}`, moved(false))).body).toMatchObject({ active: false, emails: [{ value: 'boss@acme.test' }] })
    expect((await scim('PUT', `/Users/${boss.id}`, moved(true))).status).toBe(403)
    expect(await db().person.findUniqueOrThrow({ where: { id: boss.id } })).toMatchObject({ email: 'boss@acme.test', active: false })
  })

  test('a token that provisions does nothing else, others do not provision, and it dies with its owner', async () => {
    const admin = await aPerson('second@acme.test', ['admin'])
    const other = (await createToken(admin, testCtx(new Date()), { name: 'all', roles: ['admin'], scopes: ['read', 'write'], expiresAt: FUTURE() })).token
    for (const path of ['/Users', '/ServiceProviderConfig', '/Groups/x']) expect((await scimClient(url, other)('GET', path)).status).toBe(403)
    expect((await scimClient(url, 'bwk_x')('GET', '/Users')).headers.get('www-authenticate')).toBe('Bearer realm="bailiwick"')
    for (const path of ['/api/v1/people', '/api/v1/tokens', '/api/v1/servers']) expect((await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(403)
    for (const wrong of [{ scopes: ['scim', 'read'] }, { roles: ['admin' as Role] }, { ownerEmail: 'admin@acme.test' }]) await expect(createToken(admin, testCtx(new Date()), { name: 'x', roles: [], scopes: ['scim'], expiresAt: FUTURE(), ...wrong })).rejects.toMatchObject({ code: 'invalid_input' })
    const theirs = (await db().person.findUniqueOrThrow({ where: { email: 'admin@acme.test' } })).id
    expect((await scim('PATCH', `/Users/${theirs}`, patch({ op: 'replace', value: { active: false } }))).status).toBe(200)
    expect((await scim('GET', '/Users')).status).toBe(401)
  })

  test('agents are not there unless they are switched on', async () => {
    expect((await scim('GET', '/Agents')).status).toBe(404)
    expect((await scim('GET', '/ResourceTypes')).body).toMatchObject({ totalResults: 2, Resources: [{ id: 'User', schemaExtensions: [{ schema: ENTERPRISE, required: false }] }, { id: 'Group' }] })
    expect((await scim('GET', `/Schemas/${USER}`)).body).toMatchObject({ id: USER, name: 'User' })
    expect((await scim('GET', '/ServiceProviderConfig')).body).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, filter: { maxResults: 200 }, etag: { supported: true } })
  })

  test.each<[string, string, unknown, number, string | undefined]>([
    ['POST', '/Users', '{', 400, 'invalidSyntax'], ['POST', '/Users', '[]', 400, 'invalidSyntax'], ['POST', '/Users', '[['.repeat(200_000), 400, 'invalidSyntax'], ['POST', '/Users', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, 400, 'invalidSyntax'],
    ['POST', '/Users', '{"__proto__":{"x":1},"userName":"a@b.test"}', 400, 'invalidSyntax'], ['POST', '/Users', { schemas: [USER], userName: 'a\u0000@b.test' }, 400, 'invalidValue'], ['POST', '/Users', '{"userName":"a@b.test","title":"\\ud800"}', 400, 'invalidValue'],
    ['POST', '/Users', {}, 400, 'invalidValue'], ['POST', '/Users', { schemas: [USER], userName: 'no address' }, 400, 'invalidValue'], ['POST', '/Users', { schemas: [USER], userName: ['x'] }, 400, 'invalidValue'], ['POST', '/Users', { schemas: [USER], userName: 'a@b.test', username: 'b@b.test' }, 400, 'invalidSyntax'],
    ['POST', '/Users', { schemas: [USER], userName: 'a@b.test', active: 'maybe' }, 400, 'invalidValue'], ['POST', '/Users', { schemas: [USER], userName: 'a@b.test', [ENTERPRISE]: { manager: { value: 'per_0' } } }, 400, 'invalidValue'], ['POST', '/Users', { schemas: [USER], userName: 'a@b.test', title: 'x'.repeat(40_000) }, 400, 'invalidValue'],
    ['POST', '/Users', { schemas: [GROUP], userName: 'a@b.test' }, 400, 'invalidSyntax'], ['POST', '/Groups', { schemas: [GROUP], displayName: 'G', members: 'all' }, 400, 'invalidValue'], ['POST', '/Users', 'x'.repeat(2_200_000), 413, undefined], ['GET', `/Users?filter=${'('.repeat(1500)}`, undefined, 400, 'invalidFilter'], ['GET', '/Users?filter=', undefined, 400, 'invalidFilter'],
    ['GET', '/Users?count=many', undefined, 400, 'invalidValue'], ['GET', '/Users?attributes=a&excludedAttributes=b', undefined, 400, 'invalidValue'], ['GET', '/Users?filter=id%20eq%20%22%00%22', undefined, 400, 'invalidValue'], ['GET', '/Users/%00', undefined, 404, undefined],
    ['GET', '/Nothing', undefined, 404, undefined], ['PUT', '/Users', {}, 405, undefined], ['POST', '/Bulk', {}, 501, undefined], ['GET', '/Me', undefined, 501, undefined], ['GET', '/Schemas?filter=x', undefined, 403, undefined],
  ])('hostile request %# is refused in SCIM’s words', async (method, path, body, status, scimType) => {
    const answer = await scim(method, path, body)
    expect([answer.status, answer.body['scimType']]).toEqual([status, scimType])
    expect(String(answer.body['detail'])).not.toMatch(/\bat \w+ \(|node_modules|prisma/i)
    expect(await db().person.count()).toBe(1)
    expect(faults).toEqual([])
  })
})

test('two calls at once make one person, and one of two changes of the same version wins', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => scim('POST', '/Users', ENTRA)))
  expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409])
  const { actor } = { actor: await aPerson('x@acme.test', ['admin']) }
  const made = answers.find((one) => one.status === 201)
  const [id, etag] = [String(made?.body['id']), String(made?.headers.get('etag'))]
  const by = { actor: { ...actor, roles: [] }, ctx: testCtx(new Date()), base: 'http://localhost:3000/scim/v2', groupRoles: [] }
  const both = await Promise.allSettled([scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'title', value: 'A' }), { 'if-match': etag }), scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'title', value: 'B' }), { 'if-match': etag })])
  expect(both.map((one) => (one.status === 'fulfilled' ? one.value.status : 0)).sort()).toEqual([200, 412])
  await patchUser(by, id, [{ op: 'replace', path: 'title', value: 'C' }], null)
  await deleteUser(by, id, null)
  expect(await db().person.findUniqueOrThrow({ where: { id } })).toMatchObject({ active: false, scim: { doc: { title: 'C' } } })
})
