import { beforeEach, describe, expect, test } from 'vitest'
import { db, type Prisma } from '@/lib/db/client'
import { compilePattern, matchesPattern } from '@/lib/grants/target-match'
import { scopeSchema } from '@/lib/reviews/content'
import { at, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aServer, declareGrantWorld } from '@/lib/testing/grant-builders'
import { findSubjects, subjectsOf } from './scope'

const { truncate } = useDatabase()

const base = { serverId: 'srv_github', agentId: 'agt_triage', humanRule: 'any', targetKind: 'tool', target: 'create_issue', access: 'write', scope: [], purpose: 'Triage', validFrom: at('-30d'), origin: 'request', createdBy: 'per_dana', createdAt: at('-30d') } satisfies Omit<Prisma.GrantUncheckedCreateInput, 'id'>
const aGrant = (id: string, more: Partial<Prisma.GrantUncheckedCreateInput> = {}) => db().grant.create({ data: { id, ...base, ...more } })
const ids = async (kind: 'grants' | 'ownership', scope: Record<string, unknown> = {}): Promise<string[]> => (await subjectsOf(kind, scopeSchema.parse(scope), TEST_NOW)).map((one) => one.id)

beforeEach(async () => {
  await truncate()
  await declareGrantWorld()
})

describe('the scope of a review of grants', () => {
  test('holds what is in force, suspended or yet to begin, and nothing that is over', async () => {
    await aGrant('gnt_now')
    await aGrant('gnt_later', { validFrom: at('+3d') })
    await aGrant('gnt_held', { holds: { create: { id: 'hld_1', cause: 'person', reason: 'x', openedBy: 'per_dana', openedAt: at('-1d') } } })
    await aGrant('gnt_expired', { validUntil: TEST_NOW })
    await aGrant('gnt_revoked', { revokedAt: at('-1ms'), revokedBy: 'per_dana' })
    expect(await ids('grants')).toEqual(['gnt_held', 'gnt_later', 'gnt_now'])
  })

  test('each member narrows, and all of them hold at once', async () => {
    await db().server.update({ where: { id: 'srv_vault' }, data: { effects: ['secrets'], backupOwnerId: 'per_dana', teamId: 'tem_core' } })
    await aGrant('gnt_a')
    await aGrant('gnt_b', { serverId: 'srv_vault', agentId: 'agt_release', target: 'read_*', access: 'read', origin: 'import' })
    await aGrant('gnt_c', { serverId: 'srv_vault', agentId: null, target: 'kv/*', targetKind: 'context', access: 'admin' })
    expect(await ids('grants', { servers: ['vault'] })).toEqual(['gnt_b', 'gnt_c'])
    expect(await ids('grants', { sensitivities: ['restricted'], accesses: ['admin'] })).toEqual(['gnt_c'])
    expect(await ids('grants', { effects: ['secrets'], origins: ['import'] })).toEqual(['gnt_b'])
    expect(await ids('grants', { owners: ['dana@acme.test'] })).toEqual(['gnt_b', 'gnt_c'])
    expect(await ids('grants', { teams: ['core'], agents: ['release'] })).toEqual(['gnt_b'])
    expect(await ids('grants', { agents: ['spiffe://acme.test/triage', 'any'] })).toEqual(['gnt_a', 'gnt_c'])
    expect(await ids('grants', { environments: ['development'] })).toEqual([])
    expect(await ids('grants', { grantIds: ['gnt_a'], servers: ['vault'] })).toEqual(['gnt_a'])
  })

  test('a tool is found as the grants themselves match it', async () => {
    const targets = ['*', 'read_*', 'read_file', 'readXfile', 'r*e', '*_file', 'read%', 'a\\b*', 'a\\*']
    for (const [index, target] of targets.entries()) await aGrant(`gnt_${index}`, { target })
    for (const name of ['read_file', 'readXfile', 'read%', 'a\\b*', 'a\\*']) {
      const wanted = targets.flatMap((target, index) => (matchesPattern(compilePattern(target), name) ? [`gnt_${index}`] : []))
      expect(await ids('grants', { tools: [name] })).toEqual(wanted)
    }
  })

  test('an open finding is about a grant when all that it names is the grant’s', async () => {
    await aGrant('gnt_a')
    await aGrant('gnt_b', { target: '*', agentId: 'agt_release' })
    await aGrant('gnt_c', { serverId: 'srv_vault' })
    await aFinding('tool_widened', { serverId: 'srv_github', target: 'create_issue' })
    await aFinding('unused_grant', { serverId: 'srv_vault', target: 'create_issue', agentId: 'agt_triage', grantId: 'gnt_c' })
    await aFinding('orphaned_agent', { agentId: 'agt_release' })
    await aFinding('orphaned_server', { serverId: 'srv_vault', status: 'resolved' })
    await aFinding('unregistered_agent', { serverId: 'srv_github', agent: 'ghost' })
    const found = (kind: string) => ids('grants', { findings: [kind] })
    expect(await found('tool_widened')).toEqual(['gnt_a', 'gnt_b'])
    expect(await found('unused_grant')).toEqual(['gnt_c'])
    expect(await found('orphaned_agent')).toEqual(['gnt_b'])
    expect(await found('orphaned_server')).toEqual([])
    expect(await found('unregistered_agent')).toEqual([])
  })

  test('what people answered about lately is left out; what silence decided is not', async () => {
    for (const id of ['gnt_a', 'gnt_b', 'gnt_c', 'gnt_d']) await aGrant(id, id === 'gnt_d' ? { narrowsId: 'gnt_a' } : {})
    await db().reviewCampaign.create({ data: { id: 'rev_1', name: 'Q', kind: 'grants', state: 'draft', content: {}, occasion: 'manual', createdBy: 'per_dana', createdAt: at('-9d'), updatedAt: at('-9d') } })
    const item = (position: number, grantId: string, outcomeBy: string, decidedAt: Date) => ({ id: `itm_${position}`, campaignId: 'rev_1', position, subject: 'grant', grantId, target: 'x', risk: 'low' as const, flags: [], recommendation: 'keep', change: 'new', frozen: {}, digest: '', state: 'decided' as const, outcome: 'keep', outcomeBy, decidedAt, updatedAt: decidedAt })
    await db().reviewItem.createMany({ data: [item(0, 'gnt_a', 'answers', at('-5d')), item(1, 'gnt_b', 'no_response', at('-5d')), item(2, 'gnt_c', 'answers', at('-40d'))] })
    expect(await ids('grants', { unreviewedDays: 30 })).toEqual(['gnt_b', 'gnt_c'])
  })

  test('a name that nobody knows is refused by its field, never an empty review', async () => {
    const found = await findSubjects('grants', scopeSchema.parse({ servers: ['ghost'], owners: ['nobody@acme.test'], teams: ['x'], agents: ['y'], effects: ['z'], tools: ['nope'], findings: ['odd'], grantIds: ['gnt_none'] }), TEST_NOW)
    expect('errors' in found && found.errors.map((one) => one.path.replace('content.scope.', ''))).toEqual(['servers', 'owners', 'teams', 'agents', 'effects', 'tools', 'findings', 'grantIds'])
    await expect(ids('grants', { servers: ['ghost'] })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'content.scope.servers', message: 'no server is known as “ghost”' }] })
  })
})

