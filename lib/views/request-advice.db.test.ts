import { beforeEach, describe, expect, it } from 'vitest'
import { createSource } from '@/lib/activity/commands/sources'
import { db } from '@/lib/db/client'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import type { RequestDraft } from '@/lib/requests/model'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, aStandIn, declareRequestWorld, leaves, yes } from '@/lib/testing/request-builders'
import { sendEvents } from '@/lib/testing/send-events'
import { adviceForRequest, adviseOn, type RequestAdvice } from './request-advice'

const database = useDatabase()

const draft = (more: RequestDraft = {}): RequestDraft => ({
  server: 'github', caller: { agent: 'triage', client: 'code', human: 'dana@acme.test' }, targets: [{ kind: 'tool', name: 'list_*', access: 'read' }], purpose: 'Triage', durationDays: 30, ...more,
})
const advised = async (more: RequestDraft = {}, by = 'dana'): Promise<RequestAdvice> => adviseOn(await as(by), draft(more), TEST_NOW)

async function aTool(server: string, name: string, more: Record<string, unknown> = {}): Promise<void> {
  await db().tool.create({ data: { id: `tol_${server}_${name}`, serverId: `srv_${server}`, name, suggested: 'read', firstSeenAt: at('-1d'), lastSeenAt: at('-1d'), ...more } })
}

async function aGrant(id: string, server: string, more: Record<string, unknown> = {}): Promise<void> {
  await db().grant.create({
    data: { id, serverId: `srv_${server}`, agentId: 'agt_triage', humanRule: 'any', targetKind: 'tool', target: 'send', access: 'write', scope: [], purpose: 'For a test', validFrom: at('-1d'), origin: 'import', createdBy: 'per_rae', createdAt: at('-1d'), ...more },
  })
}

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  await aTool('github', 'list_issues', { annotations: { readOnlyHint: true } })
  await aTool('github', 'list_pulls', { suggested: 'write' })
})

