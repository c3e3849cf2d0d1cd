import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { approveDefinition } from '@/lib/grants/commands/approve-definition'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { makeJudge } from '@/lib/grants/make-judge'
import { loadDeclarations } from '@/lib/grants/queries'
import { getGrant } from '@/lib/grants/queries/list-grants'
import { judge } from '@/lib/grants/verdict'
import { resolveCall } from '@/lib/grants/resolve-call'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { answering, aTool, listing, widened } from '@/lib/testing/discovery-builders'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'
import { runDiscovery } from './run-discovery'

const { truncate } = useDatabase()
const reviewer = anActor(['security_reviewer'])

beforeEach(async () => {
  await truncate()
  await declareGrantWorld()
})

function discover(offset: string, tools: readonly ToolDefinition[]) {
  return runDiscovery(reviewer, testCtx(at(offset)), 'github', { trigger: 'api', connect: answering(listing(tools)) })
}

/** Imports a grant on the tools that match; answers its id. */
async function grantOn(target: string, more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await importGrants(testCtx(), reviewer, { reason: 'In force', grants: [aRow({ externalId: `ext ${target} ${JSON.stringify(more)}`, target: { kind: 'tool', name: target }, ...more })], atomic: true })
  return results[0]?.id ?? ''
}

async function verdictOn(target: string, offset: string): Promise<string> {
  const declarations = await loadDeclarations()
  const call = resolveCall(declarations, { at: at(offset).getTime(), kind: 'tool_call', server: 'github', target, source: 'test', agent: 'triage', client: 'code', human: 'dana@acme.test' })
  if (call.kind !== 'tool_call') throw new Error('A tool call stays one.')
  const slow = judge(declarations, { ...call, kind: 'tool_call' })
  expect(makeJudge(declarations)({ ...call, kind: 'tool_call' })).toEqual(slow)
  return slow.verdict
}

async function bindings(grantId: string): Promise<Record<string, string>> {
  const found = await db().grantDefinition.findMany({ where: { grantId }, orderBy: { toolName: 'asc' } })
  return Object.fromEntries(found.map((one) => [one.toolName, `${one.number} ${one.boundBy}`]))
}

describe('binding', () => {
  it('the first complete run binds every standing grant to what it admits; ended ones stay unbound', async () => {
    const [glob, exact, ended] = [await grantOn('get_*'), await grantOn('push'), await grantOn('*', { validFrom: at('-9d').toISOString(), validUntil: at('-2d').toISOString() })]
    await discover('+1m', [aTool('get_a'), aTool('get_b'), aTool('push')])
    expect(await bindings(glob)).toEqual({ get_a: '1 baseline', get_b: '1 baseline' })
    expect(await bindings(exact)).toEqual({ push: '1 baseline' })
    expect(await bindings(ended)).toEqual({})
  })

  it('an import binds what it admits, as it stands then', async () => {
    await discover('-2h', [aTool('get_a')])
    await discover('-1h', [widened('get_a'), aTool('push')])
    const [glob, downstream] = [await grantOn('*'), await grantOn('*', { target: { kind: 'downstream', name: '*' } })]
    expect(await bindings(glob)).toEqual({ get_a: '2 import', push: '1 import' })
    expect(await bindings(downstream)).toEqual({})
  })

  it('a tool that comes later is bound by a grant that names it, not by a glob that never saw it', async () => {
    const [glob, exact] = [await grantOn('*'), await grantOn('late')]
    await discover('+1m', [aTool('get_a')])
    await discover('+2m', [aTool('get_a'), aTool('late')])
    expect(await bindings(glob)).toEqual({ get_a: '1 baseline' })
    expect(await bindings(exact)).toEqual({ late: '1 baseline' })
    expect(await db().grantHold.count()).toBe(0)
  })

  it('wording moves the binding; an altering change leaves it and holds nothing', async () => {
    const glob = await grantOn('*')
    await discover('+1m', [aTool('get_a'), aTool('get_b')])
    await discover('+2m', [aTool('get_a', { description: 'Other words' }), aTool('get_b', { annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false, idempotentHint: true } })])
    expect(await bindings(glob)).toEqual({ get_a: '2 wording', get_b: '1 baseline' })
    expect(await db().grantHold.count()).toBe(0)
  })
})

