import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { contentSchema } from '@/lib/reviews/content'
import type { FrozenGrant } from '@/lib/reviews/frozen'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, declareRequestWorld, leaves } from '@/lib/testing/request-builders'
import { sendEvents } from '@/lib/testing/send-events'
import { draftCampaign } from './commands/draft-campaign'
import { launchCampaign } from './commands/launch-campaign'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  await db().stateChange.updateMany({ data: { at: at('-300d') } })
  await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', heartbeatSeconds: 3600, covers: [], createdAt: at('-200d'), alive: { create: { id: 'alv_1', from: at('-200d'), to: at('+1h') } } } })
})

type Row = Parameters<ReturnType<typeof db>['grant']['create']>[0]['data']

async function aGrant(id: string, more: Partial<Row> = {}): Promise<void> {
  await db().grant.create({
    data: {
      id, serverId: 'srv_github', agentId: 'agt_triage', clientId: 'cli_code', humanRule: 'any', targetKind: 'tool', target: 'push', access: 'write', scope: ['repo:*'], purpose: 'Releases', validFrom: at('-100d'), validUntil: at('+20d'),
      origin: 'import', importReason: 'Old list', confirmedAt: at('-50d'), createdBy: 'per_rae', createdAt: at('-100d'), ...more,
    } as Row,
  })
  await db().$executeRaw`UPDATE declaration_epoch SET epoch = epoch + 1`
}

async function aTool(name: string, more: { bound?: string; now?: string; destructive?: boolean } = {}): Promise<void> {
  const definition = (text: string) => ({ name, description: 'x', inputSchema: { type: 'object', properties: Object.fromEntries(text.split('').map((letter) => [letter, { type: 'string' }])) } })
  const [bound, now] = [more.bound ?? 'a', more.now ?? 'a']
  await db().tool.create({
    data: {
      id: `tol_${name}`, serverId: 'srv_github', name, suggested: 'write', annotations: more.destructive === true ? { destructiveHint: true } : {}, definitionHash: `hash_${now}`, approvedHash: `hash_${bound}`, approvedNumber: 1, approvedAt: at('-90d'), approvedBy: 'baseline',
      firstSeenAt: at('-90d'), lastSeenAt: TEST_NOW, versions: { create: [...new Set([bound, now])].map((text, index) => ({ id: `ver_${name}_${index}`, number: index + 1, hash: `hash_${text}`, definition: definition(text), firstSeenAt: at(`-${90 - index * 80}d`) })) },
    },
  })
}

const call = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  occurredAt: at('-2d').toISOString(), kind: 'tool_call', server: 'github', target: 'push', agent: 'triage', client: 'code', human: 'zoe@acme.test', access: 'write', resources: ['repo:a'], outcome: 'success', ...more,
})

async function launch(more: Record<string, unknown> = {}, kind: 'grants' | 'ownership' = 'grants'): Promise<Map<string, { frozen: FrozenGrant; risk: string; flags: string[]; change: string }>> {
  const content = contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 5 }], ...more })
  const { id } = await draftCampaign(testCtx(), await as('rae'), { name: 'Q4', kind, content })
  await launchCampaign(() => testCtx(), await as('rae'), id)
  const items = await db().reviewItem.findMany({ where: { campaignId: id }, orderBy: { position: 'asc' } })
  return new Map(items.map((item) => [item.grantId ?? item.serverId ?? item.agentId ?? '', { frozen: item.frozen as unknown as FrozenGrant, risk: item.risk, flags: item.flags, change: item.change }]))
}

