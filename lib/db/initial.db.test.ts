import { beforeEach, describe, expect, test } from 'vitest'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { db } from './client'
import { rows } from './pool'

const database = useDatabase()

beforeEach(() => database.truncate())

async function aPerson(): Promise<string> {
  const ctx = testCtx()
  const id = ctx.id('person')
  await db().person.create({ data: { id, email: `${id}@acme.test`, name: 'Dana', createdAt: ctx.now, updatedAt: ctx.now } })
  return id
}

async function aServer(data: Record<string, unknown> = {}): Promise<string> {
  const ctx = testCtx()
  const id = ctx.id('server')
  await db().server.create({
    data: {
      id, slug: id.replace('_', '-'), name: 'GitHub', purpose: 'Issues', environment: 'production', sensitivity: 'internal', transport: 'stdio',
      ownerId: await aPerson(), source: 'manual', lifecycle: 'proposed', createdAt: ctx.now, updatedAt: ctx.now, ...data,
    },
  })
  return id
}

function binding(data: Record<string, unknown>) {
  const ctx = testCtx()
  return db().nameBinding.create({ data: { id: ctx.id('name'), holderKind: 'server', holderId: 'srv_1', name: 'gh', origin: 'alias', createdAt: ctx.now, ...data } })
}

describe('the store itself refuses', () => {
  test('two bindings of one name that overlap in time', async () => {
    await binding({ validTo: new Date('2026-01-01Z') })
    await binding({ validFrom: new Date('2026-01-01Z'), holderId: 'srv_2' })
    await binding({ sourceName: 'gateway' })
    await binding({ holderKind: 'agent' })
    await expect(binding({ validFrom: new Date('2026-05-01Z'), holderId: 'srv_3' })).rejects.toThrow()
    await expect(binding({ validTo: new Date('2020-01-01Z'), holderId: 'srv_3' })).rejects.toThrow()
  })

  test('a life-cycle move outside the table', async () => {
    const id = await aServer()
    const move = (lifecycle: 'active' | 'pilot' | 'retired' | 'quarantined' | 'proposed', lifecycleBefore?: 'active' | 'pilot') => db().server.update({ where: { id }, data: { lifecycle, lifecycleBefore } })
    await expect(move('retired')).rejects.toThrow()
    await expect(move('pilot')).rejects.toThrow()
    await move('active')
    await move('quarantined', 'active')
    await expect(move('pilot')).rejects.toThrow()
    await move('active')
    await expect(move('proposed')).rejects.toThrow()
  })

  test('a workload identity that two live servers share', async () => {
    const identity = { identityKind: 'spiffe', spiffeId: 'spiffe://acme.test/server/github' }
    await aServer({ ...identity, lifecycle: 'retired' })
    await aServer({ ...identity, lifecycle: 'active' })
    await expect(aServer({ ...identity, lifecycle: 'active' })).rejects.toThrow()
  })

  test('any change of the trail but an addition', async () => {
    await db().trailEntry.create({ data: { seq: 1n, id: 'trl_1', at: testCtx().now, actorKind: 'system', actorId: 'system', actorName: 'Bailiwick', action: 'test.done', objectKind: 'test', objectId: '1', objectName: '1', detail: {}, prevHash: new Uint8Array(32), hash: new Uint8Array(32) } })
    await expect(db().trailEntry.update({ where: { seq: 1n }, data: { actorName: 'Somebody' } })).rejects.toThrow()
    await expect(db().trailEntry.delete({ where: { seq: 1n } })).rejects.toThrow()
    await expect(rows('TRUNCATE trail_entry')).rejects.toThrow()
  })
})

test('a fresh database has exactly one declaration epoch', async () => {
  expect(await rows('SELECT id, epoch FROM declaration_epoch')).toEqual([{ id: 1, epoch: expect.any(Number) }])
})
