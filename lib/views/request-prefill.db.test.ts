import { beforeEach, describe, expect, it } from 'vitest'
import { createSource } from '@/lib/activity/commands/sources'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { runDrift } from '@/lib/drift/commands/run-drift'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { requestBodySchema } from '@/lib/requests/model'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, declareRequestWorld, no } from '@/lib/testing/request-builders'
import { sendEvents } from '@/lib/testing/send-events'
import { type Prefill, prefillFrom, type PrefillFrom } from './request-prefill'

const database = useDatabase()
const LATER = at('+1h')

const from = async (what: PrefillFrom, by = 'dana', now = TEST_NOW): Promise<Prefill> => prefillFrom(await as(by), what, now)

/** A prefilled draft is sent as it is, with what only a person can say. */
const sent = async (draft: Prefill['draft'], by = 'dana', now = TEST_NOW) => submitRequest(testCtx(now), await as(by), requestBodySchema.parse({ purpose: 'Triage', ...draft }))

async function aGrant(id: string, more: Record<string, unknown> = {}): Promise<void> {
  await db().grant.create({
    data: { id, serverId: 'srv_github', agentId: 'agt_triage', clientId: 'cli_code', humanRule: 'any', targetKind: 'tool', target: 'list_*', access: 'write', scope: [], purpose: 'Triage of issues', validFrom: at('-20d'), validUntil: at('+10d'), origin: 'request', createdBy: 'per_rae', createdAt: at('-20d'), ...more },
  })
}

async function aTool(server: string, name: string, more: Record<string, unknown> = {}): Promise<void> {
  await db().tool.create({ data: { id: `tol_${server}_${name}`, serverId: `srv_${server}`, name, suggested: 'read', firstSeenAt: at('-1d'), lastSeenAt: at('-1d'), ...more } })
}

const aCall = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id, occurredAt: at('-1h').toISOString(), kind: 'tool_call', server: 'github', target: 'make_issue', access: 'write', resources: ['repo:acme/api'], outcome: 'denied', agent: 'triage', client: 'code', human: 'dana@acme.test', ...more,
})

async function seen(...events: Record<string, unknown>[]): Promise<string[]> {
  await createSource(await as('adam'), testCtx(), { name: 'gw', format: 'native', vantage: 'gateway' })
  expect(await sendEvents(testCtx(), ...events)).toMatchObject({ accepted: events.length })
  return (await rows<{ id: string }>("SELECT 'evt_' || replace(key::text, '-', '') AS id FROM activity_event ORDER BY source_event_id")).map(({ id }) => id)
}

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  await aTool('github', 'list_issues')
  await aTool('github', 'make_issue', { suggested: 'write' })
  await aTool('github', 'list_pulls')
})

describe('from the registry', () => {
  it('a server, a tool with the access of its class, and an agent', async () => {
    const { draft, filled } = await from({ server: 'github', tool: 'make_issue', agent: 'triage' })
    expect(draft).toEqual({ server: 'github', targets: [{ kind: 'tool', name: 'make_issue', access: 'write', scope: [] }], caller: { agent: 'spiffe://acme.test/triage' }, origin: { kind: 'tool', id: 'github/make_issue' } })
    expect(filled.map(({ field }) => field)).toEqual(['server', 'targets', 'caller.agent'])
  })

  it('several tools, and one that the catalogue does not know, which is said', async () => {
    const { draft, left } = await from({ server: 'github', tool: 'list_issues, list_pulls,nothing' })
    expect(draft.targets?.map(({ name, access }) => [name, access])).toEqual([['list_issues', 'read'], ['list_pulls', 'read'], ['nothing', 'write']])
    expect(left).toEqual([expect.stringContaining('does not know nothing')])
  })

  it('not what does not exist, takes no requests, or is none of theirs', async () => {
    await db().server.update({ where: { id: 'srv_open' }, data: { lifecycle: 'quarantined', lifecycleBefore: 'active' } })
    for (const what of [{ server: 'nowhere' }, { server: 'open' }, { agent: 'nobody' }]) await expect(from(what, 'otto')).rejects.toMatchObject({ code: 'not_found' })
    await expect(from({ agent: 'triage' }, 'otto')).rejects.toMatchObject({ code: 'not_found' })
    expect((await from({ server: 'open' }, 'rae')).draft.server).toBe('open')
    expect(await from({})).toEqual({ draft: {}, filled: [], left: [], use: null, others: [] })
  })
})

