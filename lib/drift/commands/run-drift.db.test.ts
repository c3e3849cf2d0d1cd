import { beforeEach, describe, expect, test } from 'vitest'
import { SYSTEM } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { anActor } from '@/lib/testing/actors'
import { at, testClock } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { sendEvents } from '@/lib/testing/send-events'
import { declareGrantWorld } from '@/lib/testing/grant-builders'
import { getFinding, listFindings } from '@/lib/drift/queries/findings'
import { requestDriftRun } from './request-run'
import { runDrift } from './run-drift'
import { assignFinding, transitionFinding } from './transition-finding'

const database = useDatabase()
let clock = testClock()
const reviewer = anActor(['security_reviewer'])

beforeEach(async () => {
  await database.truncate()
  clock = testClock()
  await declareGrantWorld()
  await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', covers: [], createdAt: at('-1d') } })
})

let counter = 0
async function send(data: Record<string, unknown> = {}): Promise<void> {
  counter += 1
  const event = { id: `e-${counter}`, occurredAt: at('-1h').toISOString(), kind: 'tool_call', server: 'github', target: 'delete_repo', access: 'write', agent: 'triage', client: 'code', human: 'dana@acme.test', outcome: 'success', ...data }
  await sendEvents(clock.ctx(), event)
}

async function run() {
  const { runId: _id, startedAt: _started, finishedAt: _finished, ...counts } = await runDrift(clock.ctx, { trigger: 'test' })
  return counts
}

const all = async () => (await listFindings(SYSTEM, {}, { limit: 500 })).items

/** The one finding of this kind. */
async function only(kind: string) {
  const found = (await all()).filter((finding) => finding.kind === kind)
  expect(found).toHaveLength(1)
  return getFinding(SYSTEM, found[0]?.id ?? '')
}

async function grant(data: Record<string, unknown> = {}): Promise<void> {
  await db().grant.create({
    data: {
      id: 'gnt_1', serverId: 'srv_github', agentId: 'agt_triage', clientId: 'cli_code', humanRule: 'any', targetKind: 'tool', target: 'delete_repo', access: 'write', scope: [],
      purpose: 'For a test', validFrom: clock.now(), origin: 'import', createdBy: 'test', createdAt: clock.now(), ...data,
    },
  })
}

