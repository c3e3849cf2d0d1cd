import { beforeEach, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { SYSTEM } from '@/lib/auth/actor'
import { db, transaction } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { declare } from '@/lib/names/commands'
import { changeTool } from '@/lib/registry/commands/change-tool'
import { registerAgent } from '@/lib/registry/commands/agents'
import { registerClient } from '@/lib/registry/commands/clients'
import { declareTools } from '@/lib/registry/commands/declare-tools'
import { registerServer } from '@/lib/registry/commands/register-server'
import { transitionServer } from '@/lib/registry/commands/transition-server'
import { newServerSchema } from '@/lib/registry/server-input'
import { LONGEST_RESOURCE, MOST_RESOURCES } from '@/lib/registry/resource-rules'
import { newAgentSchema, newClientSchema, type ToolChange } from '@/lib/registry/workload-input'
import { LIMITS } from '@/lib/activity/formats/native'
import { listEvents } from '@/lib/activity/queries/events'
import { loadUsage } from '@/lib/activity/queries/usage'
import { aPerson } from '@/lib/testing/actors'
import { at, testClock, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { sendEvents } from '@/lib/testing/send-events'
import { runReevaluations } from './reevaluate'

const { truncate } = useDatabase()
const TOOL = { name: 'create_issue', inputSchema: { type: 'object', properties: { owner: { type: 'string' }, repo: { type: 'string' } }, required: ['owner', 'repo'] } }
const clock = testClock()
let reviewer: Actor

beforeEach(async () => {
  await truncate()
  reviewer = await aPerson('rita@acme.test', ['security_reviewer'])
  await rows("INSERT INTO source (id, name, format, vantage, covers, redaction, created_at) VALUES ('src_1', 'gw', 'native', 'gateway', '{}', 'drop', now())")
  const input = newServerSchema.parse({ slug: 'github', name: 'GitHub', purpose: 'Code', environment: 'production', sensitivity: 'internal', transport: 'sse', endpoint: 'https://x.test', ownerEmail: 'rita@acme.test' })
  const server = await registerServer(reviewer, clock.ctx(), input)
  await transitionServer(reviewer, clock.ctx(), 'github', { to: 'active', reason: 'Fine' })
  const agent = await registerAgent(reviewer, clock.ctx(), newAgentSchema.parse({ name: 'triage', identity: { kind: 'spiffe', id: 'spiffe://acme.test/triage' }, sponsorEmail: 'rita@acme.test' }))
  await registerClient(reviewer, clock.ctx(), newClientSchema.parse({ name: 'code' }))
  await declareTools(reviewer, clock.ctx(), 'github', [TOOL])
  await transaction(async (tx) => {
    await tx.grant.create({
      data: {
        id: 'gnt_1', serverId: server.id, agentId: agent.id, humanRule: 'none', targetKind: 'tool', target: 'create_issue', access: 'write', scope: ['repo:acme/*'], purpose: 'p',
        validFrom: at('-10d'), validUntil: null, origin: 'import', createdBy: reviewer.personId ?? '', createdAt: TEST_NOW,
      },
    })
    await declare(tx, testCtx(), SYSTEM, { reason: 'test' })
  })
})

let sent = 0
async function send(more: Record<string, unknown>): Promise<void> {
  sent += 1
  const event = { id: `e-${sent}`, occurredAt: at('-1h').toISOString(), kind: 'tool_call', server: 'github', target: 'create_issue', agent: 'triage', client: 'code', outcome: 'success', ...more }
  expect((await sendEvents(testCtx(), event)).accepted).toBe(1)
}

const last = async () => (await listEvents(SYSTEM, {}, { limit: 500 })).items.find((event) => event.sourceEventId === `e-${sent}`)
const set = (change: Partial<ToolChange>) => changeTool(reviewer, clock.ctx(), 'github', 'create_issue', { reason: 'Because', ...change })

test('a scoped grant covers a call whose resources are derived from arguments that are not kept', async () => {
  await send({ parameters: { owner: 'acme', repo: 'api' } })
  expect(await last()).toMatchObject({ resources: ['repo:acme/api'], parameters: null, verdict: 'granted', grantId: 'gnt_1' })
  expect((await loadUsage({ from: '2026-01-01', to: '2027-01-01' })).map((row) => row.resourceKeys)).toEqual([['repo:acme/api']])
  await send({ parameters: { owner: 'other', repo: 'api' } })
  expect(await last()).toMatchObject({ resources: ['repo:other/api'], verdict: 'out_of_scope' })
})

test.each([
  ['reports resources', { resources: ['repo:acme/web'], parameters: { owner: 'other', repo: 'api' } }, ['repo:acme/web'], 'granted'],
  ['reports no arguments', {}, [], 'out_of_scope'],
  ['reports arguments that cannot be read as names', { parameters: { owner: 'acme', repo: { name: 'api' } } }, [], 'out_of_scope'],
  ['names a tool without rules', { target: 'other', parameters: { owner: 'acme', repo: 'api' } }, [], 'unattributed'],
  ['tells of another kind of act', { kind: 'downstream_action', parameters: { owner: 'acme', repo: 'api' } }, [], 'unattributed'],
])('nothing is derived where the source %s', async (_, more, resources, verdict) => {
  await send(more)
  expect(await last()).toMatchObject({ resources, verdict })
})

test('a person’s rules act on what arrives from then on; what is stored keeps its resources, also when it is judged again', async () => {
  await send({ parameters: { owner: 'acme', repo: 'api' } })
  const first = await last()
  expect(await set({ resourceRules: { '/repo': 'code:{}' } })).toMatchObject({ resourceRules: { '/repo': 'code:{}' }, resourceRulesBy: 'person' })
  await transaction((tx) => declare(tx, testCtx(), SYSTEM, { reason: 'test', reevaluate: { serverNames: ['github'] } }))
  await runReevaluations(() => testCtx())
  expect(await last()).toEqual(first)
  await send({ parameters: { owner: 'acme', repo: 'api' } })
  expect(await last()).toMatchObject({ resources: ['code:api'], verdict: 'out_of_scope' })
})

test('a person’s rules stand against a changed schema until they are given back, each time with a trail entry', async () => {
  await set({ resourceRules: {}, accessClass: 'admin' })
  await declareTools(reviewer, clock.ctx(), 'github', [{ ...TOOL, description: 'Other words' }])
  const tool = () => db().tool.findFirstOrThrow({ where: { name: 'create_issue' } })
  expect(await tool()).toMatchObject({ resourceRules: {}, resourceRulesBy: 'person' })
  expect(await set({ resourceRules: null })).toMatchObject({ resourceRules: { '/repo': 'repo:{/owner}/{}' }, resourceRulesBy: 'suggestion', accessClass: 'admin' })
  const epoch = await db().declarationEpoch.findFirstOrThrow()
  await set({ resourceRules: null })
  expect(await db().declarationEpoch.findFirstOrThrow()).toEqual(epoch)
  expect((await db().trailEntry.findMany({ where: { action: 'tool.resource_rules_set' }, orderBy: { seq: 'asc' } })).map((entry) => entry.detail)).toMatchObject([
    { before: { '/repo': 'repo:{/owner}/{}' }, after: {}, by: 'person', reason: 'Because' }, { before: {}, after: { '/repo': 'repo:{/owner}/{}' }, by: 'suggestion' },
  ])
  await expect(changeTool(reviewer, clock.ctx(), 'github', 'unknown', { resourceRules: {}, reason: 'x' })).rejects.toMatchObject({ code: 'not_found' })
})

test('a secret among the arguments does not get into the resources, and hiding it hides no traversal', async () => {
  const secret = `ghp_${'a1B2'.repeat(9)}`
  await send({ parameters: { owner: 'acme', repo: secret } })
  expect(await last()).toMatchObject({ resources: ['repo:acme/[hidden]'], verdict: 'granted' })
  await send({ parameters: { owner: 'acme', repo: '-----BEGIN PRIVATE KEY-----/../../other' } })
  expect(await last()).toMatchObject({ resources: [], verdict: 'out_of_scope' })
  expect(JSON.stringify(await loadUsage({ from: '2026-01-01', to: '2027-01-01' }))).not.toContain(secret)
})

test('what is derived obeys the limits of an event', () => {
  expect([MOST_RESOURCES, LONGEST_RESOURCE]).toEqual([LIMITS.resources, LIMITS.resource])
})
