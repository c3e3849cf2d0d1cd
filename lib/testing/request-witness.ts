import { db } from '@/lib/db/client'
import { enoughPeople, maximumDaysByText, needByText, openEndedByText, type OracleAccess, type OracleAnswer, type OracleCast, type OracleNeed, type OracleSensitivity, seatsOf, standsBy, windowFault } from './request-oracle'
import { glob } from './verdict-oracle'

const ACCESSES: readonly OracleAccess[] = ['read', 'write', 'admin']
type Target = { kind: string; name: string; access: OracleAccess; scope: readonly string[] }
type Human = { rule: string; personId?: string | null; teamId?: string | null }
type Content = { serverId: string; agentId: string | null; clientId: string | null; human: Human; targets: Target[]; mode: string; reauthorise: boolean; startsAt: string | null; terms: { kind: string; until?: string; days?: number }[] }
type Settings = { steps: Record<OracleAccess, Record<OracleSensitivity, OracleNeed>>; maximumDays: Record<OracleAccess, Record<OracleSensitivity, number>>; strictEffects: string[]; breakGlassHours: number }

/** All that the store says at one moment, read without any of the rules. */
export type Picture = Awaited<ReturnType<typeof pictureOf>>
type Request = Picture['requests'][number]
type Grant = Picture['grants'][number]

export async function pictureOf(now: Date) {
  const [people, servers, agents, delegations, policies, requests, grants] = await Promise.all([
    db().person.findMany({ select: { id: true, active: true, roles: true, managerId: true } }), db().server.findMany({ select: { id: true, ownerId: true, backupOwnerId: true, sensitivity: true, effects: true } }),
    db().agent.findMany({ select: { id: true, sponsorId: true } }), db().delegation.findMany(), db().approvalPolicy.findMany(),
    db().grantRequest.findMany({ where: { state: { not: 'draft' } }, include: { decisions: { orderBy: { id: 'asc' } }, revisions: { orderBy: { number: 'asc' } } }, orderBy: { id: 'asc' } }), db().grant.findMany({ orderBy: { id: 'asc' } }),
  ])
  return { now, people, servers, agents, delegations, policies, requests, grants }
}

function byText(): Settings {
  const table = <T>(cell: (access: OracleAccess, sensitivity: OracleSensitivity) => T) => Object.fromEntries(ACCESSES.map((access) => [access, Object.fromEntries((['public', 'internal', 'confidential', 'restricted'] as const).map((sensitivity) => [sensitivity, cell(access, sensitivity)]))])) as Record<OracleAccess, Record<OracleSensitivity, T>>
  return { steps: table((access, sensitivity) => needByText(access, sensitivity, false)), maximumDays: table(maximumDaysByText), strictEffects: [], breakGlassHours: 4 }
}

/** The settings at the submission of a request and those of the moment. */
function settingsOf(picture: Picture, request: Request): Settings[] {
  const latest = Math.max(0, ...picture.policies.map((one) => one.number))
  // A request made together with a new policy is seen before it by the one that there was.
  return [request.policyNumber ?? 0, latest].flatMap((number) => (number === 0 ? [byText()] : picture.policies.filter((one) => one.number === number).map((one) => one.content as unknown as Settings)))
}

const contentOf = (request: { content: unknown }): Content => request.content as Content

export function castIn(picture: Picture, request: Request, content = contentOf(request)): OracleCast {
  const server = picture.servers.find((one) => one.id === content.serverId)
  const person = (id: string | null | undefined) => picture.people.find((one) => one.id === id)
  return {
    askers: request.behind, sponsors: [picture.agents.find((one) => one.id === content.agentId)?.sponsorId ?? null, request.sponsorId], human: content.human.rule === 'person' ? (content.human.personId ?? null) : null,
    owner: server?.ownerId ?? '', backup: server?.backupOwnerId ?? null, manager: person(server?.ownerId)?.managerId ?? null,
    isActive: (id) => person(id)?.active === true, isReviewer: (id) => person(id)?.roles.includes('security_reviewer') === true,
    away: picture.delegations.filter((one) => one.validFrom <= picture.now && picture.now < one.validTo && (one.endedAt === null || one.endedAt > picture.now)).map((one) => ({ person: one.personId, standIn: one.delegateId })),
  }
}