describe('a run', () => {
  test('opens a finding once, however often it runs, and keeps its facts up to date', async () => {
    await send()
    expect(await run()).toEqual({ opened: 1, resolved: 0, reopened: 0, open: 1 })
    expect(await run()).toEqual({ opened: 0, resolved: 0, reopened: 0, open: 1 })
    await send({ outcome: 'denied', occurredAt: at('-30m').toISOString() })
    expect(await run()).toEqual({ opened: 0, resolved: 0, reopened: 0, open: 1 })
    expect(await only('ungranted_use')).toMatchObject({
      status: 'open', severity: 'high', server: 'github', target: 'delete_repo', agent: 'spiffe://acme.test/triage', human: null, client: null, executed: 1, blocked: 1,
      lastSeen: at('-30m').toISOString(), evidence: { humans: ['dana@acme.test'], outcomes: { success: 1, denied: 1 } }, history: [{ from: null, to: 'open', by: 'engine' }],
    })
  })

  test('resolves what today’s grants cover, and opens it again for a use that fails afterwards', async () => {
    await send()
    await run()
    clock.advance('+1h')
    await grant()
    clock.advance('+1h')
    expect(await run()).toEqual({ opened: 0, resolved: 1, reopened: 0, open: 0 })
    expect(await run()).toEqual({ opened: 0, resolved: 0, reopened: 0, open: 0 })
    await db().grant.update({ where: { id: 'gnt_1' }, data: { revokedAt: clock.now(), revokedBy: 'test', revokeReason: 'For a test' } })
    await db().$executeRaw`UPDATE declaration_epoch SET epoch = epoch + 1`
    clock.advance('+1h')
    expect(await run(), 'no use has failed since').toMatchObject({ reopened: 0, open: 0 })
    await send({ occurredAt: clock.now().toISOString(), target: 'delete_repo', outcome: 'denied' })
    // The grant has lapsed, which is another difference; the old one stays settled.
    expect(await run()).toEqual({ opened: 1, resolved: 0, reopened: 0, open: 1 })
    expect(await only('ungranted_use')).toMatchObject({ status: 'resolved' })
    expect(await only('lapsed_use')).toMatchObject({ status: 'open', blocked: 1 })
  })

  test('resolves what is no longer observed, and says so', async () => {
    await send({ agent: 'stranger' })
    await run()
    expect(await only('unregistered_agent')).toMatchObject({ status: 'open', agent: 'stranger', server: null, severity: 'medium' })
    clock.advance('+100d')
    expect(await run()).toMatchObject({ resolved: 2, open: 0 })
    expect((await only('unregistered_agent')).history.at(-1)).toMatchObject({ from: 'open', to: 'resolved', by: 'engine' })
  })

  test('an acknowledged finding stays so while it is observed; that it became worse goes into its history', async () => {
    await send({ outcome: 'denied' })
    await run()
    const { id } = await only('ungranted_use')
    await transitionFinding(reviewer, clock.ctx(), id, { to: 'acknowledged', reason: 'Looking into it' })
    await send()
    expect(await run()).toEqual({ opened: 0, resolved: 0, reopened: 0, open: 0 })
    const after = await only('ungranted_use')
    expect(after).toMatchObject({ status: 'acknowledged', severity: 'high' })
    expect(after.history.map((line) => line.reason)).toEqual(['Found.', 'Looking into it', 'Severity rose from medium to high.'])
  })

  test('an accepted risk opens again when its date passes', async () => {
    await send()
    await run()
    const { id } = await only('ungranted_use')
    await transitionFinding(reviewer, clock.ctx(), id, { to: 'accepted', reason: 'Known', until: at('+2d').toISOString() })
    clock.advance('+1d')
    expect(await run()).toMatchObject({ reopened: 0, open: 0 })
    clock.advance('+1d')
    expect(await run()).toMatchObject({ reopened: 1, open: 1 })
    expect(await only('ungranted_use')).toMatchObject({ status: 'open', acceptedUntil: null })
  })

  test('writes the day of the trend and says when it ran', async () => {
    await send()
    await run()
    expect(await db().driftDay.findMany({ where: { open: { gt: 0 } } })).toMatchObject([{ severity: 'high', open: 1 }])
    expect(await db().driftRun.findFirst()).toMatchObject({ trigger: 'test', open: 1, opened: 1, error: null })
  })

  test('two requests at once share the run that starts after the one under way', async () => {
    await send()
    const answers = await Promise.all([1, 2, 3, 4].map(() => runDrift(clock.ctx, { trigger: 'test' })))
    expect(new Set(answers.map((answer) => answer.runId)).size).toBe(2)
    expect(answers[1]).toEqual(answers[3])
    expect(await all()).toHaveLength(1)
  })

  test('on request awaits pending re-evaluations and goes into the trail', async () => {
    await send()
    await expect(requestDriftRun(anActor(['auditor']), clock.ctx)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await requestDriftRun(reviewer, clock.ctx)).toMatchObject({ opened: 1, open: 1 })
    expect(await db().trailEntry.findFirst({ where: { action: 'drift.run' } })).toMatchObject({ actorId: reviewer.id })
  })
})

