import { db, type Tx } from '@/lib/db/client'
import { type AgentOf, type Chain, edgesOf, type Step } from '@/lib/offboarding/delegation-steps'
import type { Subject } from '@/lib/offboarding/model'
import { type ChildEdge, childKey, type ChildNode, childrenOf } from '@/lib/offboarding/residual-children'
import type { ChildRow } from '@/lib/offboarding/residual-facts'

/** Chains are looked for so many days back, in the newest events of each party. */
export const CHILD_DAYS = 90
const MOST_EVENTS = 20_000
/** Names looked for in one statement. */
const AT_ONCE = 50
/** Nobody acts through more than a few others; beyond that it is a circle or a flood. */
const MOST_ROUNDS = 8
const MOST_NODES = 500

type Root = { subject: Subject; name: string; names: readonly string[] }
type Party = { key: string; names: readonly string[] }
type Row = { personId: string | null; agentId: string | null; agent: string | null; steps: Step[] | null; at: Date }

/**
 * Who acts for the subject since `since`: the agents that it sponsors, and whoever events show to act for it, for those, and so on; each
 * once. Read by index only: the newest events of a person, and those whose chain holds a name.
 */
export async function loadChildren({ subject, name, names }: Root, since: Date, client: Tx = db()): Promise<ChildRow[]> {
  const rootKey = subject.kind === 'agent' ? childKey({ agentId: subject.id }) : `subject ${subject.id}`
  const person = subject.kind === 'agent' ? null : { id: subject.id, key: rootKey, names: new Set(names) }
  const edges: ChildEdge[] = []
  const known = new Map<string, string | null>()
  const agentOf: AgentOf = (given) => known.get(given) ?? null
  if (subject.kind === 'person') {
    const sponsored = await client.agent.findMany({ where: { sponsorId: subject.id }, select: { id: true }, orderBy: { id: 'asc' } })
    edges.push(...sponsored.map(({ id }) => ({ from: rootKey, to: childKey({ agentId: id }), lastAt: null })))
  }
  const seen = new Set([rootKey])
  let parties: Party[] = [{ key: rootKey, names }, ...(await partiesOf(edges.map((edge) => edge.to), seen, client))]
  for (let round = 0; parties.length > 0 && round < MOST_ROUNDS && seen.size < MOST_NODES; round += 1) {
    const rows = [...(round === 0 && subject.kind === 'person' ? await eventsOf(subject.id, since, client) : []), ...(await chainsWith(parties.flatMap((one) => one.names), since, client))]
    await learn(rows.flatMap((row) => (row.steps ?? []).flatMap((step) => [step.sub, `${step.iss ?? ''}|${step.sub}`])), known, client)
    const found = distinct(rows.flatMap((row) => edgesOf({ ...row, steps: row.steps ?? [], at: row.at.toISOString() } satisfies Chain, agentOf, person)))
    edges.push(...found)
    parties = await partiesOf(reachable(rootKey, edges), seen, client)
  }
  return childrenOf({ key: rootKey, name }, await nodesOf(edges, client), edges)
}

/** The latest edge of each pair. */
function distinct(edges: readonly ChildEdge[]): ChildEdge[] {
  const last = new Map<string, ChildEdge>()
  for (const edge of edges) {
    const pair = `${edge.from}\u0000${edge.to}`
    const known = last.get(pair)
    if (known === undefined || (known.lastAt ?? '') < (edge.lastAt ?? '')) last.set(pair, edge)
  }
  return [...last.values()]
}

function reachable(root: string, edges: readonly ChildEdge[]): string[] {
  return childrenOf({ key: root, name: root }, new Map(), edges).map((child) => child.key)
}