describe('the scope of a review of ownership', () => {
  test('holds servers in service and active agents, the latter left out by what only servers have', async () => {
    await aServer('attic', { lifecycle: 'retired' })
    await db().agent.update({ where: { id: 'agt_release' }, data: { active: false } })
    expect(await ids('ownership')).toEqual(['srv_github', 'srv_vault', 'agt_triage'])
    expect(await ids('ownership', { sensitivities: ['restricted'] })).toEqual(['srv_vault'])
    expect(await ids('ownership', { agents: ['triage'] })).toEqual(['agt_triage'])
    expect(await ids('ownership', { servers: ['github'], agents: ['triage'] })).toEqual(['srv_github', 'agt_triage'])
    expect(await ids('ownership', { owners: ['erin@acme.test'] })).toEqual(['srv_github', 'srv_vault'])
    expect(await ids('ownership', { owners: ['dana@acme.test'] })).toEqual(['agt_triage'])
  })

  test('what was attested lately is left out, and what narrows only grants is refused', async () => {
    await db().ownershipAttestation.create({ data: { id: 'att_1', subject: 'server', subjectId: 'srv_github', itemId: 'itm_1', personId: 'per_erin', at: at('-5d') } })
    expect(await ids('ownership', { unreviewedDays: 30, sensitivities: ['internal', 'restricted'] })).toEqual(['srv_vault'])
    await expect(ids('ownership', { accesses: ['admin'] })).rejects.toMatchObject({ errors: [{ path: 'content.scope.accesses' }] })
  })
})

async function aFinding(kind: string, more: Partial<Prisma.FindingUncheckedCreateInput>): Promise<void> {
  await db().finding.create({
    data: { id: `fnd_${kind}`, fingerprint: kind, kind, status: 'open', severity: 'high', firstSeen: at('-1d'), lastSeen: at('-1d'), executed: 0, blocked: 0, evaluable: true, explanation: kind, evidence: {}, remedies: [], openedAt: at('-1d'), updatedAt: at('-1d'), ...more },
  })
}
