import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { registerAgent } from '@/lib/registry/commands/agents'
import { registerServer } from '@/lib/registry/commands/register-server'
import { transitionServer } from '@/lib/registry/commands/transition-server'
import { newServerSchema } from '@/lib/registry/server-input'
import { newAgentSchema } from '@/lib/registry/workload-input'
import { aPerson } from '@/lib/testing/actors'
import { testClock } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { ownershipOf } from '@/lib/views/lifecycle-ownership'
import { acceptTransfer, declineTransfer } from './commands/answer-transfer'
import { askTransfer } from './commands/ask-transfer'
import { attestOwnership } from './commands/attest'
import { changeLifecyclePolicy } from './commands/change-policy'
import { tendLifecycle } from './commands/tend'
import { DEFAULT_LIFECYCLE_POLICY, type LifecyclePolicy } from './policy'
import { listTransfers } from './queries/transfers'
import { previewLifecyclePolicy } from './queries/preview'

const { truncate } = useDatabase()
let clock = testClock()
let erin: Actor
let sam: Actor
let rita: Actor
let serverId: string
let agentId: string

beforeEach(async () => {
  await truncate()
  clock = testClock()
  erin = await aPerson('erin@acme.test', ['owner'])
  sam = await aPerson('sam@acme.test', ['owner'])
  rita = await aPerson('rita@acme.test', ['security_reviewer'])
  const server = await registerServer(rita, clock.ctx(), newServerSchema.parse({
    slug: 'github', name: 'GitHub', purpose: 'Code', environment: 'production', sensitivity: 'internal', identity: { kind: 'spiffe', id: 'spiffe://acme.test/mcp/github' }, transport: 'streamable_http', endpoint: 'https://mcp.acme.test/github', ownerEmail: 'erin@acme.test',
  }))
  await transitionServer(rita, clock.ctx(), 'github', { to: 'active', reason: 'For the test' })
  const agent = await registerAgent(rita, clock.ctx(), newAgentSchema.parse({ name: 'triage', identity: { kind: 'spiffe', id: 'spiffe://acme.test/agent/triage' }, sponsorEmail: 'erin@acme.test', purpose: 'Sorts issues' }))
  serverId = server.id
  agentId = agent.id
})

const mine = (actor: Actor): Actor => ({ ...actor, ownServerIds: [serverId], ownAgentIds: [agentId] })
const tend = (): Promise<number> => tendLifecycle(() => clock.ctx())
const leave = (actor: Actor) => db().person.update({ where: { id: actor.id }, data: { active: false, leftAt: clock.now() } })
const duties = async () => (await db().lifecycleDuty.findMany({ orderBy: { id: 'asc' } })).map((row) => [row.rule, row.holderKind, row.action, row.metAt !== null, row.actedAs])
const told = async (kind: string) => (await db().notification.findMany({ where: { kind }, orderBy: { id: 'asc' } })).map((row) => row.recipientId)
const trail = async () => (await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })).map((row) => row.action)
const withRules = (rules: Partial<LifecyclePolicy['rules']>): LifecyclePolicy => ({ rules: { ...DEFAULT_LIFECYCLE_POLICY.rules, ...rules } })

