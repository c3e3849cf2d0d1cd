import { beforeAll, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { askTransfer } from '@/lib/lifecycle/commands/ask-transfer'
import { DEFAULT_LIFECYCLE_POLICY } from '@/lib/lifecycle/policy'
import type { Role } from '@/lib/people/model'
import { registerAgent } from '@/lib/registry/commands/agents'
import { registerServer } from '@/lib/registry/commands/register-server'
import { transitionServer } from '@/lib/registry/commands/transition-server'
import { newServerSchema } from '@/lib/registry/server-input'
import { newAgentSchema } from '@/lib/registry/workload-input'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { boardAnswer, lifecyclePolicyAnswer, previewAnswer } from './lifecycle'
import { transferAnswer } from './ownership'

useDatabase()
const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })
const tokens: Record<string, string> = {}

beforeAll(async () => {
  const now = new Date()
  const ctx = () => testCtx(now)
  const roles: Record<string, Role[]> = { rita: ['security_reviewer'], erin: ['owner'], sam: ['owner'], mallory: ['member'] }
  const people = new Map<string, Awaited<ReturnType<typeof aPerson>>>()
  for (const [name, held] of Object.entries(roles)) people.set(name, await aPerson(`${name}@acme.test`, held))
  const as = (name: string) => people.get(name) ?? (() => { throw new Error(name) })()
  for (const [name, held] of Object.entries(roles)) {
    const { id } = as(name)
    tokens[name] = (await transaction((tx) => mintToken(tx, ctx(), { name, ownerId: id, createdBy: id, roles: held, scopes: ['read', 'write'], expiresAt: new Date(now.getTime() + 86_400_000) }))).token
  }
  const server = await registerServer(as('rita'), ctx(), newServerSchema.parse({ slug: 'github', name: 'GitHub', purpose: 'Code', environment: 'production', sensitivity: 'internal', transport: 'streamable_http', endpoint: 'https://mcp.acme.test/github', ownerEmail: 'erin@acme.test', secrets: [{ name: 'KEY', kind: 'static', location: 'vault kv/x', rotateEveryDays: 30, lastRotatedAt: '2026-01-01T00:00:00Z' }] }))
  await transitionServer(as('rita'), ctx(), 'github', { to: 'active', reason: 'For the test' })
  await registerAgent(as('rita'), ctx(), newAgentSchema.parse({ name: 'triage', identity: { kind: 'spiffe', id: 'spiffe://acme.test/triage' }, sponsorEmail: 'sam@acme.test', purpose: 'Sorts' }))
  await askTransfer(ctx(), { ...as('erin'), ownServerIds: [server.id] }, { kind: 'server', subject: 'github', part: 'backup', toEmail: 'sam@acme.test', reason: 'For holidays' })
})

type Asked = { status: number; body: Record<string, unknown> & { items?: Record<string, unknown>[] } }

async function ask(by: string, method: string, path: string, body?: unknown): Promise<Asked> {
  const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${tokens[by] ?? ''}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

test('the board answers as described, overdue first, a page at a time, by every filter, and to each what is theirs', async () => {
  const { body: { items = [] } } = await ask('rita', 'GET', '/lifecycle')
  const rows = items.map((row) => boardAnswer.strict().parse(row))
  expect(rows.map((row) => [row.name, row.state, row.next?.kind, row.next?.overdue])).toEqual([['github', 'active', 'rotation', true], ['triage', 'active', 'attestation', false]])
  const first = await ask('rita', 'GET', '/lifecycle?limit=1')
  expect((await ask('rita', 'GET', `/lifecycle?limit=1&cursor=${String(first.body['nextCursor'])}`)).body.items).toMatchObject([{ name: 'triage' }])
  for (const [filter, names] of [['overdue=true', ['github']], ['kind=agent', ['triage']], ['state=quarantined', []], ['owner=sam@acme.test', ['triage']], ['duty=rotation', ['github']], ['q=git', ['github']], ['overdue=false', ['triage']]] as const) {
    expect((await ask('rita', 'GET', `/lifecycle?${filter}`)).body.items?.map((row) => row['name']), filter).toEqual(names)
  }
  expect((await ask('erin', 'GET', '/lifecycle')).body.items?.map((row) => row['name'])).toEqual(['github'])
  expect((await ask('mallory', 'GET', '/lifecycle')).body.items).toEqual([])
  expect((await ask('rita', 'GET', '/lifecycle?cursor=broken')).status).toBe(422)
})

test('the policy and its preview answer as described, and a token changes nothing', async () => {
  const { body } = await ask('mallory', 'GET', '/lifecycle/policy')
  expect(lifecyclePolicyAnswer.strict().parse(body)).toMatchObject({ number: 0, content: DEFAULT_LIFECYCLE_POLICY })
  const content = { rules: { ...DEFAULT_LIFECYCLE_POLICY.rules, stale_secret: { ...DEFAULT_LIFECYCLE_POLICY.rules.stale_secret, action: 'quarantine' } } }
  const preview = previewAnswer.strict().parse((await ask('rita', 'POST', '/lifecycle/policy/preview', { content })).body)
  expect(preview.sentences[0]).toBe('Quarantines 1 more within 30 days than now: github.')
  expect((await ask('erin', 'POST', '/lifecycle/policy/preview', { content })).status).toBe(403)
  expect((await ask('rita', 'PUT', '/lifecycle/policy', { content, reason: 'By a token', number: 0 })).status).toBe(403)
  expect([await db().lifecyclePolicy.count(), await db().lifecycleDuty.count()]).toEqual([0, 0])
})

test('transfers answer as described to those whom they concern, and a token answers none', async () => {
  const [waiting] = (await ask('sam', 'GET', '/ownership/transfers?state=waiting')).body.items ?? []
  const transfer = transferAnswer.strict().parse(waiting)
  expect(transfer).toMatchObject({ part: 'backup', from: null, to: { name: 'sam@acme.test' }, mayAccept: false, sentence: 'It waits for sam@acme.test.' })
  expect((await ask('mallory', 'GET', `/ownership/transfers/${transfer.id}`)).status).toBe(404)
  for (const [path, body] of [[`/ownership/transfers/${transfer.id}/accept`, {}], [`/ownership/transfers/${transfer.id}/decline`, { reason: 'x' }], ['/ownership/attest', { kind: 'agent', subject: 'triage' }]] as const) expect((await ask('sam', 'POST', path, body)).status, path).toBe(403)
  expect((await ask('erin', 'PATCH', '/servers/github', { ownerEmail: 'sam@acme.test' })).body).toMatchObject({ code: 'consent_required', status: 409 })
})