export function needIn(picture: Picture, request: Request, content = contentOf(request)): OracleNeed {
  if (request.kind === 'break_glass') return { owner: 0, security: 2 }
  const server = picture.servers.find((one) => one.id === content.serverId)
  const cells = settingsOf(picture, request).flatMap((settings) => [
    // A grant to do more is one to do the less too.
    ...content.targets.flatMap((target) => ACCESSES.slice(0, ACCESSES.indexOf(target.access) + 1)).map((access) => settings.steps[access][server?.sensitivity ?? 'restricted']),
    ...(server?.effects.some((effect) => settings.strictEffects.includes(effect)) === true ? [settings.steps.admin.restricted] : []),
  ])
  return { owner: Math.max(...cells.map((cell) => cell.owner)), security: Math.max(...cells.map((cell) => cell.security)) }
}

export function answersIn(request: Request): OracleAnswer[] {
  return request.decisions.filter((one) => one.round === request.round).map((one) => ({ step: one.step, person: one.personId, inPlaceOf: one.onBehalfOf, yes: one.answer === 'approve' }))
}

/** Who could answer this request now, by the second reading. */
export function mayAnswer(picture: Picture, request: Request): string[] {
  return picture.people.map((one) => one.id).filter((id) => seatsOf(castIn(picture, request), needIn(picture, request), answersIn(request), id).length > 0)
}

const ENDED = ['approved', 'denied', 'withdrawn', 'lapsed']
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What is wrong with what the store says after a step, as against before it; empty = nothing. */
export function faultsBetween(before: Picture, after: Picture): string[] {
  return [...after.requests.flatMap((request) => requestFaults(before, after, request)), ...after.grants.flatMap((grant) => grantFaults(before, after, grant)), ...missing(before, after)]
}

function missing(before: Picture, after: Picture): string[] {
  const kept = new Set([...after.requests, ...after.grants].map((one) => one.id))
  return [...before.requests, ...before.grants].filter((one) => !kept.has(one.id)).map((one) => `${one.id} is gone`)
}

function requestFaults(before: Picture, after: Picture, request: Request): string[] {
  const found: string[] = []
  const say = (fault: string): number => found.push(`${request.id} (${request.kind}, ${request.state}): ${fault}`)
  const was = before.requests.find((one) => one.id === request.id)
  if (was !== undefined && ENDED.includes(was.state) && !same([was.state, was.content, was.closedAt, was.closedBy, was.decisions, was.revisions], [request.state, request.content, request.closedAt, request.closedBy, request.decisions, request.revisions])) say('had ended and changed')
  if (was !== undefined && !same(was.decisions, request.decisions.slice(0, was.decisions.length))) say('an answer was rewritten')
  if (was !== undefined && !same(was.revisions, request.revisions.slice(0, was.revisions.length))) say('what was asked was rewritten')
  const fresh = request.decisions.slice(was?.decisions.length ?? 0)
  for (const decision of fresh) if (![before, after].some((picture) => hadSeat(picture, request, decision))) say(`${decision.personId} had no seat (${decision.step}, for ${decision.onBehalfOf ?? 'themselves'})`)
  const answers = answersIn(request)
  if (request.state === 'approved' && was?.state !== 'approved' && ![before, after].some((picture) => enoughPeople(castIn(picture, request), needIn(picture, request), answers))) say(`approved by ${answers.map((one) => one.person).join(', ')}, which is not enough`)
  if (request.state === 'pending' && fresh.length > 0 && [before, after].every((picture) => standsBy(castIn(picture, request), needIn(picture, request), answers) !== 'waiting')) say('a step was lost')
  if (request.state === 'denied' && !answers.some((one) => !one.yes)) say('denied by nobody')
  if (request.state !== 'denied' && answers.some((one) => !one.yes)) say('a denial did not end it')
  const own = after.grants.filter((grant) => grant.requestId === request.id)
  if (request.state === 'approved' && own.length === 0) say('approved, and nothing came of it')
  if (request.state !== 'approved' && request.kind !== 'break_glass' && own.length > 0) say('not approved, and has grants')
  if (request.state === 'denied' && own.some((grant) => grant.revokedAt === null && (grant.validUntil === null || grant.validUntil > after.now))) say('denied, and its emergency goes on')
  return found
}

