import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { getServer, listServers } from '@/lib/registry/queries/servers'
import { newServerSchema, serverChangeSchema } from '@/lib/registry/server-input'
import type { ServerView } from '@/lib/registry/server-view'
import { aPerson, anActor } from '@/lib/testing/actors'
import { at, testClock } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { editServer } from './edit-server'
import { registerServer } from './register-server'
import { transitionServer } from './transition-server'

const { truncate } = useDatabase()
const clock = testClock()
let owner: Actor
let reviewer: Actor
let second: Actor

beforeEach(async () => {
  await truncate()
  owner = await aPerson('erin@acme.test', ['owner'])
  reviewer = await aPerson('rita@acme.test', ['security_reviewer'])
  second = await aPerson('sam@acme.test', ['security_reviewer'])
})

const asked = (more: Record<string, unknown> = {}) => newServerSchema.parse({
  slug: 'github', name: 'GitHub', purpose: 'Code', environment: 'production', sensitivity: 'internal', identity: { kind: 'spiffe', id: 'spiffe://acme.test/mcp/github' },
  transport: 'streamable_http', endpoint: 'https://mcp.acme.test/github', ownerEmail: 'erin@acme.test', aliases: ['gh'], ...more,
})
const register = (more: Record<string, unknown> = {}): Promise<ServerView> => registerServer(reviewer, clock.ctx(), asked(more))
const edit = (wanted: Record<string, unknown>, actor = reviewer, slug = 'github'): Promise<ServerView> => editServer(actor, clock.ctx(), slug, serverChangeSchema.parse(wanted))
const go = (to: 'active' | 'pilot' | 'rejected' | 'quarantined' | 'offboarding' | 'retired', actor = reviewer, slug = 'github'): Promise<ServerView> => transitionServer(actor, clock.ctx(), slug, { to, reason: 'For the test' })
const names = async () => (await db().nameBinding.findMany({ orderBy: { id: 'asc' } })).map((name) => [name.name, name.validFrom?.getTime() ?? null, name.validTo?.getTime() ?? null])
const reevaluations = async () => (await db().reevaluation.findMany({ orderBy: { id: 'asc' } })).map((row) => row.scope)
const actions = async () => (await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })).map((row) => row.action)

