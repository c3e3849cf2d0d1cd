import { type Actor, mayOnServer, reach } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { agentsOf, expandCallers, type ExpandedRow, type Expansion } from '@/lib/grants/access-callers'
import { type AccessQuestion, effectiveAccess } from '@/lib/grants/effective-access'
import type { Declarations } from '@/lib/grants/model'
import { currentDeclarations } from '@/lib/grants/queries'
import { findHolders } from '@/lib/grants/queries/find-holders'
import { visibleGrants } from '@/lib/grants/queries/visible'
import type { HolderKind } from '@/lib/names/model'
import { suggestClass } from '@/lib/registry/access-class'
import type { AccessAsked } from './access-filter'
import { type AccessLine, type AccessNames, lineOf, type ToolMarks } from './access-lines'
import { accessNames } from './access-names'
import { accessUse } from './access-use'
import { dayBefore } from './grant-usage'

/** The window in which use is counted, in days before the time asked for. */
export const ACCESS_USE_DAYS = 90

export type AccessAnswer = {
  at: string
  /** UTC day from which use is counted. */
  since: string
  lines: AccessLine[]
  /** Distinct agents that effective lines let in, and those of them that were seen doing it; null where use may not be seen. */
  agents: number
  usedBy: number | null
  /** Parameters whose text nobody is known by, as far as the actor may know. */
  unknown: (keyof AccessQuestion)[]
}

type VisibleGrant = { id: string; serverId: string; purpose: string; origin: string; confirmedAt: Date | null; server: { mode: string } }

/** What is possible at a time, of the grants that the actor may see, one line per row of `effectiveAccess`. */
export async function accessAnswer(actor: Actor, asked: AccessAsked): Promise<AccessAnswer> {
  const at = asked.at
  const { question, unknown } = await resolve(asked)
  const since = dayBefore(at, ACCESS_USE_DAYS)
  const empty = { at: at.toISOString(), since, lines: [], agents: 0, usedBy: null, unknown: reach(actor, 'registry.read') === 'all' ? unknown : [] }
  const where = visibleGrants(actor)
  if (unknown.length > 0) return empty
  const grants = await standing(where, question, at)
  if (grants.length === 0) return empty
  const declarations = await visibleDeclarations(grants)
  const { tools, marks } = await offered([...new Set(grants.map((grant) => grant.serverId))])
  const byId = new Map(grants.map((grant) => [grant.id, grant]))
  const rows = effectiveAccess({ declarations, tools, restOf: ({ id }) => (isUnconfirmed(byId.get(id)) ? 'unconfirmed' : null) }, question, at.getTime())
  // Whoever is asked about needs no list of the others.
  const expand = asked.expand.filter((which) => mayExpand(actor, which) && (which === 'agents' ? question.agentId : question.personId) === undefined)
  const expanded = expandCallers(declarations, rows, at.getTime(), expand)
  const names = await accessNames(expanded)
  const lines = await linesOf(actor, expanded, { catalogued: new Set(tools.keys()), names, marks, byId, question, since, until: at.toISOString().slice(0, 10) })
  const letIn = question.agentId === undefined ? agentsOf(declarations, rows.filter((row) => !(row.open && row.kind === 'tool' && tools.has(row.serverId))), at.getTime()) : new Set<string>()
  const used = new Set(lines.flatMap((line) => (line.rest === null && !line.line.later ? line.usedBy ?? [] : [])))
  return { ...empty, lines: lines.map((line) => line.line), agents: letIn.size, usedBy: lines.every((line) => line.usedBy !== null) ? [...letIn].filter((id) => used.has(id)).length : null }
}

/** By name only to those who may see every one of them: a grant for any agent must not tell its server's owner who there is. */
export function mayExpand(actor: Actor, which: Expansion): boolean {
  return reach(actor, which === 'agents' ? 'registry.read' : 'people.read') === 'all'
}

/** What is only imported permits nothing on a server that enforces, until somebody confirms it. */
function isUnconfirmed(grant: VisibleGrant | undefined): boolean {
  return grant !== undefined && grant.origin === 'import' && grant.confirmedAt === null && grant.server.mode === 'enforce'
}

/** The texts as ids, by what they meant at that time. */
async function resolve(asked: AccessAsked): Promise<{ question: AccessQuestion; unknown: (keyof AccessQuestion)[] }> {
  const { names, at } = asked
  const question: AccessQuestion = { target: names.tool }
  const unknown: (keyof AccessQuestion)[] = []
  const find = async (kind: HolderKind, key: 'agentId' | 'clientId' | 'personId' | 'serverId', text: string | undefined): Promise<void> => {
    if (text === undefined) return
    const id = (await findHolders(kind, [text], at)).get(text)
    if (id === undefined) unknown.push(key)
    else question[key] = id
  }
  await find('agent', 'agentId', names.agent)
  await find('client', 'clientId', names.client)
  await find('person', 'personId', names.human)
  await find('server', 'serverId', names.server)
  return { question, unknown }
}