/** Did whoever answered have the seat, by the content that they left and the answers before theirs? */
/** By what was left, or, of a step that only what was asked for needed, by that: whoever lowers it answers too. Conflicts count by what was left. */
function hadSeat(picture: Picture, request: Request, decision: Request['decisions'][number]): boolean {
  const at = (number: number) => contentOf(request.revisions.find((one) => one.number === number) ?? request)
  const left = at(decision.narrowedTo ?? decision.revision)
  const earlier = request.decisions.filter((one) => one.round === decision.round && one.id < decision.id).map((one) => ({ step: one.step, person: one.personId, inPlaceOf: one.onBehalfOf, yes: one.answer === 'approve' }))
  return [left, at(decision.revision)].some((content) => seatsOf(castIn(picture, request, left), needIn(picture, request, content), earlier, decision.personId).some((seat) => seat.step === decision.step && seat.inPlaceOf === decision.onBehalfOf))
}

function grantFaults(before: Picture, after: Picture, grant: Grant): string[] {
  const was = before.grants.find((one) => one.id === grant.id)
  const request = after.requests.find((one) => one.id === grant.requestId)
  const name = `${grant.id} (${grant.origin})`
  if (was === undefined) return [...madeFaults(before, after, grant, request), ...confirmedFaults(before, after, grant, request, null)].map((fault) => `${name}: ${fault}`)
  const end = (one: Grant): number => Math.min(one.validUntil?.getTime() ?? Infinity, one.revokedAt?.getTime() ?? Infinity)
  const fixed = ({ validUntil: _until, revokedAt: _at, revokedBy: _by, revokeReason: _reason, confirmedAt: _confirmed, requestId: _request, ...rest }: Grant): unknown => rest
  const found = same(fixed(was), fixed(grant)) ? [] : ['was rewritten']
  if (end(grant) > end(was)) found.push('got longer')
  return [...found, ...confirmedFaults(before, after, grant, request, was)].map((fault) => `${name}: ${fault}`)
}

const longestIn = (picture: Picture, request: Request, access: OracleAccess, serverId: string): number => Math.min(...settingsOf(picture, request).map((settings) => settings.maximumDays[access][picture.servers.find((one) => one.id === serverId)?.sensitivity ?? 'restricted']))
const openIn = (picture: Picture, access: OracleAccess, serverId: string): boolean => openEndedByText(access, picture.servers.find((one) => one.id === serverId)?.sensitivity ?? 'restricted')

function madeFaults(before: Picture, after: Picture, grant: Grant, request: Request | undefined): string[] {
  const parent = after.grants.find((one) => one.id === grant.narrowsId)
  if (parent !== undefined) return parent.revokedAt !== null && isWithin(asContent(grant), asContent(parent)) && grant.validFrom >= parent.validFrom && (grant.validUntil?.getTime() ?? Infinity) <= (parent.validUntil?.getTime() ?? Infinity) && same(grant.origin, parent.origin) ? [] : ['is no narrowing']
  if (request === undefined) return ['came of nothing']
  const found: string[] = []
  const window = { from: grant.validFrom.getTime(), until: grant.validUntil?.getTime() ?? null }
  if (grant.origin === 'break_glass') {
    const hours = Math.max(...[before, after].map((picture) => Math.min(...settingsOf(picture, request).map((one) => one.breakGlassHours))))
    if (request.kind !== 'break_glass' || window.until === null || window.from < grant.createdAt.getTime() || window.until - window.from > hours * 3_600_000) found.push('is no emergency of hours')
  } else {
    const approvedAt = request.closedAt?.getTime() ?? Infinity
    const faults = [before, after].map((picture) => windowFault(window, approvedAt, longestIn(picture, request, grant.access, grant.serverId), openIn(picture, grant.access, grant.serverId)))
    if (!faults.includes(null)) found.push(...faults.flatMap((fault) => fault ?? []))
    if (before.requests.find((one) => one.id === request.id)?.state === 'approved') found.push('was made after its request had been approved')
    const old = request.kind === 'renewal' ? after.grants.find((one) => one.id === request.grantId) : undefined
    if (old !== undefined && (old.validUntil === null || grant.validFrom < old.validUntil || !isWithin(asContent(grant), asContent(old)))) found.push('renews more than there was')
  }
  const last = request.revisions.findLastIndex((one) => one.change !== 'narrowed')
  for (const said of [...request.revisions.slice(last), request]) if (!isWithin(asContent(grant), contentOf(said)) || !inTime(window, contentOf(said))) found.push('goes beyond what was asked, or left of it')
  return found
}

