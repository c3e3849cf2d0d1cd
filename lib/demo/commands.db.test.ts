import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { record } from '@/lib/trail/record'
import { markDemo, wipeDemo } from './commands'
import { isDemo } from './queries'

const { truncate } = useDatabase()
const ctx = testCtx()

const admin: Actor = {
  kind: 'person', id: 'per_admin', name: 'Maya', personId: 'per_admin', roles: ['admin'], scopes: null, bootstrap: false, ownServerIds: [], ownAgentIds: [], behind: [],
}

async function person(id: string, managerId: string | null = null): Promise<void> {
  await db().person.create({ data: { id, email: `${id}@acme.test`, name: id, roles: ['member'], managerId, createdAt: ctx.now, updatedAt: ctx.now } })
  await db().nameBinding.create({ data: { id: ctx.id('name'), holderKind: 'person', holderId: id, name: `${id}@acme.test`, origin: 'email', createdAt: ctx.now } })
  await db().session.create({ data: { id: ctx.id('session'), personId: id, createdAt: ctx.now, lastSeenAt: ctx.now, expiresAt: ctx.now, method: 'link' } })
}

beforeEach(async () => {
  await truncate()
  await person('per_boss')
  await person('per_admin', 'per_boss')
  await person('per_before')
  await person('per_demo', 'per_admin')
  await db().team.create({ data: { id: 'tem_1', name: 'platform', createdAt: ctx.now } })
  await db().teamMembership.create({ data: { id: 'mbr_1', teamId: 'tem_1', personId: 'per_admin' } })
  await db().server.create({ data: {
    id: 'srv_1', slug: 'github', name: 'GitHub', purpose: 'Code', environment: 'production', sensitivity: 'internal', effects: [], command: [], downstream: [],
    transport: 'streamable_http', endpoint: 'https://mcp.acme.test', ownerId: 'per_demo', teamId: 'tem_1', source: 'manual', lifecycle: 'proposed', createdAt: ctx.now, updatedAt: ctx.now,
  } })
  await db().setting.create({ data: { key: 'drift', value: {}, updatedAt: ctx.now } })
  await db().$transaction((tx) => record(tx, ctx, { actor: admin, action: 'server.registered', object: { kind: 'server', id: 'srv_1', name: 'github' } }))
})

describe('removing the demo', () => {
  it('is refused where there is no demo, and removes nothing', async () => {
    await expect(wipeDemo(admin, ctx)).rejects.toMatchObject({ code: 'conflict' })
    expect(await db().server.count()).toBe(1)
  })

  it('is refused to whoever may not manage settings', async () => {
    await markDemo(ctx, { state: 'loaded', loadedAt: ctx.now.toISOString(), keep: [] })
    await expect(wipeDemo({ ...admin, roles: ['security_reviewer'] }, ctx)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await db().person.count()).toBe(4)
  })

  it('leaves the acting person, whoever was there before, their names and sessions, the settings and the trail', async () => {
    await markDemo(ctx, { state: 'loaded', loadedAt: ctx.now.toISOString(), keep: ['per_before'] })
    expect(await isDemo()).toBe(true)
    expect(await wipeDemo(admin, ctx)).toEqual({ keptPeople: 2 })
    expect(await isDemo()).toBe(false)
    expect((await db().person.findMany({ orderBy: { id: 'asc' } })).map((row) => [row.id, row.managerId])).toEqual([['per_admin', null], ['per_before', null]])
    expect((await db().session.findMany({ orderBy: { personId: 'asc' } })).map((row) => row.personId)).toEqual(['per_admin', 'per_before'])
    expect((await db().nameBinding.findMany({ orderBy: { holderId: 'asc' } })).map((row) => row.holderId)).toEqual(['per_admin', 'per_before'])
    expect([await db().server.count(), await db().team.count(), await db().teamMembership.count()]).toEqual([0, 0, 0])
    expect((await db().setting.findMany()).map((row) => row.key)).toEqual(['drift'])
    expect((await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })).map((row) => row.action)).toEqual(['server.registered', 'demo.wiped'])
  })

  it('empties the raw tables of activity and everything discovered too', async () => {
    await markDemo(ctx, { state: 'loaded', loadedAt: ctx.now.toISOString(), keep: [] })
    await rows("INSERT INTO event_key VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', now())")
    await rows("INSERT INTO discovery_run (id, server_id, trigger, requested_by, status, started_at, address) VALUES ('run_1', 'srv_1', 'api', 'per_demo', 'complete', now(), 'https://mcp.acme.test')")
    await rows("INSERT INTO discovery_sighting (server_id, credential, kind, name, hash, last_seen_at) VALUES ('srv_1', '', 'tool', 'push', 'h', now())")
    await rows("INSERT INTO server_context (id, server_id, kind, name, first_seen_at, last_seen_at) VALUES ('ctx_1', 'srv_1', 'prompt', 'plan', now(), now())")
    await wipeDemo(admin, ctx)
    for (const table of ['event_key', 'discovery_run', 'discovery_sighting', 'server_context', 'grant_definition', 'signal', 'sso_trial']) expect(await rows(`SELECT 1 FROM ${table}`), table).toEqual([])
  })
})