/** The grants that stand at `at`, narrowed by what the store can tell; teams and targets are asked of the rules. */
async function standing(visible: Prisma.GrantWhereInput, question: AccessQuestion, at: Date): Promise<VisibleGrant[]> {
  const one = (key: 'agentId' | 'clientId', id: string | undefined): Prisma.GrantWhereInput[] => (id === undefined ? [] : [{ OR: [{ [key]: id }, { [key]: null }] }])
  return db().grant.findMany({
    where: {
      AND: [
        visible, { validFrom: { lte: at } }, { OR: [{ validUntil: null }, { validUntil: { gt: at } }] }, { OR: [{ revokedAt: null }, { revokedAt: { gt: at } }] },
        question.serverId === undefined ? {} : { serverId: question.serverId }, ...one('agentId', question.agentId), ...one('clientId', question.clientId),
        question.personId === undefined ? {} : { OR: [{ personId: question.personId }, { humanRule: { in: ['team', 'any'] } }] },
      ],
    },
    select: { id: true, serverId: true, purpose: true, origin: true, confirmedAt: true, server: { select: { mode: true } } }, orderBy: { id: 'asc' },
  })
}

async function visibleDeclarations(grants: readonly VisibleGrant[]): Promise<Declarations> {
  const all = await currentDeclarations()
  const ids = new Set(grants.map((grant) => grant.id))
  const servers = new Set(grants.map((grant) => grant.serverId))
  return { ...all, grants: new Map([...servers].map((serverId) => [serverId, (all.grants.get(serverId) ?? []).filter((grant) => ids.has(grant.id))])) }
}

async function offered(serverIds: readonly string[]): Promise<{ tools: Map<string, { name: string; removedAt: number | null }[]>; marks: Map<string, ToolMarks> }> {
  const found = await db().tool.findMany({
    where: { serverId: { in: [...serverIds] } }, orderBy: [{ serverId: 'asc' }, { name: 'asc' }],
    select: { serverId: true, name: true, removedAt: true, annotations: true, classes: { orderBy: { at: 'desc' }, take: 1, select: { decidedBy: true } } },
  })
  const tools = new Map([...Map.groupBy(found, (tool) => tool.serverId)].map(([serverId, list]) => [serverId, list.map(({ name, removedAt }) => ({ name, removedAt: removedAt?.getTime() ?? null }))]))
  const marks = new Map(found.map((tool): [string, ToolMarks] => {
    const claims = typeof tool.annotations === 'object' && tool.annotations !== null && !Array.isArray(tool.annotations) ? tool.annotations : null
    const because = tool.classes[0]?.decidedBy === 'person' ? null : suggestClass(claims).because
    return [`${tool.serverId} ${tool.name}`, { unclassified: because === 'unclassified', destructive: claims?.['destructiveHint'] === true }]
  }))
  return { tools, marks }
}

type LineWorld = { catalogued: ReadonlySet<string>; names: AccessNames; marks: Map<string, ToolMarks>; byId: Map<string, VisibleGrant>; question: AccessQuestion; since: string; until: string }
type Told = { line: AccessLine; rest: AccessLine['rest']; usedBy: readonly string[] | null }

async function linesOf(actor: Actor, rows: readonly ExpandedRow[], world: LineWorld): Promise<Told[]> {
  const seen = rows.filter((row) => mayOnServer(actor, 'activity.read', row.serverId))
  const use = await accessUse(seen, world.question, world.since, world.until)
  return rows.map((row) => {
    const own = mayOnServer(actor, 'activity.read', row.serverId) ? use(row) : null
    const grants = row.grantIds.flatMap((id) => {
      const grant = world.byId.get(id)
      return grant === undefined ? [] : [{ id, purpose: grant.purpose, origin: grant.origin, confirmed: grant.origin !== 'import' || grant.confirmedAt !== null }]
    })
    return { line: lineOf(row, world.names, { catalogued: world.catalogued.has(row.serverId), grants, marks: world.marks.get(`${row.serverId} ${row.target}`) ?? null, use: own === null ? null : { calls: own.calls, lastAt: own.lastAt } }), rest: row.rest, usedBy: own === null ? null : own.agents }
  })
}
