import { beforeEach, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { countSecrets, getSecret, listSecrets } from '@/lib/registry/queries/secrets'
import { rotationSchema, rotationsSchema } from '@/lib/registry/secret-rotation'
import { newServerSchema, serverChangeSchema } from '@/lib/registry/server-input'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { editServer } from './edit-server'
import { registerServer } from './register-server'
import { rotateByVault, rotateSecret, rotateSecrets } from './rotate-secret'
import { transitionServer } from './transition-server'

const { truncate } = useDatabase()
let owner: Actor
let reviewer: Actor

const secret = (name: string, more: Record<string, unknown> = {}) => ({ name, kind: 'static', location: `kv/${name}`, rotateEveryDays: 30, ...more })
const input = (more: Record<string, unknown>) => rotationSchema.parse(more)

beforeEach(async () => {
  await truncate()
  owner = await aPerson('erin@acme.test', ['owner'])
  reviewer = await aPerson('rita@acme.test', ['security_reviewer'])
  const server = (slug: string, secrets: unknown[]) => registerServer(reviewer, testCtx(at('-100d')), newServerSchema.parse({
    slug, name: slug, purpose: 'x', environment: 'production', sensitivity: 'internal', transport: 'streamable_http', endpoint: `https://${slug}.acme.test`, ownerEmail: 'erin@acme.test', secrets,
  }))
  await server('mail', [secret('KEY'), secret('SHARED', { location: 'kv/shared', lastRotatedAt: at('-20d').toISOString() }), secret('LEASE', { kind: 'dynamic', rotateEveryDays: undefined })])
  await server('chat', [secret('SHARED', { location: 'kv/shared' })])
  for (const slug of ['mail', 'chat']) await transitionServer(reviewer, testCtx(at('-90d')), slug, { to: 'active', reason: 'x' })
  const rows = await db().server.findMany({ select: { id: true } })
  owner = { ...owner, ownServerIds: rows.map((row) => row.id) }
})

const idOf = async (slug: string, name: string): Promise<string> => (await db().serverSecret.findFirstOrThrow({ where: { name, server: { slug } } })).id
const list = async (filter = {}, actor = reviewer) => (await listSecrets(actor, filter, { limit: 50 }, at('+0d'))).items.map((one) => `${one.server.slug}/${one.name} ${one.state}`)

it('lists what is due first, by state and place, a page at a time, and only what one may see', async () => {
  expect(await list()).toEqual(['chat/SHARED overdue', 'mail/KEY overdue', 'mail/SHARED due_soon', 'mail/LEASE no_period'])
  expect(await list({ state: ['overdue'], server: 'mail' })).toEqual(['mail/KEY overdue'])
  expect(await list({ never: 'yes', kind: 'dynamic' })).toEqual(['mail/LEASE no_period'])
  expect(await list({ location: 'kv/shared' })).toHaveLength(2)
  expect(await list({ q: 'kv/le%' })).toEqual([])
  expect(await countSecrets(reviewer, {}, at('+0d'))).toEqual({ overdue: 2, due_soon: 1, in_time: 0, no_period: 1, ended: 0, never: 3, all: 4 })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listSecrets(reviewer, {}, { limit: 1, cursor }, at('+0d'))
    seen.push(...page.items.map((one) => one.id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(new Set(seen).size).toBe(4)
  expect(await list({}, await aPerson('mo@acme.test', ['member']))).toEqual([])
})

it('is said once by its reference, by the owner in person or security, on record and without a step back', async () => {
  const id = await idOf('mail', 'KEY')
  const teammate = { ...(await aPerson('tom@acme.test', ['owner'])), ownServerIds: owner.ownServerIds }
  await expect(rotateSecret(teammate, testCtx(), id, input({ reference: 'CHG-1' }))).rejects.toMatchObject({ code: 'forbidden' })
  expect(await rotateSecret(owner, testCtx(), id, input({ reference: 'CHG-1', rotatedAt: at('-1d').toISOString(), note: 'By hand' }))).toMatchObject({ recorded: true, rotatedAt: at('-1d').toISOString() })
  expect(await rotateSecret(reviewer, testCtx(), id, input({ reference: 'CHG-1' }))).toMatchObject({ recorded: false, why: 'known', rotatedAt: at('-1d').toISOString() })
  await expect(rotateSecret(owner, testCtx(), id, input({ reference: 'CHG-0', rotatedAt: at('-2d').toISOString() }))).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(rotateSecret(owner, testCtx(), id, input({ reference: 'CHG-2', rotatedAt: at('+1s').toISOString() }))).rejects.toMatchObject({ code: 'invalid_input' })
  expect(await getSecret(owner, id, at('+0d'))).toMatchObject({ state: 'in_time', lastRotation: { reference: 'CHG-1', via: 'person', by: { name: 'erin@acme.test' }, note: 'By hand' }, mayRotate: true })
  expect(await db().trailEntry.findMany({ where: { action: 'secret.rotated' }, select: { objectName: true, detail: true } })).toMatchObject([{ objectName: 'mail', detail: { secret: 'KEY', reference: 'CHG-1', via: 'person' } }])

  // Two at once are one after the other: the same reference is written once.
  const twice = await Promise.all([1, 2].map(() => rotateSecret(owner, testCtx(), id, input({ reference: 'CHG-3' }))))
  expect(twice.map((one) => one.recorded).sort()).toEqual([false, true])

  // An edit neither forgets nor invents a rotation of a secret that stays.
  const edit = (secrets: unknown[]) => editServer(reviewer, testCtx(), 'mail', serverChangeSchema.parse({ secrets }))
  await edit([secret('KEY', { location: 'kv/moved' })])
  expect(await getSecret(owner, id, at('+0d'))).toMatchObject({ location: 'kv/moved', lastRotation: { reference: 'CHG-3' }, lastRotatedAt: at('+0d').toISOString() })
  await expect(edit([secret('KEY', { lastRotatedAt: at('+9d').toISOString() })])).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'secrets.0.lastRotatedAt' }] })
})

it('is told by place for every server that shares it; a vault that is late or unknown here changes nothing', async () => {
  const all = await rotateSecrets({ ...reviewer, kind: 'token', id: 'tok_vault' }, testCtx(), rotationsSchema.parse({ location: 'kv/shared', reference: 'v7' }))
  expect(all.map((one) => [one.server, one.recorded])).toEqual([['mail', true], ['chat', true]])
  expect(await db().secretRotation.groupBy({ by: ['via', 'by'], _count: true })).toMatchObject([{ via: 'api', by: 'tok_vault', _count: 2 }])
  await expect(rotateSecrets(reviewer, testCtx(), rotationsSchema.parse({ location: 'kv/none', reference: 'v7' }))).rejects.toMatchObject({ code: 'not_found' })

  const told = (location: string, version: string, when: string) => rotateByVault(testCtx(at('+1d')), 'hashi', { location, version, rotatedAt: at(when).toISOString() })
  expect((await told('kv/shared', 'v8', '+1h')).map((one) => one.why)).toEqual([null, null])
  expect((await told('kv/shared', 'v6', '-3d')).map((one) => one.why)).toEqual(['older', 'older'])
  expect(await told('kv/none', 'v1', '-3d')).toEqual([])
  expect((await getSecret(reviewer, await idOf('chat', 'SHARED'), at('+1d'))).rotations.map((one) => [one.reference, one.via, one.by.name])).toEqual([['v8', 'webhook', 'hashi'], ['v7', 'api', 'tok_vault']])
})