describe('what nobody answers for', () => {
  it('is told to security once, warned of, quarantined when its grace is over and not before, and met by a new owner', async () => {
    await leave(erin)
    expect([await tend(), await tend()]).toEqual([2, 0])
    expect(await duties()).toEqual([['orphaned', 'server', 'quarantine', false, null], ['orphaned', 'agent', 'quarantine', false, null]])
    expect(await told('lifecycle.due')).toEqual([rita.id])
    clock.advance('12d')
    await tend()
    expect(await told('lifecycle.warned')).toEqual([rita.id])
    clock.advance('47h')
    expect(await tend()).toBe(0)
    expect((await db().server.findUniqueOrThrow({ where: { id: serverId } })).lifecycle).toBe('active')
    clock.advance('2h')
    expect([await tend(), await tend(), await tend()]).toEqual([2, 1, 0])
    expect(await db().server.findUniqueOrThrow({ where: { id: serverId } })).toMatchObject({ lifecycle: 'quarantined', lifecycleBefore: 'active' })
    expect((await db().agent.findUniqueOrThrow({ where: { id: agentId } })).active).toBe(false)
    // An agent that is inactive is asked nothing more; the server still has nobody.
    expect(await duties()).toEqual([['orphaned', 'server', 'quarantine', false, 'it was quarantined'], ['orphaned', 'agent', 'quarantine', true, 'it was made inactive']])
    expect((await trail()).filter((action) => action.startsWith('lifecycle') || action === 'server.moved').slice(-4)).toContain('lifecycle.duty_acted')
    // Brought back without an owner it is not quarantined again by the same duty; with one the duty is met.
    await transitionServer(rita, clock.ctx(), 'github', { to: 'active', reason: 'Needed' })
    expect(await tend()).toBe(0)
    await askTransfer(clock.ctx(), mine(rita), { kind: 'server', subject: 'github', part: 'owner', reason: 'I take it' })
    expect(await tend()).toBe(1)
    expect((await duties()).map((row) => row[3])).toEqual([true, true])
    expect((await db().server.findUniqueOrThrow({ where: { id: serverId } })).ownerId).toBe(rita.id)
  })

  it('is offboarded by a policy that says so, once; and of two changes of the policy at once one comes through', async () => {
    await changeLifecyclePolicy(clock.ctx(), rita, { content: withRules({ orphaned: { ...DEFAULT_LIFECYCLE_POLICY.rules.orphaned, action: 'offboard', graceDays: 0, environments: ['production'] } }), reason: 'For the test', number: 0 })
    await leave(erin)
    expect([await tend(), await tend()]).toEqual([1, 1])
    expect(await duties()).toEqual([['orphaned', 'server', 'offboard', false, 'its offboarding has begun']])
    expect(await db().offboardingCase.findMany()).toMatchObject([{ subjectId: serverId, stage: 'frozen', occasion: 'policy' }])
    // What is being offboarded is asked nothing more, and its case is the only one.
    await tend()
    expect([(await duties())[0]?.[3], await db().offboardingCase.count()]).toEqual([true, 1])
    await expect(changeLifecyclePolicy(clock.ctx(), rita, { content: DEFAULT_LIFECYCLE_POLICY, reason: 'Late', number: 0 })).rejects.toMatchObject({ code: 'stale_version' })
    await expect(changeLifecyclePolicy(clock.ctx(), { ...rita, kind: 'token', id: 'tok_1' }, { content: DEFAULT_LIFECYCLE_POLICY, reason: 'By the back door', number: 1 })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('a preview says what would follow and writes nothing', async () => {
    await leave(erin)
    const preview = await previewLifecyclePolicy(rita, withRules({ orphaned: { ...DEFAULT_LIFECYCLE_POLICY.rules.orphaned, graceDays: 60 } }), clock.now())
    expect(preview.sentences).toEqual(['Quarantines 2 fewer within 30 days than now.'])
    expect([await db().lifecycleDuty.count(), await db().notification.count()]).toEqual([0, 0])
  })
})

describe('ownership', () => {
  it('is attested by whoever has it, in person, and is due again after the cadence', async () => {
    clock.advance('200d')
    await tend()
    expect(await duties()).toMatchObject([['attestation_overdue', 'server', 'notify', false, null], ['attestation_overdue', 'agent', 'notify', false, null]])
    expect(await told('lifecycle.due')).toEqual([erin.id])
    await expect(attestOwnership(clock.ctx(), { ...mine(erin), kind: 'token', id: 'tok_1' }, { kind: 'server', subject: 'github' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(attestOwnership(clock.ctx(), rita, { kind: 'server', subject: 'github' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(attestOwnership(clock.ctx(), sam, { kind: 'server', subject: 'github' })).rejects.toMatchObject({ code: 'not_found' })
    const attested = await attestOwnership(clock.ctx(), mine(erin), { kind: 'server', subject: 'github' })
    expect(Date.parse(attested.nextDueAt) - clock.now().getTime()).toBe(180 * 86_400_000)
    await tend()
    expect((await duties()).map((row) => row[3])).toEqual([true, false])
  })

  it('goes over when both sides agree, raises the epoch, and is told to both', async () => {
    const before = await db().declarationEpoch.findFirstOrThrow()
    clock.advance('3d')
    const asked = await askTransfer(clock.ctx(), mine(erin), { kind: 'server', subject: 'github', part: 'owner', toEmail: 'sam@acme.test', reason: 'I change teams' })
    expect(asked).toMatchObject({ state: 'waiting', sentence: 'It waits for sam@acme.test.', mayAccept: false, mayWithdraw: true })
    expect(await told('ownership.transfer_asked')).toEqual([sam.id])
    await expect(askTransfer(clock.ctx(), mine(erin), { kind: 'server', subject: 'github', part: 'owner', toEmail: 'rita@acme.test', reason: 'Another' })).rejects.toMatchObject({ code: 'already_exists' })
    await expect(acceptTransfer(clock.ctx(), rita, asked.id, 'In their place')).rejects.toMatchObject({ code: 'forbidden' })
    const [one, two] = await Promise.allSettled([acceptTransfer(clock.ctx(), sam, asked.id), acceptTransfer(clock.ctx(), sam, asked.id)])
    expect([one.status, two.status].toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await db().server.findUniqueOrThrow({ where: { id: serverId } })).ownerId).toBe(sam.id)
    expect((await db().declarationEpoch.findFirstOrThrow()).epoch - before.epoch).toBe(1n)
    expect(await db().ownershipAttestation.findMany()).toMatchObject([{ subjectId: serverId, personId: sam.id, itemId: null }])
    expect(await told('ownership.transfer_done')).toEqual([erin.id])
    expect(await ownershipOf(sam, 'server', serverId, clock.now())).toMatchObject({ holders: [{ part: 'owner', email: 'sam@acme.test', since: clock.now().toISOString() }], attested: { by: 'sam@acme.test' }, transfers: [], mayAttest: true, isTheirs: true })
    expect((await trail()).slice(-2)).toEqual(['ownership.transfer_asked', 'ownership.transferred'])
  })

  it('is declined with a reason, lapses after fourteen days, and is void when somebody leaves', async () => {
    const first = await askTransfer(clock.ctx(), mine(erin), { kind: 'agent', subject: agentId, part: 'sponsor', toEmail: 'sam@acme.test', reason: 'Yours now' })
    expect((await declineTransfer(clock.ctx(), sam, first.id, 'No time')).closeReason).toBe('No time')
    await askTransfer(clock.ctx(), mine(erin), { kind: 'agent', subject: agentId, part: 'sponsor', toEmail: 'sam@acme.test', reason: 'Please' })
    clock.advance('13d')
    await tend()
    expect((await listTransfers(sam, { state: 'waiting' }, { limit: 10 }, clock.now())).items).toHaveLength(1)
    clock.advance('25h')
    await tend()
    expect((await listTransfers(sam, {}, { limit: 10 }, clock.now())).items.map((one) => one.state)).toEqual(['lapsed', 'declined'])
    await askTransfer(clock.ctx(), mine(erin), { kind: 'agent', subject: agentId, part: 'sponsor', toEmail: 'sam@acme.test', reason: 'Again' })
    await leave(sam)
    await tend()
    expect((await listTransfers(rita, { state: 'waiting' }, { limit: 10 }, clock.now())).items).toEqual([])
    expect((await db().agent.findUniqueOrThrow({ where: { id: agentId } })).sponsorId).toBe(erin.id)
    await expect(askTransfer(clock.ctx(), mine(erin), { kind: 'agent', subject: agentId, part: 'sponsor', toEmail: 'sam@acme.test', reason: 'Gone' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
