import type { HolderKind } from '@/lib/names/model'
import { db, type Prisma } from '@/lib/db/client'
import { at } from './clock'
import type { GrantSpec, HumanSpec, SubjectSpec, WorldSpec } from './offboarding-arbitrary'

/** Who is there in every world, besides its own people: rae and rob review, inez responds to incidents, adam administers, sven is nobody's anything. */
export const STAFF = { rae: ['security_reviewer'], rob: ['security_reviewer'], inez: ['incident_responder'], adam: ['admin'], sven: ['member'] } as const

const days = (count: number): Date => at(`${count < 0 ? '-' : '+'}${Math.abs(count)}d`)
const LONG_AGO = { createdAt: days(-90), updatedAt: days(-90) }

/** Ids of a world: what a number of its specification means. */
export function idsOf(world: WorldSpec) {
  const of = (prefix: string, count: number) => (which: number): string => `${prefix}${which % count}`
  return {
    person: of('per_p', world.people.length), server: of('srv_s', world.servers.length), agent: of('agt_a', world.agents.length), client: of('cli_c', world.clients.length), team: of('tem_t', TEAMS),
  }
}
export const TEAMS = 2
type Ids = ReturnType<typeof idsOf>

export function subjectOf(world: WorldSpec, subject: SubjectSpec): { kind: SubjectSpec['kind']; id: string } {
  return { kind: subject.kind, id: idsOf(world)[subject.kind](subject.which) }
}

function humanOf(ids: Ids, human: HumanSpec): { humanRule: HumanSpec['rule']; personId: string | null; teamId: string | null } {
  return { humanRule: human.rule, personId: human.rule === 'person' ? ids.person(human.of) : null, teamId: human.rule === 'team' ? ids.team(human.of) : null }
}

function holdersOf(world: WorldSpec): { names: Prisma.NameBindingCreateManyInput[]; states: Prisma.StateChangeCreateManyInput[] } {
  const names: Prisma.NameBindingCreateManyInput[] = []
  const states: Prisma.StateChangeCreateManyInput[] = []
  const declare = (holderKind: HolderKind, holderId: string, called: Record<string, Prisma.NameBindingCreateManyInput['origin']>, moves: [string, number][]): void => {
    for (const [name, origin] of Object.entries(called)) names.push({ id: `nam_${holderId}_${names.length}`, holderKind, holderId, name, origin, createdAt: days(-90) })
    for (const [state, day] of moves) states.push({ id: `sta_${holderId}_${states.length}`, holderKind, holderId, state, at: days(day) })
  }
  const life = (active: boolean): [string, number][] => (active ? [['active', -90]] : [['active', -90], ['inactive', -5]])
  for (const name of Object.keys(STAFF)) declare('person', `per_${name}`, { [`${name}@acme.test`]: 'email' }, life(true))
  world.people.forEach((one, i) => declare('person', `per_p${i}`, { [`p${i}@acme.test`]: 'email' }, life(one.active)))
  world.agents.forEach((one, i) => declare('agent', `agt_a${i}`, { [`a${i}`]: 'name', [`spiffe://acme.test/a${i}`]: 'identity' }, life(one.active)))
  world.clients.forEach((one, i) => declare('client', `cli_c${i}`, { [`c${i}`]: 'identity', [`Client ${i}`]: 'name' }, life(one.active)))
  world.servers.forEach((one, i) => declare('server', `srv_s${i}`, { [`s${i}`]: 'slug' }, one.lifecycle === 'quarantined' ? [['active', -90], ['quarantined', -3]] : [[one.lifecycle, -90]]))
  return { names, states }
}

function grantRow(ids: Ids, grant: GrantSpec, i: number): Prisma.GrantCreateManyInput {
  return {
    id: `gnt_g${i}`, serverId: ids.server(grant.server), agentId: grant.agent === null ? null : ids.agent(grant.agent), clientId: grant.client === null ? null : ids.client(grant.client), ...humanOf(ids, grant.human), targetKind: 'tool', target: grant.target, access: grant.access,
    scope: grant.scope, purpose: 'A story', validFrom: days(grant.from), validUntil: grant.until === null ? null : days(grant.until), mode: grant.mode, origin: 'import', importReason: 'In force', createdBy: 'per_rae', createdAt: days(-40),
    ...(grant.ended ? { revokedAt: days(-1), revokedBy: 'per_rae', revokeReason: 'Before' } : {}),
  }
}