function confirmedFaults(before: Picture, after: Picture, grant: Grant, request: Request | undefined, was: Grant | null): string[] {
  const parent = after.grants.find((one) => one.id === grant.narrowsId)
  const standing = was ?? parent ?? null
  if (grant.confirmedAt === null || (standing !== null && standing.confirmedAt !== null)) return []
  if (request?.state !== 'approved' || request.kind !== 'confirmation') return ['confirmed without a request']
  const approvedAt = request.closedAt?.getTime() ?? 0
  const faults = [before, after].map((picture) => windowFault({ from: Math.max(approvedAt, grant.validFrom.getTime()), until: grant.validUntil?.getTime() ?? null }, approvedAt, longestIn(picture, request, grant.access, grant.serverId), openIn(picture, grant.access, grant.serverId)))
  return faults.includes(null) ? [] : ['confirmed for too long']
}

function asContent(grant: Grant): Content {
  const { serverId, agentId, clientId, personId, teamId, targetKind, target, access, scope, mode, reauthorise } = grant
  return { serverId, agentId, clientId, human: { rule: grant.humanRule, personId, teamId }, targets: [{ kind: targetKind, name: target, access, scope }], mode, reauthorise, startsAt: null, terms: [] }
}

const NAMES = ['list_issues', 'create_issue', 'x_issue', 'y', 'list_issue']
const RESOURCES = ['repo:a/x', 'repo:a/y', 'repo:b', 'other']

/** By what the few names and resources of random stories tell apart. */
function isWithin(inner: Content, outer: Content): boolean {
  const human = (outer.human.rule === 'any' && inner.human.rule !== 'none') || (outer.human.rule === inner.human.rule && (inner.human.personId ?? null) === (outer.human.personId ?? null) && (inner.human.teamId ?? null) === (outer.human.teamId ?? null))
  const caller = human && (outer.agentId === null || outer.agentId === inner.agentId) && (outer.clientId === null || outer.clientId === inner.clientId)
  const lets = (scope: readonly string[], resource: string | null): boolean => scope.length === 0 || (resource !== null && scope.some((one) => glob(one, resource)))
  const targets = inner.targets.every((a) => outer.targets.some((b) => a.kind === b.kind && ACCESSES.indexOf(a.access) <= ACCESSES.indexOf(b.access)
    && NAMES.every((name) => !glob(a.name, name) || glob(b.name, name)) && [null, ...RESOURCES].every((resource) => !lets(a.scope, resource) || lets(b.scope, resource))))
  return caller && targets && inner.serverId === outer.serverId && (outer.mode !== 'task' || inner.mode === 'task') && (!outer.reauthorise || inner.reauthorise)
}

function inTime(window: { from: number; until: number | null }, content: Content): boolean {
  const until = window.until ?? Infinity
  if (content.startsAt !== null && window.from < Date.parse(content.startsAt)) return false
  return content.terms.every((term) => (term.kind === 'until' ? until <= Date.parse(term.until ?? '') : term.kind === 'days' ? until - window.from <= (term.days ?? 0) * 86_400_000 : true))
}