describe('what people do with a finding', () => {
  beforeEach(async () => {
    await send()
    await run()
  })

  test('a move outside the table is refused and changes nothing', async () => {
    const { id } = await only('ungranted_use')
    await transitionFinding(reviewer, clock.ctx(), id, { to: 'resolved', reason: 'Done' })
    await expect(transitionFinding(reviewer, clock.ctx(), id, { to: 'acknowledged', reason: 'Hm' })).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await only('ungranted_use')).toMatchObject({ status: 'resolved' })
    expect(await transitionFinding(reviewer, clock.ctx(), id, { to: 'open', reason: 'Not done' })).toMatchObject({ status: 'open', resolvedAt: null })
  })

  test('accepting needs a security reviewer who is no service, and a date within a year', async () => {
    const { id } = await only('ungranted_use')
    const until = at('+30d').toISOString()
    const accept = { to: 'accepted', reason: 'Known', until } as const
    await expect(transitionFinding(anActor(['incident_responder']), clock.ctx(), id, accept)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(transitionFinding(anActor(['security_reviewer'], { kind: 'token' }), clock.ctx(), id, accept)).rejects.toMatchObject({ code: 'forbidden' })
    for (const date of [undefined, at('-1d').toISOString(), at('+400d').toISOString()]) {
      await expect(transitionFinding(reviewer, clock.ctx(), id, { ...accept, until: date })).rejects.toMatchObject({ code: 'invalid_input' })
    }
    expect(await transitionFinding(anActor(['security_reviewer'], { kind: 'token', bootstrap: true }), clock.ctx(), id, accept)).toMatchObject({ status: 'accepted', acceptedUntil: until })
  })

  test('an owner sees and acknowledges the findings of their own servers, and no others exist for them', async () => {
    const { id } = await only('ungranted_use')
    const owner = anActor(['owner'], { ownServerIds: ['srv_github'] })
    const other = anActor(['owner'], { ownServerIds: ['srv_vault'] })
    expect((await listFindings(other, {}, { limit: 10 })).items).toEqual([])
    await expect(getFinding(other, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(transitionFinding(other, clock.ctx(), id, { to: 'acknowledged', reason: 'Hm' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(transitionFinding(anActor(['auditor']), clock.ctx(), id, { to: 'acknowledged', reason: 'Hm' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await transitionFinding(owner, clock.ctx(), id, { to: 'acknowledged', reason: 'Mine' })).toMatchObject({ status: 'acknowledged' })
  })

  test('a finding is given to an active person only', async () => {
    const { id } = await only('ungranted_use')
    await expect(assignFinding(reviewer, clock.ctx(), id, 'nobody@acme.test')).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await assignFinding(reviewer, clock.ctx(), id, 'erin@acme.test')).toMatchObject({ assignee: { email: 'erin@acme.test' } })
    expect(await assignFinding(reviewer, clock.ctx(), id, null)).toMatchObject({ assignee: null })
  })

  test('lists are filtered by every field and paged without gaps', async () => {
    await send({ server: 'ghost', agent: 'stranger' })
    await send({ target: 'push', access: 'read', human: 'erin@acme.test' })
    await run()
    const kinds = async (filter: Parameters<typeof listFindings>[1]): Promise<string[]> => (await listFindings(reviewer, filter, { limit: 50 })).items.map((finding) => finding.kind).sort()
    expect(await kinds({})).toEqual(['ungranted_use', 'ungranted_use', 'unregistered_agent', 'unregistered_server'])
    expect(await kinds({ server: 'ghost' })).toEqual(['unregistered_server'])
    expect(await kinds({ kind: ['unregistered_agent', 'unregistered_server'] })).toHaveLength(2)
    expect(await kinds({ severity: ['medium'] })).toEqual(['ungranted_use', 'unregistered_agent'])
    expect(await kinds({ agent: 'triage' })).toEqual(['ungranted_use', 'ungranted_use'])
    expect(await kinds({ agent: 'stranger' })).toEqual(['unregistered_agent'])
    expect(await kinds({ human: 'Erin@acme.test' })).toEqual(['ungranted_use'])
    expect(await kinds({ status: ['resolved'] })).toEqual([])
    const first = await listFindings(reviewer, {}, { limit: 3 })
    const rest = await listFindings(reviewer, {}, { limit: 3, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...rest.items].map((finding) => finding.id).sort()).toEqual((await all()).map((finding) => finding.id).sort())
    expect(rest.nextCursor).toBeNull()
  })
})
