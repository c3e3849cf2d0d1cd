import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { getAgent, listAgents } from '@/lib/registry/queries/agents'
import { listClients } from '@/lib/registry/queries/clients'
import { listTools, listToolVersions } from '@/lib/registry/queries/tools'
import { newServerSchema } from '@/lib/registry/server-input'
import { newAgentSchema, newClientSchema } from '@/lib/registry/workload-input'
import { aPerson, anActor } from '@/lib/testing/actors'
import { testClock } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { changeAgent, registerAgent } from './agents'
import { classifyTool } from './classify-tool'
import { changeClient, registerClient } from './clients'
import { declareTools } from './declare-tools'
import { registerServer } from './register-server'

const { truncate } = useDatabase()
const clock = testClock()
let reviewer: Actor

beforeEach(async () => {
  await truncate()
  reviewer = await aPerson('rita@acme.test', ['security_reviewer'])
})

const anAgent = (more: Record<string, unknown> = {}) => newAgentSchema.parse({
  name: 'triage', identity: { kind: 'spiffe', id: 'spiffe://acme.test/agent/triage' }, sponsorEmail: 'rita@acme.test', aliases: ['bot'], ...more,
})
const scopes = async () => (await db().reevaluation.findMany({ orderBy: { id: 'asc' } })).map((row) => row.scope)
const states = async () => (await db().stateChange.findMany({ orderBy: { at: 'asc' } })).map((row) => row.state)
const lastDetail = async () => (await db().trailEntry.findFirst({ orderBy: { seq: 'desc' } }))?.detail

