import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { AppError, type FieldError, notFound } from '@/lib/errors'
import type { GrantFact, HumanRule } from '@/lib/grants/model'
import { findHolders } from '@/lib/grants/queries/find-holders'
import { visibleGrants } from '@/lib/grants/queries/visible'
import { toolKey } from '@/lib/grants/resolve-call'
import type { Access } from '@/lib/registry/model'
import { type ProposedGrant, proposedGrantSchema, type WhatIfChange } from '@/lib/drift/what-if-model'
import type { Changes } from '@/lib/drift/what-if'
import { getFindingRow } from './findings'

/** The names that proposed grants use, as they resolve now. */
type Known = { servers: ReadonlyMap<string, string>; agents: ReadonlyMap<string, string>; clients: ReadonlyMap<string, string>; people: ReadonlyMap<string, string>; teams: ReadonlyMap<string, string> }

/**
 * Proposed changes with their names resolved. Throws `not_found` for a grant, server or finding that the actor may not see, and
 * `invalid_input` with paths for names that nobody holds.
 */
export async function resolveChanges(actor: Actor, changes: readonly WhatIfChange[], now: Date): Promise<Changes> {
  const plain = await Promise.all(changes.map((change) => ('finding' in change ? ofFinding(actor, change.finding) : change)))
  const proposed = plain.flatMap((change, i) => ('add' in change ? [{ grant: change.add, path: `changes.${i}.add` }] : 'narrow' in change ? change.with.map((grant, j) => ({ grant, path: `changes.${i}.with.${j}` })) : []))
  const revoke = new Set(plain.flatMap((change) => ('revoke' in change ? [change.revoke] : 'narrow' in change ? [change.narrow] : [])))
  const classified = plain.flatMap((change, i) => ('classify' in change ? [{ ...change.classify, path: `changes.${i}.classify` }] : []))
  await requireGrants(actor, [...revoke])
  const known = await lookUp([...proposed.map(({ grant }) => grant), ...classified.map(({ server }) => ({ server, caller: null }))], now)
  const errors: FieldError[] = []
  const add = proposed.map(({ grant, path }, i) => factOf(actor, grant, known, path, `proposed-${i}`, errors))
  const classes = new Map<string, Access>(classified.map(({ server, tool, access, path }) => [toolKey(serverOf(actor, server, known, path, errors), tool), access]))
  if (errors.length > 0) throw new AppError('invalid_input', 'A proposed change names somebody or something that is not known. Nothing was compared.', { errors })
  return { add, revoke, classes }
}

/** A finding that proposes a replacement, as the change it proposes. */
async function ofFinding(actor: Actor, id: string): Promise<Exclude<WhatIfChange, { finding: string }>> {
  const finding = await getFindingRow(actor, id)
  const replacement = proposedGrantSchema.array().safeParse(finding.replacement)
  if (finding.grantId === null || !replacement.success) throw new AppError('invalid_input', 'This finding proposes no replacement of a grant. Nothing was compared.', { errors: [{ path: 'changes', message: 'the finding has no replacement' }] })
  return { narrow: finding.grantId, with: replacement.data }
}

async function requireGrants(actor: Actor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const found = await db().grant.findMany({ where: { AND: [visibleGrants(actor), { id: { in: [...ids] } }] }, select: { serverId: true } })
  if (found.length < ids.length || found.some(({ serverId }) => !mayOnServer(actor, 'activity.read', serverId))) throw notFound('grant')
}

async function lookUp(named: readonly { server: string; caller: ProposedGrant['caller'] | null }[], now: Date): Promise<Known> {
  const texts = (of: (caller: ProposedGrant['caller']) => string): string[] => [...new Set(named.flatMap(({ caller }) => (caller === null ? [] : [of(caller)])))]
  const humans = texts((caller) => caller.human)
  const teams = humans.filter((human) => human.startsWith('team:')).map((human) => human.slice('team:'.length))
  const [servers, agents, clients, people, teamRows] = await Promise.all([
    findHolders('server', [...new Set(named.map((one) => one.server))], now), findHolders('agent', texts((caller) => caller.agent), now), findHolders('client', texts((caller) => caller.client), now),
    findHolders('person', humans, now), db().team.findMany({ where: { OR: [{ name: { in: teams } }, { id: { in: teams } }] }, select: { id: true, name: true } }),
  ])
  return { servers, agents, clients, people, teams: new Map(teamRows.flatMap(({ id, name }) => [[id, id], [name, id]])) }
}

function serverOf(actor: Actor, name: string, known: Known, path: string, errors: FieldError[]): string {
  const id = known.servers.get(name)
  // A server that one may not ask about is one that there is not.
  if (id !== undefined && mayOnServer(actor, 'activity.read', id)) return id
  errors.push({ path: `${path}.server`, message: 'no server is known by this name' })
  return ''
}

function factOf(actor: Actor, grant: ProposedGrant, known: Known, path: string, id: string, errors: FieldError[]): GrantFact {
  const one = (text: string, of: ReadonlyMap<string, string>, what: 'agent' | 'client'): string | null => {
    if (text !== 'any' && !of.has(text)) errors.push({ path: `${path}.caller.${what}`, message: `no ${what} is known by this name` })
    return text === 'any' ? null : (of.get(text) ?? null)
  }
  return {
    id, serverId: serverOf(actor, grant.server, known, path, errors), agentId: one(grant.caller.agent, known.agents, 'agent'), clientId: one(grant.caller.client, known.clients, 'client'),
    human: humanOf(grant.caller.human, known, path, errors), targetKind: grant.target.kind, target: grant.target.name, access: grant.access, scope: grant.scope,
    validFrom: 0, validUntil: null, revokedAt: null, mode: 'direct', suspensions: [],
  }
}

function humanOf(text: string, known: Known, path: string, errors: FieldError[]): HumanRule {
  if (text === 'any' || text === 'none') return { rule: text }
  const team = text.startsWith('team:')
  const id = team ? known.teams.get(text.slice('team:'.length)) : known.people.get(text)
  if (id === undefined) errors.push({ path: `${path}.caller.human`, message: team ? 'there is no such team' : 'nobody is known by this name' })
  return team ? { rule: 'team', teamId: id ?? '' } : { rule: 'person', personId: id ?? '' }
}
