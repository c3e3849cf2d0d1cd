import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { createAgent, deleteAgent, patchAgent, replaceAgent } from './commands/agents'
import type { Provisioning } from './commands/provisioning'
import { resourceTypes, schemas } from './discovery'
import { AGENT, type Doc } from './model'
import { readAgents } from './queries/read'
import { readAsked } from './queries/page'

/** Agents by the draft, asked below the door: the switch that opens it is read once per process. */
const database = useDatabase()
let by: () => Provisioning
let sponsor = ''

beforeEach(async () => {
  await database.truncate()
  const admin = await aPerson('admin@acme.test', ['admin'])
  sponsor = (await aPerson('owner@acme.test', ['owner'])).id
  const actor = { ...admin, kind: 'token' as const, id: 'tok_1', name: 'directory', roles: [], scopes: ['scim'] }
  by = () => ({ actor, ctx: testCtx(new Date()), base: 'https://b.test/scim/v2', groupRoles: [] })
})

const TRIAGE = (): Doc => ({ schemas: [AGENT], agentUserName: 'triage-agent', displayName: 'Issue triage agent', description: 'Labels and files issues', active: true, externalId: 'spiffe://acme.test/agent/triage', owners: [{ value: sponsor, display: 'Owner' }], 'urn:acme:2.0:Agent': { model: 'x' } })
const set = (path: string, value: Doc[string]) => [{ op: 'replace' as const, path, value }]

async function found(filter: string): Promise<unknown[]> {
  return (await readAgents(readAsked(new URLSearchParams({ filter })), 'x')).resources.map((one) => one['id'])
}

describe('agents by draft-wzdk-scim-agent-resource-00', () => {
  test('are registered with their sponsor, found, changed, deactivated, deleted and brought back', async () => {
    const made = await createAgent(by(), TRIAGE())
    const id = String(made['id'])
    expect(made).toMatchObject({ schemas: [AGENT], agentUserName: 'triage-agent', active: true, owners: [{ value: sponsor, $ref: `https://b.test/scim/v2/Users/${sponsor}` }], 'urn:acme:2.0:Agent': { model: 'x' }, meta: { resourceType: 'Agent', location: `https://b.test/scim/v2/Agents/${id}` } })
    expect(await db().agent.findUniqueOrThrow({ where: { id } })).toMatchObject({ name: 'Issue triage agent', spiffeId: 'spiffe://acme.test/agent/triage', sponsorId: sponsor, purpose: 'Labels and files issues' })
    await expect(createAgent(by(), TRIAGE())).rejects.toMatchObject({ code: 'already_exists' })
    for (const filter of ['agentUserName eq "TRIAGE-agent"', 'externalId eq "spiffe://acme.test/agent/triage"', `owners.value eq "${sponsor}"`, 'active eq true']) expect(await found(filter)).toEqual([id])
    expect(await patchAgent(by(), id, set('active', 'False'), null)).toMatchObject({ active: false })
    expect(await db().stateChange.findMany({ where: { holderId: id }, orderBy: { id: 'asc' } })).toMatchObject([{ state: 'active' }, { state: 'inactive' }])
    expect(await patchAgent(by(), id, [...set('active', true), ...set('displayName', 'Triage')], null)).toMatchObject({ active: true, displayName: 'Triage' })
    await expect(patchAgent(by(), id, set('externalId', 'spiffe://acme.test/agent/other'), null)).rejects.toMatchObject({ errors: [{ message: 'mutability' }] })
    await deleteAgent(by(), id, null)
    expect(await found('active pr')).toEqual([])
    expect(await db().agent.findUniqueOrThrow({ where: { id } })).toMatchObject({ active: false, externalId: null })
    expect(await createAgent(by(), TRIAGE())).toMatchObject({ id, active: true, displayName: 'Issue triage agent' })
    expect((await db().trailEntry.findMany({ where: { action: { startsWith: 'scim.' } }, orderBy: { seq: 'asc' } })).map((one) => one.action)).toEqual(['scim.agent_created', 'scim.agent_changed', 'scim.agent_deleted', 'scim.agent_returned'])
  })

  test.each<[string, Partial<Doc>]>([
    ['no owner', { owners: [] }], ['an owner whom nobody knows', { owners: [{ value: 'per_0' }] }], ['an identity that is none', { externalId: 'triage' }], ['no identity', { externalId: null }], ['no name', { agentUserName: ' ' }],
  ])('%s is refused and registers nothing', async (_what, wrong) => {
    await expect(createAgent(by(), { ...TRIAGE(), ...wrong } as Doc)).rejects.toMatchObject({ errors: [{ message: 'invalidValue' }] })
    expect(await db().agent.count()).toBe(0)
  })

  test('issuer and subject are an identity too, and an agent made by hand is adopted by it', async () => {
    const made = await createAgent(by(), { ...TRIAGE(), externalId: 'https://idp.acme.test|app|7', displayName: 'Seven', agentUserName: 'seven' })
    expect(await db().agent.findUniqueOrThrow({ where: { id: String(made['id']) } })).toMatchObject({ issuer: 'https://idp.acme.test', subject: 'app|7' })
    expect(await replaceAgent(by(), String(made['id']), { ...TRIAGE(), externalId: 'https://idp.acme.test|app|7', agentUserName: 'seven' }, null)).toMatchObject({ description: 'Labels and files issues' })
  })

  test('are described only where they are switched on', () => {
    expect(resourceTypes('x', true).map((one) => one['id'])).toEqual(['User', 'Group', 'Agent'])
    expect(resourceTypes('x', false).map((one) => one['id'])).toEqual(['User', 'Group'])
    expect(schemas('x', false).map((one) => one['id'])).not.toContain(AGENT)
  })
})
