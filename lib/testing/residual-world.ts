import { db, type Prisma } from '@/lib/db/client'
import { ensurePartitions } from '@/lib/activity/commands/partitions'
import { at, testCtx, TEST_NOW } from './clock'
import { declareRequestWorld } from './request-builders'
import { sendEvents } from './send-events'

const grant = { serverId: 'srv_github', humanRule: 'any' as const, targetKind: 'tool' as const, target: 'list_issues', access: 'read' as const, scope: [], purpose: 'Triage', validFrom: at('-9d'), validUntil: at('+90d'), origin: 'import' as const, importReason: 'In force', createdBy: 'per_rae', createdAt: at('-9d') }
const content = (clientId: string | null): Prisma.InputJsonObject => ({ serverId: 'srv_github', agentId: 'agt_triage', clientId, human: { rule: 'any' }, targets: [{ kind: 'tool', name: 'list_issues', access: 'read', scope: [] }], purpose: 'Triage', mode: 'direct', reauthorise: false, startsAt: null, terms: [] })
const request = { kind: 'grant' as const, requesterId: 'per_otto', requestedBy: 'per_otto', behind: ['per_otto'], serverId: 'srv_github', agentId: 'agt_triage', content: content('cli_code'), createdAt: at('-1d'), updatedAt: at('-1d') }

/**
 * The requests' world with everything by which something can still reach or be reached: dana leaves (she owns mirror, backs github,
 * sponsors both agents, manages zoe), and otto takes over; github ends, and so do the agent triage and the client code.
 */
export async function declareResidualWorld(): Promise<void> {
  await declareRequestWorld()
  await ensurePartitions(TEST_NOW)
  await db().person.update({ where: { id: 'per_dana' }, data: { managerId: 'per_otto' } })
  await db().person.update({ where: { id: 'per_zoe' }, data: { managerId: 'per_dana' } })
  await db().server.update({ where: { id: 'srv_ledger' }, data: { ownerId: 'per_dana', backupOwnerId: null } })
  await db().server.update({ where: { id: 'srv_github' }, data: { backupOwnerId: 'per_dana', downstream: ['github.com'], secrets: { create: [{ id: 'sec_pat', name: 'PAT', kind: 'static', location: 'vault/pat' }, { id: 'sec_role', name: 'ROLE', kind: 'dynamic', location: 'vault/role' }] } } })
  await db().grant.createMany({ data: [
    { ...grant, id: 'gnt_now', agentId: 'agt_triage', clientId: 'cli_code', humanRule: 'person', personId: 'per_dana' }, { ...grant, id: 'gnt_later', agentId: 'agt_triage', validFrom: at('+1d') }, { ...grant, id: 'gnt_task', agentId: 'agt_triage', mode: 'task' },
    { ...grant, id: 'gnt_team', serverId: 'srv_open', humanRule: 'team', teamId: 'tem_core' }, { ...grant, id: 'gnt_any', serverId: 'srv_open' }, { ...grant, id: 'gnt_over', agentId: 'agt_triage', validUntil: at('-1d') },
  ] })
  await db().grantRequest.createMany({ data: [{ ...request, id: 'req_one', state: 'pending', submittedAt: at('-1d'), lapsesAt: at('+9d'), policyNumber: 0 }, { ...request, id: 'req_mine', state: 'pending', requesterId: 'per_dana', requestedBy: 'per_dana', behind: ['per_dana'], serverId: 'srv_open', agentId: 'agt_release', content: content(null), submittedAt: at('-1d'), lapsesAt: at('+9d'), policyNumber: 0 }, { ...request, id: 'req_two', state: 'pending', agentId: 'agt_release', content: content(null), submittedAt: at('-1d'), lapsesAt: at('+9d'), policyNumber: 0 }, { ...request, id: 'req_waits', state: 'pending', serverId: 'srv_ledger', agentId: 'agt_release', content: content(null), submittedAt: at('-1d'), lapsesAt: at('+9d'), policyNumber: 0 }] })
  await declareCredentials()
  await declareReviews()
  await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', heartbeatSeconds: 60, covers: ['github', 'ledger'], attribution: { agent: 'triage', client: 'code' }, createdAt: at('-9d') } })
  await db().grantDocument.create({ data: { number: 1, text: 'x', servers: ['github'], planHash: 'x', outcome: {}, appliedBy: 'per_rae', appliedAt: at('-5d') } })
  await declareActs()
}