describe('agents', () => {
  it('a registration counts backwards under every name', async () => {
    const agent = await registerAgent(reviewer, clock.ctx(), anAgent())
    expect(agent).toMatchObject({ name: 'triage', sponsorEmail: 'rita@acme.test', aliases: ['bot'], active: true, identity: { kind: 'spiffe', id: 'spiffe://acme.test/agent/triage' } })
    expect(await scopes()).toEqual([{ agentNames: ['spiffe://acme.test/agent/triage', 'triage', 'bot'], agentIds: [agent.id] }])
    expect(await states()).toEqual(['active'])
    expect((await db().nameBinding.findMany()).every((name) => name.validFrom === null)).toBe(true)
  })

  it.each([
    ['identity', { name: 'other', aliases: [] }, 'already_exists'],
    ['name', { identity: { kind: 'oidc', issuer: 'https://idp.acme.test', subject: 'x' }, aliases: [] }, 'name_taken'],
    ['alias', { name: 'other', identity: { kind: 'oidc', issuer: 'https://idp.acme.test', subject: 'x' } }, 'name_taken'],
  ])('refuses a taken %s, and lets one of two at the same time through', async (_what, more, code) => {
    const results = await Promise.allSettled([registerAgent(reviewer, clock.ctx(), anAgent()), registerAgent(reviewer, clock.ctx(), anAgent(more))])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    const first = results[0]?.status === 'fulfilled'
    await expect(registerAgent(reviewer, clock.ctx(), first ? anAgent(more) : anAgent())).rejects.toMatchObject({ code })
    expect(await db().agent.count()).toBe(1)
  })

  it('going inactive and coming back act from then on', async () => {
    const { id } = await registerAgent(reviewer, clock.ctx(), anAgent())
    clock.advance('1h')
    expect((await changeAgent(reviewer, clock.ctx(), id, { active: false })).active).toBe(false)
    clock.advance('1h')
    await changeAgent(reviewer, clock.ctx(), id, { active: true })
    expect([await states(), (await scopes()).length]).toEqual([['active', 'inactive', 'active'], 1])
  })

  it('a new name is bound without a gap for the old ones that stay; an alias can become the name', async () => {
    const { id } = await registerAgent(reviewer, clock.ctx(), anAgent())
    clock.advance('1h')
    expect(await changeAgent(reviewer, clock.ctx(), id, { name: 'bot', aliases: ['triage', 'robot'] })).toMatchObject({ name: 'bot', aliases: ['triage', 'robot'] })
    expect((await db().nameBinding.findMany({ where: { validTo: { not: null } } })).length).toBe(0)
    expect((await scopes()).at(-1)).toEqual({ agentNames: ['robot'] })
    await changeAgent(reviewer, clock.ctx(), id, { aliases: [] })
    expect((await db().nameBinding.findMany({ where: { validTo: { not: null } }, orderBy: { name: 'asc' } })).map((name) => name.name)).toEqual(['robot', 'triage'])
  })

  it('keeps its identity for good', async () => {
    const { id } = await registerAgent(reviewer, clock.ctx(), anAgent())
    await expect(changeAgent(reviewer, clock.ctx(), id, { identity: { kind: 'spiffe', id: 'spiffe://acme.test/agent/new' } })).rejects.toMatchObject({ code: 'conflict' })
    expect((await changeAgent(reviewer, clock.ctx(), id, { identity: { kind: 'spiffe', id: 'spiffe://acme.test/agent/triage' } })).active).toBe(true)
  })

  it('an owner registers only what they sponsor, and sees no other', async () => {
    const owner = await aPerson('erin@acme.test', ['owner'])
    await expect(registerAgent(owner, clock.ctx(), anAgent())).rejects.toMatchObject({ code: 'forbidden' })
    const { id } = await registerAgent(owner, clock.ctx(), anAgent({ sponsorEmail: 'erin@acme.test' }))
    await expect(getAgent(owner, id)).rejects.toMatchObject({ code: 'not_found' })
    const mine = { ...owner, ownAgentIds: [id] }
    expect((await getAgent(mine, id)).id).toBe(id)
    expect((await listAgents(anActor(['member']), { limit: 10 })).length).toBe(0)
    await expect(changeAgent(owner, clock.ctx(), id, { purpose: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await changeAgent(mine, clock.ctx(), id, { purpose: 'Sorting' })).purpose).toBe('Sorting')
  })
})

describe('clients', () => {
  it('count backwards under client id, name and aliases; the client id can change and the old one is released', async () => {
    const client = await registerClient(reviewer, clock.ctx(), newClientSchema.parse({ name: 'Claude Code', clientId: 'claude-code', aliases: ['cc'] }))
    expect(await scopes()).toEqual([{ clientNames: ['claude-code', 'Claude Code', 'cc'], clientIds: [client.id] }])
    clock.advance('1h')
    expect(await changeClient(reviewer, clock.ctx(), client.id, { clientId: 'claude' })).toMatchObject({ clientId: 'claude', aliases: ['cc'] })
    expect((await db().nameBinding.findMany({ where: { validTo: { not: null } } })).map((name) => name.name)).toEqual(['claude-code'])
    await changeClient(reviewer, clock.ctx(), client.id, { active: false })
    expect(await states()).toEqual(['active', 'inactive'])
    expect((await listClients(reviewer, { limit: 10, active: true })).length).toBe(0)
  })

  it('a name without control of its own twice is one name', async () => {
    const client = await registerClient(reviewer, clock.ctx(), newClientSchema.parse({ name: 'cursor', clientId: 'cursor', aliases: ['cursor'] }))
    expect((await db().nameBinding.findMany()).map((name) => [name.name, name.holderId])).toEqual([['cursor', client.id]])
  })

  it('belong to nobody: an owner registers none', async () => {
    await expect(registerClient(anActor(['owner']), clock.ctx(), newClientSchema.parse({ name: 'x' }))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(changeClient(reviewer, clock.ctx(), 'cli_none', { name: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('tools', () => {
  let serverId: string
  beforeEach(async () => {
    const input = newServerSchema.parse({ slug: 'github', name: 'GitHub', purpose: 'Code', environment: 'production', sensitivity: 'internal', transport: 'sse', endpoint: 'https://x.test', ownerEmail: 'rita@acme.test' })
    serverId = (await registerServer(reviewer, clock.ctx(), input)).id
  })
  const classes = async () => (await db().toolClass.findMany({ orderBy: { at: 'asc' } })).map((row) => [row.access, row.decidedBy])

  it('a listing makes versions and suggested classes; the same again changes nothing', async () => {
    const tools = [{ name: 'list_issues', annotations: { readOnlyHint: true } }, { name: 'delete_repo', annotations: { destructiveHint: true } }, { name: 'create_issue' }]
    expect(await declareTools(reviewer, clock.ctx(), 'github', tools)).toEqual({ added: 3, changed: 0, unchanged: 0 })
    expect((await listTools(reviewer, 'github', { limit: 10 })).map((tool) => [tool.name, tool.accessClass, tool.because, tool.version])).toEqual([
      ['create_issue', 'write', 'unclassified', 1], ['delete_repo', 'admin', 'destructiveHint', 1], ['list_issues', 'read', 'readOnlyHint', 1],
    ])
    expect(await scopes()).toEqual([{ serverIds: [serverId] }])
    expect(await declareTools(reviewer, clock.ctx(), 'github', tools)).toEqual({ added: 0, changed: 0, unchanged: 3 })
    expect([await db().toolVersion.count(), await db().trailEntry.count()]).toEqual([3, 2])
  })

  it('a change of the server is a new version, raises a class from then on and never lowers one', async () => {
    await declareTools(reviewer, clock.ctx(), 'github', [{ name: 'a', annotations: { readOnlyHint: true } }])
    clock.advance('1h')
    await declareTools(reviewer, clock.ctx(), 'github', [{ name: 'a', annotations: { destructiveHint: true } }])
    clock.advance('1h')
    await declareTools(reviewer, clock.ctx(), 'github', [{ name: 'a', annotations: { readOnlyHint: true } }])
    expect(await classes()).toEqual([['read', 'suggestion'], ['admin', 'suggestion']])
    expect((await listToolVersions(reviewer, 'github', 'a', { limit: 10 })).map((version) => version.number)).toEqual([3, 2, 1])
    expect((await scopes()).length).toBe(1)
  })

  it('a person’s class stands against the server’s claims and acts from then on', async () => {
    await declareTools(reviewer, clock.ctx(), 'github', [{ name: 'a', annotations: { destructiveHint: true } }])
    expect(await classifyTool(reviewer, clock.ctx(), 'github', 'a', { accessClass: 'read', reason: 'It only reads' })).toMatchObject({ accessClass: 'read', decidedBy: 'person', suggested: 'admin' })
    await declareTools(reviewer, clock.ctx(), 'github', [{ name: 'a', title: 'A', annotations: { destructiveHint: true } }])
    expect([await classes(), (await scopes()).length]).toEqual([[['admin', 'suggestion'], ['read', 'person']], 1])
    await classifyTool(reviewer, clock.ctx(), 'github', 'a', { accessClass: 'read', reason: 'Again' })
    expect((await classes()).length).toBe(2)
  })

  it('a class before any listing counts backwards, and the entry is declared by a person', async () => {
    expect(await classifyTool(reviewer, clock.ctx(), 'github', 'drop/all', { accessClass: 'admin', reason: 'Destroys' })).toMatchObject({ accessClass: 'admin', definitionHash: null, version: null })
    expect(await scopes()).toEqual([{ serverIds: [serverId], target: 'drop/all' }])
    expect(await lastDetail()).toMatchObject({ declared: true, before: null, after: 'admin' })
    expect(await declareTools(reviewer, clock.ctx(), 'github', [{ name: 'drop/all', annotations: { readOnlyHint: true } }])).toEqual({ added: 0, changed: 1, unchanged: 0 })
    expect(await classes()).toEqual([['admin', 'person']])
  })

  it('are classified by a reviewer or the server’s owner only', async () => {
    await expect(classifyTool(anActor(['admin']), clock.ctx(), 'github', 'a', { accessClass: 'read', reason: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(classifyTool(anActor(['owner']), clock.ctx(), 'github', 'a', { accessClass: 'read', reason: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await classifyTool(anActor(['owner'], { ownServerIds: [serverId] }), clock.ctx(), 'github', 'a', { accessClass: 'read', reason: 'x' })).accessClass).toBe('read')
    await expect(declareTools(reviewer, clock.ctx(), 'github', [{ name: 'a' }, { name: 'a' }])).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