describe('what a grant is frozen with', () => {
  it('its use in the window, who called, for what, and who would have seen more', async () => {
    await aTool('push')
    await aGrant('gnt_1')
    await db().grantDefinition.create({ data: { grantId: 'gnt_1', toolName: 'push', hash: 'hash_a', number: 1, boundAt: at('-90d'), boundBy: 'import' } })
    await sendEvents(testCtx(), call({ id: '1' }), call({ id: '2', occurredAt: at('-40d').toISOString(), access: 'read' }), call({ id: '3', human: 'otto@acme.test', outcome: 'denied' }), call({ id: '4', agent: 'release' }), call({ id: '5', target: 'pull' }))
    const { frozen, risk, flags, change } = (await launch()).get('gnt_1') ?? {}
    expect(frozen?.grant).toMatchObject({
      id: 'gnt_1', server: { slug: 'github', sensitivity: 'internal', owner: { id: 'per_erin' }, backupOwner: { id: 'per_bert' } }, agent: { name: 'triage', sponsor: { id: 'per_dana' } }, client: { name: 'Code' }, human: { rule: 'any', id: null },
      target: { kind: 'tool', name: 'push' }, cameBy: 'Imported: Old list; confirmed', requester: null, approvers: [],
    })
    expect(frozen?.use).toEqual({
      days: 90, state: 'used', calls: 3, calls30: 2, blocked: 1, lastAt: at('-2d').toISOString(), weeks: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2], agents: 1, clients: 1, humans: 2, accessUsed: 'write', targetsUsed: 1, agentReported: 0,
      callers: [{ agent: 'triage', client: 'Code', human: 'zoe@acme.test', calls: 2, lastAt: at('-2d').toISOString() }, { agent: 'triage', client: 'Code', human: 'otto@acme.test', calls: 1, lastAt: at('-2d').toISOString() }], targets: [{ name: 'push', access: 'write', calls: 3 }],
    })
    expect(frozen).toMatchObject({
      telemetry: { evaluable: true, source: 'gw' }, admits: null, destructive: false, definition: { state: 'unchanged', tool: null, held: false }, peers: { holding: 1, of: 2 }, findings: [], previous: null,
      narrowed: [{ kind: 'tool', name: 'push', access: 'write', scope: ['repo:a'] }], recommendation: { answer: 'keep', rule: 'used' },
    })
    expect({ risk, flags, change }).toEqual({ risk: 'medium', flags: [], change: 'new' })
  })

  it('what is unused is revoked where a source vouches for it, and nothing is said where none does', async () => {
    await aGrant('gnt_1')
    expect((await launch()).get('gnt_1')).toMatchObject({ frozen: { use: { state: 'unused', calls: 0, lastAt: null }, recommendation: { answer: 'revoke', rule: 'unused' } }, flags: ['never_used', 'recommended_otherwise'] })
    await db().sourceDrop.create({ data: { id: 'drp_1', sourceId: 'src_gw', from: at('-3d'), to: at('-3d'), count: 1 } })
    expect((await launch()).get('gnt_1')).toMatchObject({ frozen: { use: { state: 'not_evaluable' }, telemetry: { evaluable: false, gaps: ['gw lost records'] }, recommendation: { answer: 'none' } }, flags: ['never_used', 'not_evaluable', 'recommended_otherwise'] })
    // Over less time, nothing was lost: the window is the campaign's.
    await db().sourceDrop.updateMany({ data: { from: at('-60d'), to: at('-60d') } })
    expect((await launch({ evidenceDays: 30 })).get('gnt_1')).toMatchObject({ frozen: { use: { days: 30, state: 'unused' } } })
  })

  it('use that only an agent reports is told, and supports no keep', async () => {
    await db().source.update({ where: { id: 'src_gw' }, data: { vantage: 'agent' } })
    await aGrant('gnt_1')
    await sendEvents(testCtx(), call({ id: '1' }))
    expect((await launch()).get('gnt_1')?.frozen).toMatchObject({ use: { calls: 1, agentReported: 1 }, recommendation: { answer: 'none', rule: 'agent_reported' } })
  })

  it('a glob: what it admits, what of it was used, and what has widened since it was bound', async () => {
    for (const [name, more] of [['push', {}], ['push_tag', { now: 'ab' }], ['push_all', { destructive: true }], ['pull', {}]] as const) await aTool(name, more)
    await aGrant('gnt_1', { target: 'push*' })
    for (const toolName of ['push', 'push_tag', 'push_all']) await db().grantDefinition.create({ data: { grantId: 'gnt_1', toolName, hash: 'hash_a', number: 1, boundAt: at('-90d'), boundBy: 'import' } })
    await db().grantHold.create({ data: { id: 'hld_1', grantId: 'gnt_1', cause: 'definition', toolName: 'push_tag', reason: 'widened', openedBy: 'system', openedAt: at('-1d') } })
    await sendEvents(testCtx(), call({ id: '1' }))
    expect((await launch()).get('gnt_1')).toMatchObject({
      frozen: { admits: { count: 3, destructive: 1, unclassified: 3 }, destructive: true, definition: { state: 'widened', tool: 'push_tag', from: 1, to: 2, held: true }, use: { targetsUsed: 1 }, recommendation: { answer: 'look', rule: 'definition' } },
      flags: ['high_risk', 'definition_changed', 'destructive', 'recommended_otherwise'],
    })
  })

  it('who left, open findings on it, and the request it came by', async () => {
    await db().grantRequest.create({
      data: {
        id: 'req_1', kind: 'grant', state: 'approved', requesterId: 'per_dana', requestedBy: 'per_dana', behind: ['per_dana'], serverId: 'srv_github', agentId: 'agt_triage', policyNumber: 0, submittedAt: at('-102d'), lapsesAt: at('-88d'), content: {}, createdAt: at('-100d'), updatedAt: at('-100d'), closedAt: at('-100d'), closedBy: 'per_rae',
        decisions: { create: [{ id: 'dec_1', round: 1, revision: 1, step: 'owner', standing: 'owner', answer: 'approve', personId: 'per_erin', actorId: 'per_erin', at: at('-101d') }, { id: 'dec_2', round: 1, revision: 1, step: 'security', standing: 'security_reviewer', answer: 'approve', personId: 'per_rae', actorId: 'per_rae', at: at('-100d') }] },
      },
    })
    await aGrant('gnt_1', { origin: 'request', importReason: null, confirmedAt: null, requestId: 'req_1', humanRule: 'person', personId: 'per_otto' })
    await db().finding.create({ data: { id: 'fnd_1', fingerprint: 'x', kind: 'excess_access', status: 'open', severity: 'high', grantId: 'gnt_1', firstSeen: at('-1d'), lastSeen: TEST_NOW, executed: 1, blocked: 0, evaluable: true, explanation: 'Too much', evidence: {}, remedies: [], openedAt: TEST_NOW, updatedAt: TEST_NOW } })
    await leaves('otto')
    expect((await launch()).get('gnt_1')).toMatchObject({
      risk: 'high', frozen: {
        grant: { cameBy: 'Approved by erin (owner) and Rae (security)', requester: { id: 'per_dana' }, approvers: [{ id: 'per_erin' }, { id: 'per_rae' }], human: { rule: 'person', id: 'per_otto' } },
        findings: [{ id: 'fnd_1', kind: 'excess_access', severity: 'high', text: 'Too much' }], recommendation: { answer: 'revoke', rule: 'unused' },
      },
    })
  })

  it('the last review that is over, and whether the grant has changed since', async () => {
    await aGrant('gnt_1')
    await launch()
    const campaign = await db().reviewCampaign.findFirstOrThrow()
    await db().reviewItem.updateMany({ data: { state: 'decided', outcome: 'keep', outcomeBy: 'no_response', decidedAt: at('-1d') } })
    for (const data of [{ state: 'remediation' as const }, { state: 'confirming' as const }, { state: 'closed' as const, closedAt: TEST_NOW }]) await db().reviewCampaign.update({ where: { id: campaign.id }, data })
    expect((await launch()).get('gnt_1')).toMatchObject({ change: 'unchanged', frozen: { previous: { campaignId: campaign.id, campaign: 'Q4', outcome: 'keep', by: 'nobody answered', at: at('-1d').toISOString() } } })
    await db().grant.update({ where: { id: 'gnt_1' }, data: { validUntil: at('+40d') } })
    expect((await launch()).get('gnt_1')).toMatchObject({ change: 'changed', flags: ['never_used', 'changed', 'recommended_otherwise'] })
    // What renews or narrows it carries its history; another end alone is no change.
    await db().grant.update({ where: { id: 'gnt_1' }, data: { revokedAt: at('-1h'), revokedBy: 'per_rae', revokeReason: 'narrowed' } })
    await aGrant('gnt_2', { narrowsId: 'gnt_1', validUntil: at('+10d') })
    expect((await launch()).get('gnt_2')).toMatchObject({ change: 'unchanged', frozen: { previous: { campaignId: campaign.id } } })
  })
})

describe('what an owner attests', () => {
  it('is frozen with its use, its grants and whether whoever answers for it is here', async () => {
    await aGrant('gnt_1')
    await sendEvents(testCtx(), call({ id: '1' }))
    await leaves('dana')
    const items = await launch({}, 'ownership')
    expect(items.get('srv_github')).toMatchObject({ risk: 'low', flags: [], frozen: { subject: 'server', known: 'github', lifecycle: 'active', owner: { id: 'per_erin' }, ownerActive: true, grants: 1, use: { calls: 1, agents: 1 }, recommendation: { answer: 'keep' } } })
    expect(items.get('agt_triage')).toMatchObject({ risk: 'high', frozen: { subject: 'agent', known: 'spiffe://acme.test/triage', owner: { id: 'per_dana' }, ownerActive: false, grants: 1, recommendation: { answer: 'look', rule: 'owner_left' } } })
  })
})