async function declareCredentials(): Promise<void> {
  const token = { roles: ['member' as const], createdAt: at('-9d'), expiresAt: at('+90d') }
  const hash = (n: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(n)
  await db().apiToken.createMany({ data: [{ ...token, id: 'tok_mine', name: 'ci', ownerId: 'per_dana', createdBy: 'per_dana', scopes: ['read'], hash: hash(1), lastUsedAt: at('-1h') }, { ...token, id: 'tok_made', name: 'gw', ownerId: 'per_otto', createdBy: 'per_dana', scopes: ['ingest:gw'], hash: hash(2) }, { ...token, id: 'tok_over', name: 'old', ownerId: 'per_dana', createdBy: 'per_dana', scopes: ['read'], hash: hash(3), revokedAt: at('-1d') }] })
  await db().session.create({ data: { id: 'ses_one', personId: 'per_dana', createdAt: at('-1h'), lastSeenAt: at('-1h'), expiresAt: at('+7d'), method: 'password' } })
  await db().oneTimeLink.create({ data: { id: 'lnk_one', purpose: 'sign_in', hash: hash(4), personId: 'per_dana', createdAt: at('-1h'), expiresAt: at('+1d') } })
  await db().delegation.createMany({ data: [{ id: 'dlg_out', personId: 'per_dana', delegateId: 'per_otto' }, { id: 'dlg_in', personId: 'per_otto', delegateId: 'per_dana' }].map((one) => ({ ...one, validFrom: at('-1d'), validTo: at('+9d'), createdBy: one.personId, createdAt: at('-1d') })) })
  await db().offboardingCase.create({ data: { id: 'off_other', subjectKind: 'server', subjectId: 'srv_ledger', subjectName: 'ledger', stage: 'open', reason: 'Another', occasion: 'manual', ownerId: 'per_dana', openedBy: 'per_rae', openedAt: at('-1d'), updatedAt: at('-1d') } })
}

async function declareReviews(): Promise<void> {
  const content = { scope: { servers: ['github'], agents: ['triage'] }, stages: [{ reviewers: [{ kind: 'named', emails: ['dana@acme.test'] }], days: 9 }], fallback: [], escalateTo: [] }
  await db().reviewTemplate.create({ data: { id: 'tpl_one', name: 'Autumn', kind: 'grants', content, triggers: [], createdBy: 'per_rae', createdAt: at('-9d'), updatedAt: at('-9d') } })
}

/** planner acts for triage and for dana, and worker, which nobody registered, for planner; code runs it all. */
async function declareActs(): Promise<void> {
  await db().agent.create({ data: { id: 'agt_planner', name: 'planner', identityKind: 'spiffe', spiffeId: 'spiffe://acme.test/planner', sponsorId: 'per_mona', createdAt: at('-9d'), updatedAt: at('-9d') } })
  await db().nameBinding.create({ data: { id: 'nam_planner', holderKind: 'agent', holderId: 'agt_planner', name: 'planner', origin: 'name', createdAt: at('-9d') } })
  await db().stateChange.create({ data: { id: 'sta_planner', holderKind: 'agent', holderId: 'agt_planner', state: 'active', at: at('-9d') } })
  const event = { kind: 'tool_call', server: 'github', target: 'list_issues', outcome: 'success', client: 'code', human: 'dana@acme.test' }
  await sendEvents(testCtx(), { ...event, id: '1', occurredAt: at('-2h').toISOString(), agent: 'triage' }, { ...event, id: '2', occurredAt: at('-3h').toISOString(), agent: 'planner', delegation: [{ iss: 'https://idp', sub: 'triage' }] },
    { ...event, id: '3', occurredAt: at('-4h').toISOString(), agent: 'worker', human: 'erin@acme.test', delegation: [{ iss: 'https://idp', sub: 'planner' }] })
}