describe('registering a server', () => {
  it('makes a proposal that holds its names but is not registered', async () => {
    const view = await register({ backupOwnerEmail: 'SAM@acme.test', secrets: [{ name: 'KEY', kind: 'static', location: 'vault kv/x', rotateEveryDays: 90 }] })
    expect(view).toMatchObject({ slug: 'github', lifecycle: 'proposed', ownerEmail: 'erin@acme.test', backupOwnerEmail: 'sam@acme.test', aliases: ['gh'], identity: { kind: 'spiffe', id: 'spiffe://acme.test/mcp/github' }, command: null, version: 1, mode: 'off' })
    expect(view.secrets).toEqual([{ name: 'KEY', kind: 'static', location: 'vault kv/x', rotateEveryDays: 90, lastRotatedAt: null }])
    expect(await names()).toEqual([['github', null, null], ['spiffe://acme.test/mcp/github', null, null], ['gh', null, null]])
    expect(await db().stateChange.count()).toBe(0)
    expect([await reevaluations(), await actions()]).toEqual([[], ['server.registered']])
  })

  it.each([
    ['a sensitive server without identity', { sensitivity: 'restricted', identity: undefined }, 'invalid_input', 'identity'],
    ['an owner nobody knows', { ownerEmail: 'ghost@acme.test' }, 'invalid_input', 'ownerEmail'],
    ['a backup owner who is the owner', { backupOwnerEmail: 'erin@acme.test' }, 'invalid_input', 'backupOwnerEmail'],
    ['a team nobody knows', { team: 'ghosts' }, 'invalid_input', 'team'],
  ])('refuses %s and keeps nothing', async (_what, more, code, path) => {
    await expect(register(more)).rejects.toMatchObject({ code, errors: [{ path }] })
    expect([await db().server.count(), await db().nameBinding.count(), await actions()]).toEqual([0, 0, []])
  })

  it('refuses an owner who has left', async () => {
    await db().person.update({ where: { email: 'erin@acme.test' }, data: { active: false } })
    await expect(register()).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'ownerEmail' }] })
  })

  it.each([
    ['slug', { identity: { kind: 'spiffe', id: 'spiffe://acme.test/other' }, aliases: [] }, 'already_exists'],
    ['identity', { slug: 'other', aliases: [] }, 'already_exists'],
    ['alias', { slug: 'other', identity: { kind: 'spiffe', id: 'spiffe://acme.test/other' } }, 'name_taken'],
    ['slug as an alias', { slug: 'other', identity: { kind: 'spiffe', id: 'spiffe://acme.test/other' }, aliases: ['github'] }, 'name_taken'],
  ])('refuses a taken %s', async (_what, more, code) => {
    await register()
    await expect(register(more)).rejects.toMatchObject({ code })
    expect([await db().server.count(), await actions()]).toEqual([1, ['server.registered']])
  })

  it.each([
    ['slug', { identity: undefined, aliases: [] }, {}],
    ['identity', { slug: 'one', aliases: [] }, { slug: 'two', aliases: [] }],
    ['OIDC identity', { slug: 'one', aliases: [], identity: { kind: 'oidc', issuer: 'https://idp.acme.test', subject: 'x' } }, { slug: 'two', aliases: [], identity: { kind: 'oidc', issuer: 'https://idp.acme.test', subject: 'x' } }],
    ['alias', { slug: 'one', identity: undefined }, { slug: 'two', identity: undefined }],
  ])('lets exactly one of two with the same %s through at the same time, and answers the other as a conflict', async (_what, one, two) => {
    for (let round = 0; round < 3; round += 1) {
      await truncate()
      owner = await aPerson('erin@acme.test', ['owner'])
      const results = await Promise.allSettled([register(one), register(two)])
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
      const lost = results.find((result) => result.status === 'rejected')
      expect(['already_exists', 'name_taken', 'conflict']).toContain(lost?.reason.code)
      expect([await db().server.count(), (await actions()).length]).toEqual([1, 1])
    }
  })

  it('keeps no secret of a command or an endpoint in the trail, and still tells that it changed', async () => {
    const [one, two] = [`ghp_${'a1B2'.repeat(9)}`, `ghp_${'Z9y8'.repeat(9)}`]
    await register({ transport: 'stdio', endpoint: null, command: ['server', `--token=${one}`] })
    await edit({ command: ['server', `--token=${two}`] })
    const kept = await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })
    expect(JSON.stringify(kept.map(({ detail }) => detail))).not.toMatch(/a1B2|Z9y8/)
    expect(kept.at(-1)?.detail).toEqual({ changes: { command: { before: ['server', '--token=[hidden]'], after: ['server', '--token=[hidden]'] } } })
  })

  it('fails when the trail cannot be written', async () => {
    await rows("CREATE FUNCTION refuse_trail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the trail is full'; END $$")
    await rows('CREATE TRIGGER refuse_trail BEFORE INSERT ON trail_entry FOR EACH ROW EXECUTE FUNCTION refuse_trail()')
    try {
      await expect(register()).rejects.toThrow()
      expect([await db().server.count(), await db().nameBinding.count()]).toEqual([0, 0])
    } finally {
      await rows('DROP TRIGGER refuse_trail ON trail_entry')
      await rows('DROP FUNCTION refuse_trail()')
    }
  })

  it('lets a member propose but not edit, and shows the proposal to nobody who may not see it', async () => {
    const member = anActor(['member'], { personId: owner.personId })
    expect((await registerServer(member, clock.ctx(), asked())).lifecycle).toBe('proposed')
    await expect(edit({ name: 'Mine' }, member)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(getServer(member, 'github')).rejects.toMatchObject({ code: 'not_found' })
    expect(await listServers(member, { limit: 10 })).toEqual([])
    await expect(registerServer(anActor(['auditor']), clock.ctx(), asked({ slug: 'other' }))).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the life cycle in the store', () => {
  it('becoming registered is noted and judges every name’s past again; going on is forward only', async () => {
    const { id } = await register()
    expect((await go('active')).lifecycle).toBe('active')
    expect(await reevaluations()).toEqual([{ serverNames: ['github', 'spiffe://acme.test/mcp/github', 'gh'], serverIds: [id] }])
    clock.advance('1m')
    expect(await go('quarantined')).toMatchObject({ lifecycle: 'quarantined', lifecycleBefore: 'active' })
    clock.advance('1m')
    expect(await go('offboarding')).toMatchObject({ lifecycle: 'offboarding', lifecycleBefore: 'quarantined' })
    clock.advance('1m')
    expect(await go('quarantined')).toMatchObject({ lifecycle: 'quarantined', lifecycleBefore: 'active' })
    clock.advance('1m')
    expect(await go('active')).toMatchObject({ lifecycle: 'active', lifecycleBefore: null })
    expect((await db().stateChange.findMany({ orderBy: { at: 'asc' } })).map((row) => row.state)).toEqual(['active', 'quarantined', 'offboarding', 'quarantined', 'active'])
    expect((await reevaluations()).length).toBe(1)
  })

  it('an illegal move is refused with the legal ones named, also by the store itself', async () => {
    await register()
    await expect(go('quarantined')).rejects.toMatchObject({ code: 'illegal_transition', message: expect.stringContaining('active, rejected') })
    await expect(go('pilot')).rejects.toMatchObject({ code: 'illegal_transition' })
    await expect(rows("UPDATE server SET lifecycle = 'retired'")).rejects.toMatchObject({ code: '23514' })
  })

  it('a rejected proposal leaves nothing behind but its slug', async () => {
    await register()
    await go('rejected')
    expect(await names()).toEqual([['github', null, null]])
    await expect(register()).rejects.toMatchObject({ code: 'already_exists' })
    expect((await register({ slug: 'github-2' })).aliases).toEqual(['gh'])
    expect((await names()).slice(1)).toEqual([['github-2', null, null], ['spiffe://acme.test/mcp/github', null, null], ['gh', null, null]])
    await expect(edit({ name: 'x' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('who is no reviewer does not let in, an owner may end what is theirs, a responder may quarantine', async () => {
    const { id } = await register()
    const mine = { ...owner, ownServerIds: [id] }
    await expect(go('active', mine)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(go('active', owner)).rejects.toMatchObject({ code: 'not_found' })
    await go('active')
    await expect(go('quarantined', mine)).rejects.toMatchObject({ code: 'forbidden' })
    const teammate = { ...(await aPerson('tom@acme.test', ['owner'])), ownServerIds: [id] }
    await expect(go('offboarding', teammate)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await go('quarantined', await aPerson('ivo@acme.test', ['incident_responder']))).lifecycle).toBe('quarantined')
    expect((await go('offboarding', mine)).lifecycle).toBe('offboarding')
    await expect(go('active', anActor(['admin']))).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a pilot needs two people', () => {
  it('waits after the first, does not count one person twice, and begins with the second', async () => {
    await register({ sensitivity: 'confidential' })
    expect(await go('pilot')).toMatchObject({ lifecycle: 'proposed', pending: { to: 'pilot', have: 1, need: 2 } })
    const token: Actor = { ...reviewer, kind: 'token', id: 'tok_1', behind: [second.id, reviewer.id] }
    expect(await go('pilot', token)).toMatchObject({ lifecycle: 'proposed', pending: { have: 1 } })
    const done = await go('pilot', second)
    expect(done).toMatchObject({ lifecycle: 'pilot', pilotUntil: at('+30d', clock.now()).toISOString() })
    expect(done.pending).toBeUndefined()
    expect(await actions()).toEqual(['server.registered', 'server.move_consented', 'server.moved'])
    await expect(go('active')).rejects.toMatchObject({ code: 'illegal_transition', message: expect.stringContaining('admission is not passed') })
  })

  it('a consent given by somebody who is no reviewer any more counts no more', async () => {
    await register({ sensitivity: 'confidential' })
    await go('pilot')
    await db().person.update({ where: { id: reviewer.id }, data: { roles: ['member'] } })
    expect((await go('pilot', second)).lifecycle).toBe('proposed')
  })

  it('a change of sensitivity ends the consents given before', async () => {
    await register({ sensitivity: 'confidential' })
    await go('pilot')
    expect((await edit({ sensitivity: 'restricted' })).pending).toBeUndefined()
    expect((await go('pilot', second)).lifecycle).toBe('proposed')
  })

  it('the start token completes it alone only while fewer than two hold the role, and the trail says so', async () => {
    await register({ sensitivity: 'confidential' })
    const start: Actor = { ...reviewer, kind: 'token', id: 'tok_start', bootstrap: true }
    expect((await go('pilot', start)).lifecycle).toBe('proposed')
    await db().person.update({ where: { id: second.id }, data: { active: false } })
    expect((await go('pilot', start)).lifecycle).toBe('pilot')
    expect((await db().trailEntry.findFirst({ orderBy: { seq: 'desc' } }))?.detail).toMatchObject({ singleHolder: true, to: 'pilot' })
  })
})

describe('editing a server', () => {
  it('keeps what is left out, binds new aliases, releases the others from now and judges only the new names again', async () => {
    await register()
    await go('active')
    clock.advance('1h')
    const view = await edit({ aliases: ['hub', { name: 'gh', source: 'gateway' }], purpose: 'Code and issues' })
    expect(view).toMatchObject({ name: 'GitHub', purpose: 'Code and issues', version: 3, aliases: ['hub', { name: 'gh', source: 'gateway', from: null }] })
    expect(await names()).toContainEqual(['gh', null, clock.now().getTime()])
    expect((await reevaluations()).at(-1)).toEqual({ serverNames: ['hub', 'gh'] })
    expect((await db().trailEntry.findFirst({ orderBy: { seq: 'desc' } }))?.detail).toMatchObject({ changes: { purpose: { before: 'Code', after: 'Code and issues' } } })
  })

  it('refuses an older version than the one that is there', async () => {
    await register()
    await edit({ name: 'One', version: 1 })
    await expect(edit({ name: 'Two', version: 1 })).rejects.toMatchObject({ code: 'stale_version' })
    expect((await getServer(reviewer, 'github')).name).toBe('One')
  })

  it('a registered server keeps its identity, and only a reviewer lowers its sensitivity', async () => {
    const { id } = await register({ sensitivity: 'internal' })
    await go('active')
    const mine = { ...owner, ownServerIds: [id] }
    await expect(edit({ identity: { kind: 'spiffe', id: 'spiffe://acme.test/other' } })).rejects.toMatchObject({ code: 'conflict' })
    await expect(edit({ sensitivity: 'public' }, mine)).rejects.toMatchObject({ code: 'conflict' })
    expect((await edit({ sensitivity: 'public' })).sensitivity).toBe('public')
    expect((await edit({ sensitivity: 'confidential' }, mine)).sensitivity).toBe('confidential')
  })

  it('is possible although the owner has left, but not towards somebody who has', async () => {
    await register()
    await db().person.update({ where: { email: 'erin@acme.test' }, data: { active: false } })
    expect((await edit({ name: 'Still here' })).owner.active).toBe(false)
    await expect(edit({ backupOwnerEmail: 'erin@acme.test' })).rejects.toMatchObject({ code: 'invalid_input' })
    expect((await edit({ ownerEmail: 'sam@acme.test' })).ownerEmail).toBe('sam@acme.test')
  })
})

describe('lists', () => {
  it('filter, search also by alias and to the letter, and show own servers only to whoever may see no more', async () => {
    await register()
    await register({ slug: 'jira-1', identity: undefined, aliases: ['100%'], environment: 'staging', backupOwnerEmail: 'sam@acme.test' })
    expect(await listServers(reviewer, { limit: 10, owner: ['sam@acme.test'] })).toEqual([])
    expect((await listServers(reviewer, { limit: 10 })).map((server) => server.slug)).toEqual(['github', 'jira-1'])
    expect((await listServers(reviewer, { limit: 10, q: '0%' })).map((server) => server.slug)).toEqual(['jira-1'])
    expect((await listServers(reviewer, { limit: 10, q: '_' })).map((server) => server.slug)).toEqual([])
    expect((await listServers(reviewer, { limit: 10, environment: ['staging'], owner: ['ERIN@acme.test'] })).map((server) => server.slug)).toEqual(['jira-1'])
    expect((await listServers(reviewer, { limit: 10, after: 'github' })).map((server) => server.slug)).toEqual(['jira-1'])
    const id = (await getServer(reviewer, 'jira-1')).id
    expect((await listServers({ ...owner, ownServerIds: [id] }, { limit: 10 })).map((server) => server.slug)).toEqual(['jira-1'])
  })
})