describe('a definition that widens', () => {
  it('holds an exact grant as a whole and a glob for that tool only, from then on', async () => {
    const exact = await grantOn('get_a')
    await discover('+1m', [aTool('get_a'), aTool('get_b')])
    expect(await verdictOn('get_a', '+2m')).toBe('granted')
    await discover('+5m', [widened('get_a'), aTool('get_b')])
    expect([await verdictOn('get_a', '+4m'), await verdictOn('get_a', '+5m')]).toEqual(['granted', 'lapsed'])
    expect(await getGrant(reviewer, exact, at('+6m'))).toMatchObject({ suspended: true, holds: [{ cause: 'definition', toolName: null, closedAt: null, reason: expect.stringContaining('get_a widened in version 2') as string }] })
    expect((await db().trailEntry.findMany({ where: { action: 'server.discovered' }, orderBy: { seq: 'desc' } }))[0]?.detail).toMatchObject({ grantsHeld: [{ grantId: exact, tool: 'get_a' }] })
  })

  it('holds a glob for that tool only', async () => {
    const glob = await grantOn('get_*')
    await discover('+1m', [aTool('get_a'), aTool('get_b')])
    await discover('+5m', [widened('get_a'), aTool('get_b')])
    expect([await verdictOn('get_a', '+6m'), await verdictOn('get_b', '+6m')]).toEqual(['lapsed', 'granted'])
    expect(await getGrant(reviewer, glob, at('+6m'))).toMatchObject({ suspended: false, holds: [{ toolName: 'get_a' }] })
  })

  it('opens one hold, however often it widens, and none on grants that have ended', async () => {
    await grantOn('get_a')
    const ended = await grantOn('get_*', { validFrom: at('-9d').toISOString(), validUntil: at('+3m').toISOString() })
    await discover('+1m', [aTool('get_a')])
    for (const [i, length] of [100, 200, 300].entries()) await discover(`+${5 + i}m`, [widened('get_a', length)])
    const holds = await db().grantHold.findMany()
    expect(holds).toHaveLength(1)
    expect(holds[0]?.grantId).not.toBe(ended)
  })

  it('and goes back to what was approved leaves the hold to a reviewer, and opens no other', async () => {
    await grantOn('get_a')
    await discover('+1m', [aTool('get_a')])
    await discover('+2m', [widened('get_a')])
    await discover('+3m', [aTool('get_a')])
    expect(await verdictOn('get_a', '+4m')).toBe('lapsed')
    expect((await approveDefinition(reviewer, testCtx(at('+5m')), 'github', 'get_a', { number: 3, reason: 'As it was' })).released).toBe(1)
    expect(await verdictOn('get_a', '+6m')).toBe('granted')
    expect(await db().grantHold.count()).toBe(1)
  })

  it('in small steps is compared with what the grant is bound to', async () => {
    const glob = await grantOn('*')
    await discover('+1m', [widened('get_a', 500)])
    await discover('+2m', [widened('get_a', 100)])
    await discover('+3m', [widened('get_a', 500)])
    expect(await db().grantHold.count()).toBe(0)
    expect(await bindings(glob)).toEqual({ get_a: '1 baseline' })
  })
})

describe('a new approval', () => {
  const approve = (actor = reviewer, number = 2) => approveDefinition(actor, testCtx(at('+10m')), 'github', 'get_a', { number, reason: 'Read it' })

  beforeEach(async () => {
    await discover('-1h', [aTool('get_a')])
  })

  it('moves the bindings of every grant that admits the tool and ends its holds from then on', async () => {
    const [exact, glob] = [await grantOn('get_a'), await grantOn('*')]
    await discover('+5m', [widened('get_a')])
    expect(await approve()).toMatchObject({ released: 2, bound: 2, tool: { version: 2, approvedVersion: 2 } })
    expect([await bindings(exact), await bindings(glob)]).toEqual([{ get_a: '2 per_test' }, { get_a: '2 per_test' }])
    expect([await verdictOn('get_a', '+9m'), await verdictOn('get_a', '+10m')]).toEqual(['lapsed', 'granted'])
    expect((await db().trailEntry.findMany({ where: { action: 'tool.definition_approved' } }))).toHaveLength(1)
    expect(await approve()).toMatchObject({ released: 0, bound: 0 })
    expect((await db().trailEntry.findMany({ where: { action: 'tool.definition_approved' } }))).toHaveLength(1)
  })

  it('leaves holds of another cause, and of other tools', async () => {
    const glob = await grantOn('*')
    await discover('+5m', [widened('get_a'), aTool('get_b')])
    await db().grantHold.createMany({ data: ['person', 'definition'].map((cause) => ({ id: `hld_${cause}`, grantId: glob, cause, toolName: cause === 'person' ? null : 'get_b', reason: 'x', openedBy: 'per_test', openedAt: at('+6m') })) })
    await approve()
    expect((await db().grantHold.findMany({ where: { closedAt: null }, orderBy: { id: 'asc' } })).map((hold) => hold.id)).toEqual(['hld_definition', 'hld_person'])
  })

  it('of a tool that came later binds the globs that did not see it', async () => {
    const glob = await grantOn('*')
    await discover('+5m', [aTool('get_a'), aTool('late')])
    await approveDefinition(reviewer, testCtx(at('+6m')), 'github', 'late', { number: 1, reason: 'Needed' })
    expect(await bindings(glob)).toMatchObject({ late: '1 per_test' })
    await discover('+7m', [aTool('get_a'), widened('late')])
    expect(await verdictOn('late', '+8m')).toBe('lapsed')
  })

  it('is refused for an old version, one there is not, a service token, an owner and a tool nobody knows', async () => {
    await discover('+5m', [widened('get_a')])
    await expect(approve(reviewer, 1)).rejects.toMatchObject({ code: 'stale_version' })
    await expect(approve(reviewer, 3)).rejects.toMatchObject({ code: 'not_found' })
    await expect(approve(anActor(['security_reviewer'], { kind: 'token' }))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(approve(anActor(['owner'], { ownServerIds: ['srv_github'] }))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(approveDefinition(reviewer, testCtx(), 'github', 'nothing', { number: 1, reason: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await approve(anActor(['security_reviewer', 'admin'], { kind: 'token', bootstrap: true }))).toMatchObject({ tool: { approvedVersion: 2 } })
  })
})
