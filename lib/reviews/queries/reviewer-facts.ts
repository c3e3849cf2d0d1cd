import { reachOf } from '@/lib/auth/permissions'
import { db, type Tx } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import type { Access } from '@/lib/registry/model'
import type { PeopleFacts, PersonFact, SubjectFacts } from '@/lib/reviews/conflict'
import type { ReviewerRule } from '@/lib/reviews/content'

/**
 * What is asked about. Of a grant its id says the rest; one without (a row that does not exist) says it itself, or was frozen with it as
 * the item that `key` names: whoever it shows as having asked for it is not asked about it, or would know what it is.
 */
export type SubjectRef = {
  key: string; subject: 'grant' | 'server' | 'agent'; grantId: string | null; serverId: string | null; agentId: string | null
  access?: Access | null; personId?: string | null; teamId?: string | null; shown?: Shown
}
/** Who asked for a row that does not exist, and who approved it, as it shows them. */
export type Shown = { requesters: readonly string[]; approvers: readonly string[] }

export type ReviewerFacts = { subjects: SubjectFacts[]; people: PeopleFacts }

/**
 * All that bears on who may be asked about these subjects as of `now`, in their order: one read of each sort however many there are.
 * `rules` and `people`: whom else to know (named reviewers; whoever answers).
 */
export async function loadReviewerFacts(refs: readonly SubjectRef[], rules: readonly ReviewerRule[], people: readonly string[], now: Date, client: Tx = db()): Promise<ReviewerFacts> {
  const grants = await grantRows(refs.flatMap((ref) => ref.grantId ?? []), client)
  const requests = await requestRows([...grants.values()].flatMap((row) => row.request_id ?? []), client)
  const shown = await shownRows(refs.flatMap((ref) => (ref.subject === 'grant' && ref.grantId === null && ref.shown === undefined ? [ref.key] : [])), client)
  const subjects = await withHolders(refs.map((ref) => ofGrant({ shown: shown.get(ref.key), ...ref }, grants.get(ref.grantId ?? ''), requests)), refs, client)
  const named = [...new Set(subjects.flatMap((one) => [one.ownerId, one.backupOwnerId, one.sponsorId, one.namedPersonId].flatMap((id) => id ?? [])))]
  const persons = await personRows([...named, ...people], rules.flatMap((rule) => (rule.kind === 'named' ? rule.emails : [])), client)
  return {
    subjects,
    people: {
      byId: new Map(persons.map((person) => [person.id, person])), byEmail: new Map(persons.map((person) => [person.email.toLowerCase(), person.id])),
      teams: await teamRows([...new Set(subjects.flatMap((one) => one.teamId ?? []))], now, client), reviewers: persons.filter((person) => person.isReviewer).map((person) => person.id).toSorted(),
    },
  }
}

type GrantRow = { id: string; server_id: string; agent_id: string | null; person_id: string | null; team_id: string | null; access: Access; request_id: string | null }
type RequestRow = { id: string; requester_id: string; behind: string[]; sponsor_id: string | null; approvers: string[] }