describe('advice before a request is sent', () => {
  it('names who must agree, why others are passed over, and who stands in', async () => {
    await aStandIn('erin', 'otto', '-1d', '+5d')
    const { steps } = await advised({ server: 'ledger' })
    expect(steps.map(({ step, need, sentence, holders }) => [step, need, sentence, holders.map(({ name }) => name)])).toEqual([
      ['owner', 1, 'erin, the owner, or Otto in their place.', ['erin', 'Otto']], ['security', 1, 'One of Rae, Rob and Sam.', ['Rae', 'Rob', 'Sam']],
    ])
    const own = await advised({ server: 'ledger' }, 'erin')
    expect(own.steps[0]).toMatchObject({ sentence: 'Bert, the backup owner.', passedOver: [{ person: { id: 'per_erin' }, why: 'it is their own request' }] })
    expect((await advised({ server: 'safe' }, 'rae')).steps[1]).toMatchObject({ need: 2, sentence: 'Rob and Sam.', passedOver: [{ person: { id: 'per_rae' } }] })
  })

  it('says how long at most, when it would be in force, and what would be cut', async () => {
    const { targets, warnings } = await advised({ durationDays: 365 })
    expect(targets).toEqual([{ name: 'list_*', access: 'read', maximumDays: 180, mayBeOpenEnded: true, window: { from: TEST_NOW.toISOString(), until: at('+180d').toISOString(), cut: true } }])
    expect(warnings.map(({ id }) => id)).toEqual(['unclassified_tools', 'cut', 'agent_never_seen'])
  })

  it('says what the target admits today and what the agent can do already', async () => {
    await aGrant('gnt_1', 'github', { target: 'list_issues', access: 'read', validUntil: at('+10d') })
    const { adds, overlap, agent } = await advised()
    expect(adds?.targets[0]).toMatchObject({ sentence: 'The glob list_* admits 2 tools today. 1 of them is above the access asked for, so its calls are not covered.', counts: { admitted: 2, new: 0, unclassified: 1, used: null } })
    expect(overlap).toMatchObject({ covered: [], superfluous: [] })
    expect((await advised({ targets: [{ kind: 'tool', name: 'list_issues', access: 'read' }] })).overlap).toMatchObject({ covered: [{ grantId: 'gnt_1', how: 'until' }] })
    expect(agent).toMatchObject({ name: 'triage', sponsor: { email: 'dana@acme.test' }, standing: 1, seenAt: null })
  })

  it('counts use for those who may see activity', async () => {
    await createSource(await as('adam'), testCtx(), { name: 'gw', format: 'native', vantage: 'gateway', redaction: 'masked', covers: [], attribution: {}, sampled: false })
    await sendEvents(testCtx(), { id: '1', occurredAt: at('-1h').toISOString(), kind: 'tool_call', server: 'github', target: 'list_issues', outcome: 'success', agent: 'triage', client: 'code', human: 'dana@acme.test' })
    expect((await advised({}, 'erin')).adds?.targets[0]?.counts).toMatchObject({ used: 1 })
    expect(await advised({}, 'dana')).toMatchObject({ adds: { targets: [{ counts: { used: null } }] }, agent: { seenAt: at('-1h').toISOString() } })
  })

  it('warns of a toxic combination; what the reader may not see of it has no name', async () => {
    await aGrant('gnt_send', 'open')
    const asked = { server: 'ledger' }
    expect(await advised(asked)).toMatchObject({ needsReason: true, toxic: [{ id: 'confidential_read_and_open_world_write', second: { by: { kind: 'grant', id: 'gnt_send' } } }] })
    await db().server.update({ where: { id: 'srv_open' }, data: { ownerId: 'per_otto', backupOwnerId: null } })
    const owners = await advised(asked, 'erin')
    expect(owners).toMatchObject({ needsReason: true, toxic: [{ second: { hidden: true } }], agent: { standing: 0 } })
    expect(JSON.stringify(owners.warnings)).not.toMatch(/gnt_send|send|open"/)
  })

  it('says in how long such requests were decided: there, else anywhere, else nothing', async () => {
    expect((await advised()).expected).toBeNull()
    const request = await submitRequest(testCtx(at('-10h')), await as('dana'), aBody())
    await decideRequest(testCtx(at('-7h')), await as('erin'), request.id, yes())
    expect((await advised()).expected).toMatchObject({ hours: 3, of: 1, on: 'server' })
    expect((await advised({ server: 'ledger' })).expected).toMatchObject({ hours: 3, of: 1, on: 'everywhere' })
  })

  it('says what is missing, and answers the rest', async () => {
    expect(await adviseOn(await as('dana'), {}, TEST_NOW)).toMatchObject({ missing: ['server', 'caller.agent', 'caller.client', 'caller.human', 'targets', 'purpose'], steps: [], adds: null, errors: [] })
    const some = await adviseOn(await as('dana'), { server: 'safe', targets: [{ kind: 'tool', name: 'drop', access: 'admin' }, {}] }, TEST_NOW)
    expect(some).toMatchObject({ missing: ['caller.agent', 'caller.client', 'caller.human', 'purpose'], steps: [{ step: 'owner' }, { step: 'security', need: 2 }], overlap: null, agent: null })
    expect(some.warnings.map(({ id }) => id)).toEqual(['unscoped_write'])
    expect((await advised({ server: 'nowhere' })).errors).toEqual([{ path: 'server', message: 'no server is known by this name' }])
    expect((await advised({ caller: { agent: 'triage', client: 'nothing', human: 'any' } })).errors).toMatchObject([{ path: 'caller.client' }])
  })

  it('says why it could not be sent: exactly what sending refuses', async () => {
    await db().server.update({ where: { id: 'srv_github' }, data: { backupOwnerId: null } })
    await leaves('erin')
    expect((await advised()).blocked).toEqual([{ path: 'server', message: 'github has no active owner or backup owner; one must be set first' }])
    expect((await advised({ server: 'vault', targets: [{ kind: 'tool', name: 'put', access: 'write' }] })).blocked).toMatchObject([{ path: 'targets.0.access' }])
    expect((await advised({ server: 'ledger', until: at('-1d').toISOString(), durationDays: undefined })).blocked).toMatchObject([{ path: 'until' }])
    expect((await advised({ server: 'ledger', renews: 'gnt_none' })).blocked).toEqual([{ path: 'renews', message: 'there is no such grant' }])
  })

  it('of an emergency names the two who answer afterwards, and its hours', async () => {
    const { steps, targets } = await advised({ breakGlass: true }, 'erin')
    expect(steps).toMatchObject([{ step: 'security', need: 2 }])
    expect(targets[0]?.window).toEqual({ from: TEST_NOW.toISOString(), until: at('+4h').toISOString(), cut: true })
  })

  it('is for those who may send it', async () => {
    await expect(advised({}, 'otto')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(advised({ caller: { agent: 'nobody-knows', client: 'code', human: 'any' } }, 'otto')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(advised({ caller: {} }, 'otto')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await advised({ caller: {} }, 'dana')).toMatchObject({ server: { slug: 'github' }, missing: ['caller.agent', 'caller.client', 'caller.human'] })
    await expect(advised({ breakGlass: true }, 'dana')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await db().grantRequest.count()).toBe(0)
  })
})

describe('advice while a request is decided', () => {
  it('shows the same to who asked and who decides, as far as it has come', async () => {
    const request = await submitRequest(testCtx(), await as('dana'), aBody({ server: 'ledger' }))
    await decideRequest(testCtx(at('+1h')), await as('erin'), request.id, yes())
    for (const by of ['dana', 'rae', 'erin']) {
      const advice = await adviceForRequest(await as(by), request.id, at('+2h'))
      expect(advice).toMatchObject({ missing: [], errors: [], blocked: [], steps: [{ step: 'owner', have: 1, holders: [], sentence: 'Done.' }, { step: 'security', have: 0, holders: [{ name: 'Rae' }, { name: 'Rob' }, { name: 'Sam' }] }] })
      expect(advice.targets[0]?.window).toMatchObject({ from: at('+2h').toISOString() })
    }
  })

  it('that is granted stands beside nothing of its own making', async () => {
    const request = await submitRequest(testCtx(), await as('dana'), aBody())
    await decideRequest(testCtx(at('+1h')), await as('erin'), request.id, yes())
    const advice = await adviceForRequest(await as('erin'), request.id, at('+2h'))
    expect(advice).toMatchObject({ overlap: { covered: [], superfluous: [] }, adds: { targets: [{ tools: [{ name: 'list_issues', already: false }] }] } })
  })

  it('says what has come in the way since', async () => {
    const request = await submitRequest(testCtx(), await as('dana'), aBody())
    await db().agent.update({ where: { id: 'agt_triage' }, data: { active: false } })
    expect((await adviceForRequest(await as('erin'), request.id, at('+1h'))).blocked).toMatchObject([{ path: 'caller.agent' }])
  })

  it('is not found by whom it is none of', async () => {
    const request = await submitRequest(testCtx(), await as('dana'), aBody())
    await expect(adviceForRequest(await as('otto'), request.id, TEST_NOW)).rejects.toMatchObject({ code: 'not_found' })
    await expect(adviceForRequest(await as('dana'), 'req_none', TEST_NOW)).rejects.toMatchObject({ code: 'not_found' })
  })
})