describe('from a call', () => {
  it('that was denied: where, what, on what, by whom and for whom; and it can be sent as it is', async () => {
    const [id = ''] = await seen(aCall('1'))
    const { draft, left } = await from({ event: id }, 'erin')
    expect(draft).toEqual({
      server: 'github', targets: [{ kind: 'tool', name: 'make_issue', access: 'write', scope: ['repo:acme/api'] }], caller: { agent: 'spiffe://acme.test/triage', client: 'code', human: 'dana@acme.test' }, origin: { kind: 'event', id },
    })
    expect(left).toEqual([])
    expect(await sent(draft, 'erin')).toMatchObject({ state: 'pending', origin: { kind: 'event', id } })
  })

  it('of strangers: what nobody registered is left out and said', async () => {
    const [id = ''] = await seen(aCall('1', { agent: 'stranger', client: undefined, human: undefined, resources: [] }))
    const { draft, left } = await from({ event: id }, 'erin')
    expect(draft.caller).toEqual({ human: 'none' })
    expect(left).toEqual(['The agent: nobody has registered stranger.'])
  })

  it('is not found by who may not see it', async () => {
    const [id = ''] = await seen(aCall('1'))
    await expect(from({ event: id }, 'dana')).rejects.toMatchObject({ code: 'not_found' })
    await expect(from({ event: 'evt_none' }, 'erin')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('from a finding', () => {
  it('of ungranted use: what was done, by whom, for whom, on what', async () => {
    await seen(aCall('1', { outcome: 'success' }), aCall('2', { outcome: 'success', resources: ['repo:acme/web'] }))
    await runDrift(testCtx, { trigger: 'test' })
    const finding = await db().finding.findFirstOrThrow({ where: { kind: 'ungranted_use' } })
    const { draft, filled } = await from({ finding: finding.id })
    expect(draft).toMatchObject({ server: 'github', caller: { agent: 'spiffe://acme.test/triage', client: 'code', human: 'dana@acme.test' }, origin: { kind: 'finding', id: finding.id } })
    expect(draft.targets).toEqual([{ kind: 'tool', name: 'make_issue', access: 'write', scope: expect.arrayContaining(['repo:acme/api', 'repo:acme/web']) }])
    expect(filled[0]?.href).toContain(finding.id)
    expect(await sent(draft)).toMatchObject({ state: 'pending' })
  })

  it('for several people: by the team that has them all, else for anybody', async () => {
    await seen(aCall('1', { outcome: 'success' }), aCall('2', { outcome: 'success', human: 'erin@acme.test' }))
    await runDrift(testCtx, { trigger: 'test' })
    const { id } = await db().finding.findFirstOrThrow({ where: { kind: 'ungranted_use' } })
    expect((await from({ finding: id })).draft.caller?.human).toBe('any')
    await db().teamMembership.create({ data: { id: 'mbr_erin', teamId: 'tem_core', personId: 'per_erin' } })
    expect((await from({ finding: id })).draft.caller?.human).toBe('team:core')
  })

  it('of a grant that is too broad: the narrower ones that it proposes', async () => {
    const replacement = ['list_issues', 'list_pulls'].map((name) => ({ server: 'github', caller: { agent: 'triage', client: 'code', human: 'any' }, target: { kind: 'tool', name }, access: 'read', scope: [], purpose: 'Triage of issues', until: at('+10d').toISOString() }))
    await db().finding.create({
      data: {
        id: 'fnd_1', fingerprint: 'f', kind: 'over_broad_grant', status: 'open', severity: 'medium', serverId: 'srv_github', server: 'github', target: 'list_*', agentId: 'agt_triage', grantId: 'gnt_1', firstSeen: at('-1d'), lastSeen: at('-1h'),
        executed: 1, blocked: 0, evaluable: true, explanation: 'Too broad.', evidence: {}, remedies: ['narrow'], replacement, openedAt: at('-1h'), updatedAt: at('-1h'),
      },
    })
    const { draft, left } = await from({ finding: 'fnd_1' })
    expect(draft).toMatchObject({ targets: [{ name: 'list_issues', access: 'read' }, { name: 'list_pulls' }], purpose: 'Triage of issues', until: at('+10d').toISOString() })
    expect(left).toEqual([expect.stringContaining('the wider grant stands')])
    await expect(from({ finding: 'fnd_1' }, 'otto')).rejects.toMatchObject({ code: 'not_found' })
    expect(await sent(draft)).toMatchObject({ state: 'pending' })
  })
})

describe('from a grant', () => {
  it('that ends: the same again, with what was used of it and what would have been enough', async () => {
    await aGrant('gnt_1')
    await seen(aCall('1', { outcome: 'success', target: 'list_issues', access: 'read' }), aCall('2', { outcome: 'success', target: 'list_issues', access: 'read' }))
    const { draft, use, left } = await from({ renew: 'gnt_1' }, 'erin')
    expect(draft).toMatchObject({ server: 'github', targets: [{ name: 'list_*', access: 'write' }], purpose: 'Triage of issues', durationDays: 30, renews: 'gnt_1', origin: { kind: 'grant', id: 'gnt_1' } })
    expect(left).toEqual([])
    expect(use).toEqual({
      grantId: 'gnt_1', days: 90, calls: 2, lastAt: at('-1h').toISOString(), admitted: 2, used: ['list_issues'], suggestion: [{ kind: 'tool', name: 'list_issues', access: 'read', scope: ['repo:acme/api'] }],
      sentence: '2 calls under it in the last 90 days, the last on 20 Nov 2026. 1 of the 2 tools that it admits was called.',
    })
    expect(await sent({ ...draft, targets: use?.suggestion ?? [] }, 'erin')).toMatchObject({ kind: 'renewal', renews: 'gnt_1' })
  })

  it('that nobody used, or whose use may not be seen, suggests nothing', async () => {
    await aGrant('gnt_1')
    expect((await from({ renew: 'gnt_1' }, 'erin')).use).toMatchObject({ calls: 0, lastAt: null, suggestion: null, sentence: 'Nobody has made a call under it in the last 90 days.' })
    expect((await from({ renew: 'gnt_1' }, 'dana')).use).toBeNull()
  })

  it('that is over, has no end or has not begun: asks anew, and says so', async () => {
    await aGrant('gnt_old', { validUntil: at('-1d') })
    await aGrant('gnt_open', { validUntil: null, origin: 'import', externalId: 'x' })
    await aGrant('gnt_next', { validFrom: at('+1d') })
    for (const id of ['gnt_old', 'gnt_open', 'gnt_next']) {
      const { draft, left } = await from({ renew: id })
      expect([draft.renews, left.length]).toEqual([undefined, 1])
    }
  })

  it('that was imported: as it is, for confirmation', async () => {
    await aGrant('gnt_1', { origin: 'import', externalId: 'x', importReason: 'Was in the gateway' })
    const { draft } = await from({ confirm: 'gnt_1' })
    expect(draft).toMatchObject({ confirms: 'gnt_1', targets: [{ name: 'list_*', access: 'write', scope: [] }] })
    expect(await sent(draft)).toMatchObject({ kind: 'confirmation', confirms: 'gnt_1' })
    await aGrant('gnt_2')
    expect(await from({ confirm: 'gnt_2' })).toMatchObject({ left: [expect.stringContaining('Only an imported grant')] })
  })

  it('is not found by who may not see it', async () => {
    await aGrant('gnt_1')
    for (const what of [{ renew: 'gnt_1' }, { confirm: 'gnt_1' }]) await expect(from(what, 'otto')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('same as another agent', () => {
  beforeEach(async () => {
    await aGrant('gnt_1', { target: 'list_issues', access: 'read' })
    await aGrant('gnt_2', { target: 'make_issue', scope: ['repo:acme/*'] })
    await aGrant('gnt_3', { target: 'balance', serverId: 'srv_ledger', access: 'read' })
  })

  it('copies what it holds on the fullest server, with drafts for the others', async () => {
    const { draft, others, left } = await from({ like: 'triage', agent: 'release' })
    expect(draft).toMatchObject({ server: 'github', caller: { agent: 'spiffe://acme.test/release', client: 'code', human: 'any' }, purpose: 'Triage of issues', origin: { kind: 'agent', id: 'agt_triage' } })
    expect(draft.targets).toHaveLength(2)
    expect(others).toMatchObject([{ server: 'ledger', draft: { server: 'ledger', targets: [{ name: 'balance' }] } }])
    expect(left).toEqual([])
    expect(await sent({ ...draft, durationDays: 10 })).toMatchObject({ state: 'pending', targets: [{ name: expect.any(String) }, {}] })
    expect(await from({ like: 'triage', server: 'ledger' })).toMatchObject({ draft: { server: 'ledger' }, others: [{ server: 'github' }] })
  })

  it('says what it cannot copy, and why', async () => {
    await aGrant('gnt_4', { target: 'glass', origin: 'break_glass' })
    await aGrant('gnt_5', { target: 'rests', holds: { create: { id: 'hld_1', cause: 'person', reason: 'doubts', openedBy: 'per_rae', openedAt: at('-1h') } } })
    await aGrant('gnt_6', { target: 'import', origin: 'import', externalId: 'x' })
    await aGrant('gnt_7', { target: 'other', humanRule: 'none' })
    await aGrant('gnt_8', { target: 'gone', validUntil: at('-1d') })
    const { draft, left } = await from({ like: 'triage' })
    expect(draft.targets?.map(({ name }) => name).toSorted()).toEqual(['list_issues', 'make_issue'])
    expect(left.map((sentence) => sentence.split(' ')[0])).toEqual(['glass', 'rests', 'import', 'other'])
    await db().server.update({ where: { id: 'srv_ledger' }, data: { lifecycle: 'quarantined', lifecycleBefore: 'active' } })
    expect(await from({ like: 'triage' })).toMatchObject({ others: [], left: expect.arrayContaining(['balance on ledger: the server takes no requests now.']) })
  })

  it('copies only what the actor may see, of an agent that they may see', async () => {
    await db().server.update({ where: { id: 'srv_ledger' }, data: { ownerId: 'per_otto', backupOwnerId: null } })
    expect((await from({ like: 'triage' }, 'erin')).others).toEqual([])
    expect((await from({ like: 'triage' }, 'otto')).draft).toMatchObject({ server: 'ledger' })
    await expect(from({ like: 'triage' }, 'zoe')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('from a request before it', () => {
  it('asks the same again, with what is over left out', async () => {
    const request = await sent(aBody({ until: at('+2h').toISOString(), durationDays: undefined }))
    await decideRequest(testCtx(LATER), await as('erin'), request.id, no('Not like this'))
    const { draft, left, filled } = await from({ replaces: request.id }, 'dana', at('+3h'))
    expect(draft).toMatchObject({ server: 'github', targets: [{ name: 'list_issues', access: 'read' }], purpose: 'Triage of issues', origin: { kind: 'request', id: request.id } })
    expect(draft.until).toBeUndefined()
    expect(left).toEqual(['The end that was asked for: it is over.'])
    expect(filled[0]?.sentence).toContain('Not like this')
    await expect(from({ replaces: request.id }, 'otto')).rejects.toMatchObject({ code: 'not_found' })
  })
})