/** Puts a world into the empty store. */
export async function plantWorld(world: WorldSpec): Promise<void> {
  const ids = idsOf(world)
  await plantPeople(world, ids)
  await plantWorkloads(world, ids)
  await db().grant.createMany({ data: world.grants.map((grant, i) => grantRow(ids, grant, i)) })
  await db().grantHold.createMany({ data: world.grants.flatMap((grant, i) => (grant.held === 'no' ? [] : [{
    id: `hld_h${i}`, grantId: `gnt_g${i}`, cause: 'person', toolName: grant.held === 'tool' ? 'create_issue' : null, reason: 'A look first', openedBy: 'per_rae', openedAt: days(-2), ...(grant.held === 'past' ? { closedAt: days(-1), closedBy: 'per_rae', closeReason: 'Seen' } : {}),
  }])) })
  await plantRequests(world, ids)
  await plantCredentials(world, ids)
  await db().source.createMany({ data: world.sources.map((one, i) => ({ id: `src_v${i}`, name: `v${i}`, format: 'native', vantage: one.vantage, sampled: one.sampled, heartbeatSeconds: 60, covers: one.covers === null ? [] : one.covers.map((which) => `s${which % world.servers.length}`), createdAt: days(-60) })) })
}

async function plantPeople(world: WorldSpec, ids: Ids): Promise<void> {
  const { names, states } = holdersOf(world)
  await db().person.createMany({ data: Object.entries(STAFF).map(([name, roles]) => ({ id: `per_${name}`, email: `${name}@acme.test`, name, roles: [...roles], ...LONG_AGO })) })
  // One statement: managers that stand in a circle refer to rows of the same insert.
  await db().person.createMany({ data: world.people.map((one, i) => ({ id: `per_p${i}`, email: `p${i}@acme.test`, name: `P${i}`, roles: one.roles, active: one.active, leftAt: one.active ? null : days(-5), managerId: one.manager === null || ids.person(one.manager) === `per_p${i}` ? null : ids.person(one.manager), ...LONG_AGO })) })
  await db().team.createMany({ data: Array.from({ length: TEAMS }, (_, i) => ({ id: `tem_t${i}`, name: `t${i}`, createdAt: days(-90) })) })
  const stays = world.people.flatMap((one, i) => one.teams.map((stay, j) => ({ id: `mbr_${i}_${j}`, teamId: ids.team(stay.team), personId: `per_p${i}`, validFrom: stay.from === null ? null : days(stay.from), validTo: stay.to === null ? null : days(stay.to) })))
  await db().teamMembership.createMany({ data: stays.filter((one, i) => stays.findIndex((other) => other.teamId === one.teamId && other.personId === one.personId) === i) })
  await db().nameBinding.createMany({ data: names })
  await db().stateChange.createMany({ data: states })
}

async function plantWorkloads(world: WorldSpec, ids: Ids): Promise<void> {
  await db().server.createMany({ data: world.servers.map((one, i) => {
    const ownerId = ids.person(one.owner)
    const backup = one.backup === null ? null : ids.person(one.backup)
    return {
      id: `srv_s${i}`, slug: `s${i}`, name: `Server ${i}`, purpose: 'For a story', environment: 'production', sensitivity: one.sensitivity, identityKind: 'spiffe', spiffeId: `spiffe://acme.test/server/s${i}`, transport: 'sse', ownerId, backupOwnerId: backup === ownerId ? null : backup,
      teamId: one.team === null ? null : ids.team(one.team), source: 'manual', downstream: one.downstream, lifecycle: one.lifecycle, lifecycleBefore: one.lifecycle === 'quarantined' ? 'active' : null, pilotUntil: one.lifecycle === 'pilot' ? days(20) : null, ...LONG_AGO,
    }
  }) })
  await db().serverSecret.createMany({ data: world.servers.flatMap((one, i) => one.secrets.map((kind, j) => ({ id: `sec_${i}_${j}`, serverId: `srv_s${i}`, name: `KEY_${j}`, kind, location: `vault/s${i}/${j}` }))) })
  await db().agent.createMany({ data: world.agents.map((one, i) => ({ id: `agt_a${i}`, name: `a${i}`, identityKind: 'spiffe', spiffeId: `spiffe://acme.test/a${i}`, sponsorId: ids.person(one.sponsor), active: one.active, ...LONG_AGO })) })
  await db().client.createMany({ data: world.clients.map((one, i) => ({ id: `cli_c${i}`, name: `Client ${i}`, clientId: `c${i}`, active: one.active, ...LONG_AGO })) })
}

