import { type Actor, reach } from '@/lib/auth/actor'
import { db, type Tx } from '@/lib/db/client'
import { humanRuleOf } from '@/lib/grants/resolve-caller'
import { isOpen, isSuspended } from '@/lib/grants/state'
import { suggestClass } from '@/lib/registry/access-class'
import type { Access } from '@/lib/registry/model'
import type { AdviceFacts, HeldGrant, KnownServer, KnownTool } from '@/lib/requests/advice/facts'
import type { RequestContent } from '@/lib/requests/content'

/** What the caller of advice has loaded already. */
export type AdviceAsked = Pick<AdviceFacts, 'kind' | 'policies' | 'steps' | 'after' | 'grantId'> & { content: RequestContent }

/**
 * What advice looks at, as it stands at `now`: everything that the agent holds, whoever asks. `client`: the transaction in which the
 * command decides, so that it asks the same of the same. Who shows it to people hides first what they may not see (`hideFrom`).
 */
export async function loadAdviceFacts(asked: AdviceAsked, now: Date, client: Tx = db()): Promise<AdviceFacts> {
  const { serverId, agentId } = asked.content
  const held = await heldBy(agentId, now, client)
  const servers = await knownServers([serverId, ...held.map((grant) => grant.reach.serverId)], client)
  const server = servers.get(serverId)
  if (server === undefined) throw new Error(`Server ${serverId} of a request is missing`)
  return { ...asked, now: now.getTime(), server, servers, held, agent: agentId === null ? null : await knownAgent(agentId, client) }
}

/** Grants that stand or are still to begin, of this agent and of any agent. Of any agent: only what is for any. */
async function heldBy(agentId: string | null, now: Date, client: Tx): Promise<HeldGrant[]> {
  const found = await client.grant.findMany({
    where: {
      OR: [{ agentId: null }, ...(agentId === null ? [] : [{ agentId }])],
      AND: [{ OR: [{ revokedAt: null }, { revokedAt: { gt: now } }] }, { OR: [{ validUntil: null }, { validUntil: { gt: now } }] }],
    },
    include: { holds: { where: { openedAt: { lte: now }, OR: [{ closedAt: null }, { closedAt: { gt: now } }] } } }, orderBy: { id: 'asc' },
  })
  return found.map((grant): HeldGrant => {
    const holds = grant.holds.map((hold) => ({ cause: hold.cause, toolName: hold.toolName, openedAt: hold.openedAt.getTime(), closedAt: hold.closedAt?.getTime() ?? null }))
    const ends = [grant.validUntil, grant.revokedAt].flatMap((date) => date?.getTime() ?? [])
    return {
      id: grant.id, purpose: grant.purpose, validFrom: grant.validFrom.getTime(), validUntil: ends.length === 0 ? null : Math.min(...ends), hidden: false,
      suspended: isSuspended(holds, now.getTime()), heldTools: holds.flatMap((hold) => (hold.toolName !== null && isOpen(hold, now.getTime()) ? [hold.toolName] : [])),
      reach: { serverId: grant.serverId, agentId: grant.agentId, clientId: grant.clientId, human: humanRuleOf(grant), targetKind: grant.targetKind, target: grant.target, access: grant.access, scope: grant.scope, mode: grant.mode },
    }
  })
}

type ToolRow = {
  serverId: string; name: string; title: string | null; annotations: unknown; access: Access; byPerson: boolean; definitionHash: string | null; approvedHash: string | null
}

/** The servers with these ids and what they offer today. */
export async function knownServers(ids: readonly string[], client: Tx = db()): Promise<Map<string, KnownServer>> {
  const wanted = [...new Set(ids)]
  const servers = await client.server.findMany({ where: { id: { in: wanted } }, select: { id: true, slug: true, name: true, sensitivity: true, effects: true, lifecycle: true } })
  // The class that counts is the latest; one row for each tool, as many statements for a hundred tools as for ten thousand.
  const tools = await client.$queryRaw<ToolRow[]>`
    SELECT tool.server_id AS "serverId", tool.name, tool.title, tool.annotations, coalesce(class.access, tool.suggested)::text AS access, coalesce(class.decided_by = 'person', false) AS "byPerson",
      tool.definition_hash AS "definitionHash", tool.approved_hash AS "approvedHash"
    FROM tool LEFT JOIN LATERAL (SELECT access, decided_by FROM tool_class WHERE tool_id = tool.id ORDER BY at DESC LIMIT 1) AS class ON true
    WHERE tool.server_id = ANY(${wanted}) AND tool.removed_at IS NULL ORDER BY tool.server_id, tool.name`
  const byServer = Map.groupBy(tools, (tool) => tool.serverId)
  return new Map(servers.map((server) => {
    const own = byServer.get(server.id) ?? []
    // Before the first complete listing nobody relies on any definition, so none has changed.
    const hasBaseline = own.some((tool) => tool.approvedHash !== null)
    return [server.id, { ...server, tools: own.map((tool) => knownTool(tool, hasBaseline)) }]
  }))
}

function knownTool({ name, title, annotations, access, byPerson, definitionHash, approvedHash }: ToolRow, hasBaseline: boolean): KnownTool {
  const said = typeof annotations === 'object' && annotations !== null && !Array.isArray(annotations) ? (annotations as Record<string, unknown>) : {}
  return {
    name, title, access, unclassified: !byPerson && suggestClass(said).because === 'unclassified', ...hintsOf(said),
    changed: hasBaseline && definitionHash !== null && definitionHash !== approvedHash,
  }
}

/** What a server says of its tool; null = it does not say. Only JSON's true and false say anything. */
export function hintsOf(annotations: Record<string, unknown>): { readOnly: boolean | null; destructive: boolean | null; openWorld: boolean | null } {
  const said = (key: string): boolean | null => { const value = annotations[key]; return typeof value === 'boolean' ? value : null }
  return { readOnly: said('readOnlyHint'), destructive: said('destructiveHint'), openWorld: said('openWorldHint') }
}

async function knownAgent(id: string, client: Tx): Promise<AdviceFacts['agent']> {
  const agent = await client.agent.findUnique({ where: { id }, select: { id: true, name: true } })
  const [seen] = await client.$queryRaw<{ at: Date }[]>`SELECT last_at AS at FROM usage WHERE agent_id = ${id} ORDER BY day DESC, last_at DESC LIMIT 1`
  return agent === null ? null : { ...agent, seenAt: seen?.at.getTime() ?? null }
}

/** The facts as this actor may be told them: what they may not see of the agent's other grants is not named, though it counts. */
export function hideFrom(actor: Actor, facts: AdviceFacts): AdviceFacts {
  const extent = reach(actor, 'registry.read')
  if (extent === 'all') return facts
  const sees = ({ reach: { serverId, agentId, human } }: HeldGrant): boolean =>
    extent === 'own' && (actor.ownServerIds.includes(serverId) || (agentId !== null && actor.ownAgentIds.includes(agentId)) || (human.rule === 'person' && human.personId === actor.personId))
  return { ...facts, held: facts.held.map((grant) => ({ ...grant, hidden: !sees(grant) })) }
}