async function grantRows(ids: readonly string[], client: Tx): Promise<Map<string, GrantRow>> {
  if (ids.length === 0) return new Map()
  const rows = await client.$queryRaw<GrantRow[]>`SELECT id, server_id, agent_id, person_id, team_id, access::text AS access, request_id FROM "grant" WHERE id = ANY(${[...ids]})`
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whoever edits a request stands behind it from then on; approvals of a round before the last edit were given to something else. */
async function requestRows(ids: readonly string[], client: Tx): Promise<Map<string, RequestRow>> {
  if (ids.length === 0) return new Map()
  const rows = await client.$queryRaw<RequestRow[]>`
    SELECT r.id, r.requester_id, r.behind, r.sponsor_id,
      ARRAY(SELECT DISTINCT d.person_id FROM request_decision d WHERE d.request_id = r.id AND d.round = r.round AND d.answer = 'approve' ORDER BY 1) AS approvers
    FROM grant_request r WHERE r.id = ANY(${[...new Set(ids)]})`
  return new Map(rows.map((row) => [row.id, row]))
}

async function shownRows(keys: readonly string[], client: Tx): Promise<Map<string, Shown>> {
  if (keys.length === 0) return new Map()
  const rows = await client.$queryRaw<{ id: string; requester: string | null; approvers: string[] }[]>`
    SELECT id, frozen->'grant'->'requester'->>'id' AS requester, ARRAY(SELECT one->>'id' FROM jsonb_array_elements(frozen->'grant'->'approvers') AS one) AS approvers FROM review_item WHERE id = ANY(${[...keys]}) AND synthetic`
  return new Map(rows.map(({ id, requester, approvers }) => [id, { requesters: requester === null ? [] : [requester], approvers }]))
}

type Half = SubjectFacts & { serverId: string | null; agentId: string | null }

function ofGrant(ref: Omit<SubjectRef, 'shown'> & { shown?: Shown | undefined }, grant: GrantRow | undefined, requests: ReadonlyMap<string, RequestRow>): Half {
  const request = requests.get(grant?.request_id ?? '')
  return {
    key: ref.key, subject: ref.subject, access: grant?.access ?? ref.access ?? null, serverId: grant === undefined ? ref.serverId : grant.server_id, agentId: grant === undefined ? ref.agentId : grant.agent_id,
    ownerId: null, backupOwnerId: null, sponsorId: null, sponsorBefore: request?.sponsor_id ?? null,
    namedPersonId: grant === undefined ? ref.personId ?? null : grant.person_id, teamId: grant === undefined ? ref.teamId ?? null : grant.team_id,
    requesters: request === undefined ? ref.shown?.requesters ?? [] : [...new Set([request.requester_id, ...request.behind])], approvers: request?.approvers ?? ref.shown?.approvers ?? [],
  }
}

async function withHolders(halves: readonly Half[], refs: readonly SubjectRef[], client: Tx): Promise<SubjectFacts[]> {
  const serverIds = [...new Set(halves.flatMap((one) => one.serverId ?? []))]
  const agentIds = [...new Set(halves.flatMap((one) => one.agentId ?? []))]
  const servers = new Map((await client.$queryRaw<{ id: string; owner_id: string; backup_owner_id: string | null }[]>`SELECT id, owner_id, backup_owner_id FROM server WHERE id = ANY(${serverIds})`).map((row) => [row.id, row]))
  const agents = new Map((await client.$queryRaw<{ id: string; sponsor_id: string }[]>`SELECT id, sponsor_id FROM agent WHERE id = ANY(${agentIds})`).map((row) => [row.id, row]))
  return halves.map(({ serverId, agentId, ...half }, index) => {
    const server = refs[index]?.subject === 'agent' ? undefined : servers.get(serverId ?? '')
    const agent = refs[index]?.subject === 'server' ? undefined : agents.get(agentId ?? '')
    return { ...half, ownerId: server?.owner_id ?? null, backupOwnerId: server?.backup_owner_id ?? null, sponsorId: agent?.sponsor_id ?? null }
  })
}

/** Those people with their managers, those addresses, and every active security reviewer. */
async function personRows(ids: readonly string[], emails: readonly string[], client: Tx): Promise<PersonFact[]> {
  const rows = await client.$queryRaw<{ id: string; name: string; email: string; active: boolean; roles: Role[]; manager_id: string | null }[]>`
    WITH base AS (SELECT id, manager_id FROM person WHERE id = ANY(${[...new Set(ids)]}) OR email = ANY(${[...new Set(emails.map((email) => email.toLowerCase()))]}) OR (active AND 'security_reviewer' = ANY(roles)))
    SELECT p.id, p.name, p.email, p.active, p.roles::text[] AS roles, p.manager_id FROM person p WHERE p.id IN (SELECT id FROM base UNION SELECT manager_id FROM base) ORDER BY p.id`
  return rows.map(({ roles, manager_id: managerId, ...person }) => ({ ...person, managerId, answers: reachOf(roles, 'review.decide') !== null, isReviewer: person.active && roles.includes('security_reviewer') }))
}

async function teamRows(ids: readonly string[], now: Date, client: Tx): Promise<Map<string, Set<string>>> {
  const teams = new Map(ids.map((id) => [id, new Set<string>()]))
  if (ids.length === 0) return teams
  const rows = await client.$queryRaw<{ team_id: string; person_id: string }[]>`
    SELECT team_id, person_id FROM team_membership WHERE team_id = ANY(${[...ids]}) AND (valid_from IS NULL OR valid_from <= ${now}) AND (valid_to IS NULL OR valid_to > ${now})`
  for (const row of rows) teams.get(row.team_id)?.add(row.person_id)
  return teams
}