async function plantRequests(world: WorldSpec, ids: Ids): Promise<void> {
  await db().grantRequest.createMany({ data: world.requests.map((one, i) => {
    const by = ids.person(one.by)
    const human = humanOf(ids, one.human)
    const [serverId, agentId, clientId] = [ids.server(one.server), one.agent === null ? null : ids.agent(one.agent), one.client === null ? null : ids.client(one.client)]
    const rule = one.human.rule === 'person' ? { rule: 'person', personId: human.personId } : one.human.rule === 'team' ? { rule: 'team', teamId: human.teamId } : { rule: one.human.rule }
    const content = { serverId, agentId, clientId, human: rule, targets: [{ kind: 'tool', name: 'list_issues', access: 'read', scope: [] }], purpose: 'A story', mode: 'direct', reauthorise: false, startsAt: null, terms: [{ kind: 'days', days: 10 }] }
    const common = { id: `req_r${i}`, kind: 'grant' as const, requesterId: by, requestedBy: by, behind: [by], serverId, agentId, personId: human.personId, createdAt: days(-2), updatedAt: days(-2) }
    return one.state === 'draft' ? { ...common, state: 'draft' as const, content: { server: `s${one.server % world.servers.length}` } } : { ...common, state: 'pending' as const, content, policyNumber: 0, submittedAt: days(-2), lapsesAt: days(12) }
  }) })
  const pending = await db().grantRequest.findMany({ where: { state: 'pending' } })
  await db().requestRevision.createMany({ data: pending.map((one) => ({ requestId: one.id, number: 1, change: 'submitted', content: one.content as Prisma.InputJsonObject, by: one.requesterId, at: days(-2) })) })
}

/** SHA-256 has 32 bytes; that nothing hashes to these is the point. */
const hashLike = (kind: number, i: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(kind * 16 + i)

async function plantCredentials(world: WorldSpec, ids: Ids): Promise<void> {
  await db().apiToken.createMany({ data: world.tokens.map((one, i) => ({ id: `tok_k${i}`, name: `Token ${i}`, ownerId: ids.person(one.owner), createdBy: ids.person(one.maker), roles: ['member' as const], scopes: ['read'], hash: hashLike(1, i), createdAt: days(-20), expiresAt: days(60), revokedAt: one.revoked ? days(-1) : null })) })
  await db().session.createMany({ data: world.sessions.map((one, i) => ({ id: `ses_x${i}`, personId: ids.person(one.person), createdAt: days(-1), lastSeenAt: days(-1), expiresAt: days(6), method: 'password', revokedAt: one.revoked ? days(-1) : null })) })
  await db().oneTimeLink.createMany({ data: world.links.map((one, i) => ({ id: `lnk_l${i}`, purpose: 'sign_in', hash: hashLike(2, i), personId: ids.person(one.person), createdAt: days(-1), expiresAt: days(1), usedAt: one.used ? days(-1) : null })) })
  const standIns = world.standIns.map((one, i) => ({ id: `dlg_d${i}`, personId: ids.person(one.person), delegateId: ids.person(one.delegate), validFrom: days(one.from), validTo: days(9), createdBy: ids.person(one.person), createdAt: days(-3), endedAt: one.ended ? days(-1) : null }))
  await db().delegation.createMany({ data: standIns.filter((one) => one.personId !== one.delegateId) })
  const cases = world.cases.map((one, i) => ({ id: `off_c${i}`, subjectKind: 'server' as const, subjectId: ids.server(one.server), subjectName: ids.server(one.server).slice(4), stage: 'open' as const, reason: 'Another one', occasion: 'manual', ownerId: ids.person(one.owner), openedBy: 'per_rae', openedAt: days(-2), updatedAt: days(-2) }))
  await db().offboardingCase.createMany({ data: cases })
}

/** A gateway through which every call goes, alive from then on. Nothing is listened to for longer than `listensUntil` says. */
export async function listensFrom(from: Date): Promise<void> {
  await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', heartbeatSeconds: 60, covers: [], createdAt: days(-60) } })
  await db().sourceAlive.create({ data: { id: 'alv_gw', sourceId: 'src_gw', from, to: from } })
}

export async function listensUntil(to: Date): Promise<unknown> {
  return db().sourceAlive.update({ where: { id: 'alv_gw' }, data: { to } })
}