/** Those not asked about yet, with the names by which chains would tell them. */
async function partiesOf(keys: readonly string[], seen: Set<string>, client: Tx): Promise<Party[]> {
  const fresh = [...new Set(keys)].filter((key) => !seen.has(key)).slice(0, MOST_NODES)
  for (const key of fresh) seen.add(key)
  const agents = fresh.flatMap((key) => (key.startsWith('agent ') ? [key.slice('agent '.length)] : []))
  const bound = agents.length === 0 ? [] : await client.nameBinding.findMany({ where: { holderKind: 'agent', holderId: { in: agents } }, select: { holderId: true, name: true } })
  const names = Map.groupBy(bound, (one) => one.holderId)
  return fresh.map((key) => ({ key, names: key.startsWith('agent ') ? (names.get(key.slice('agent '.length)) ?? []).map((one) => one.name) : [key.slice('identity '.length)] }))
}

/** The newest events on behalf of a person. */
async function eventsOf(personId: string, since: Date, client: Tx): Promise<Row[]> {
  return client.$queryRaw<Row[]>`
    SELECT "personId", "agentId", agent, steps, max(at) AS at FROM (
      SELECT human_id AS "personId", agent_id AS "agentId", agent_name AS agent, delegation AS steps, occurred_at AS at FROM activity_event
      WHERE human_id = ${personId} AND occurred_at >= ${since} ORDER BY occurred_at DESC LIMIT ${MOST_EVENTS}) newest
    GROUP BY 1, 2, 3, 4 ORDER BY at DESC`
}

/** Events whose chain holds one of these names: as a subject, or as issuer and subject. */
async function chainsWith(names: readonly string[], since: Date, client: Tx): Promise<Row[]> {
  const patterns = [...new Set(names.flatMap((name) => {
    const bar = name.lastIndexOf('|')
    return [JSON.stringify([{ sub: name }]), ...(bar > 0 ? [JSON.stringify([{ iss: name.slice(0, bar), sub: name.slice(bar + 1) }])] : [])]
  }))]
  const found: Row[] = []
  for (let start = 0; start < patterns.length; start += AT_ONCE) {
    const some = patterns.slice(start, start + AT_ONCE)
    // With the patterns known the planner knows how rare they are; a list of alternatives is one walk of the index.
    found.push(...(await client.$queryRawUnsafe<Row[]>(
      `SELECT "personId", "agentId", agent, steps, max(at) AS at FROM (
        SELECT human_id AS "personId", agent_id AS "agentId", agent_name AS agent, delegation AS steps, occurred_at AS at FROM activity_event
        WHERE delegation IS NOT NULL AND (${some.map((_, index) => `delegation @> $${index + 2}::jsonb`).join(' OR ')}) AND occurred_at >= $1::timestamptz LIMIT ${MOST_EVENTS}) found
      GROUP BY 1, 2, 3, 4 ORDER BY at DESC`, since.toISOString(), ...some)))
  }
  return found
}

/** Which agents have these names now. */
async function learn(names: readonly string[], known: Map<string, string | null>, client: Tx): Promise<void> {
  const fresh = [...new Set(names)].filter((name) => !known.has(name))
  if (fresh.length === 0) return
  for (const name of fresh) known.set(name, null)
  const found = await client.nameBinding.findMany({ where: { holderKind: 'agent', name: { in: fresh }, validTo: null }, select: { name: true, holderId: true } })
  for (const { name, holderId } of found) known.set(name, holderId)
}

async function nodesOf(edges: readonly ChildEdge[], client: Tx): Promise<Map<string, ChildNode>> {
  const keys = [...new Set(edges.map((edge) => edge.to))]
  const agents = await client.agent.findMany({ where: { id: { in: keys.flatMap((key) => (key.startsWith('agent ') ? [key.slice('agent '.length)] : [])) } }, select: { id: true, name: true, sponsorId: true } })
  const byKey = new Map(agents.map((agent): [string, ChildNode] => [childKey({ agentId: agent.id }), { key: childKey({ agentId: agent.id }), name: agent.name, agentId: agent.id, sponsorId: agent.sponsorId }]))
  return new Map(keys.map((key) => [key, byKey.get(key) ?? { key, name: key.slice(key.indexOf(' ') + 1), agentId: null, sponsorId: null }]))
}
