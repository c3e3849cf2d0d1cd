import { type Actor, may } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { type DefinitionStep, definitionStep, mayAcceptDefinition } from '@/lib/grants/definition-approval'
import { definitionsReliedOn } from '@/lib/grants/queries/relied-on'
import { listUnapproved, type UnapprovedTool } from '@/lib/registry/queries/unapproved'
import { type DefinitionPair, definitionsBetween } from './definition-pair'

/** One definition that waits for somebody to accept it. */
export type DefinitionToApprove = {
  slug: string; serverName: string; name: string; since: string
  step: DefinitionStep
  pair: DefinitionPair
  /** Grants that rest because of it. */
  held: number
  /** May this actor accept it? Otherwise `approver` of the step says who may. */
  mine: boolean
}

/** Every changed or new definition on servers that the actor may see: first those that the actor may accept, the gravest first. */
export async function definitionsToApprove(actor: Actor, now: Date): Promise<DefinitionToApprove[]> {
  const tools = await listUnapproved(actor)
  const held = await heldByTool(tools)
  const rows = await Promise.all(tools.map((tool) => rowOf(actor, tool, held, now)))
  return rows.filter((row) => row !== null).sort((a, b) => Number(b.mine) - Number(a.mine) || ORDER.indexOf(a.step.kind) - ORDER.indexOf(b.step.kind))
}

const ORDER: readonly DefinitionStep['kind'][] = ['widening', 'added', 'altering', 'wording', 'none']

/** What accepting this tool's newest definition would mean, and whether the actor may. */
export async function stepFor(actor: Actor, tool: UnapprovedTool, now: Date): Promise<{ step: DefinitionStep; mine: boolean }> {
  const step = definitionStep(await definitionsReliedOn(tool, now), tool.newest.definition)
  const ownsIt = actor.personId !== null && [tool.ownerId, tool.backupOwnerId].includes(actor.personId)
  return { step, mine: may(actor, 'definition.approve') && mayAcceptDefinition(step, { isReviewer: actor.roles.includes('security_reviewer'), ownsIt }) }
}

async function rowOf(actor: Actor, tool: UnapprovedTool, held: ReadonlyMap<string, number>, now: Date): Promise<DefinitionToApprove | null> {
  const [asked, pair] = await Promise.all([stepFor(actor, tool, now), definitionsBetween(actor, tool.slug, tool.name, tool.approvedNumber, tool.newest.number)])
  if (pair === null) return null
  return { slug: tool.slug, serverName: tool.serverName, name: tool.name, since: tool.newest.firstSeenAt.toISOString(), ...asked, pair, held: held.get(`${tool.serverId} ${tool.name}`) ?? 0 }
}

/** Open definition holds by server and tool: on one tool of a glob, or on all of a grant that names the tool. */
async function heldByTool(tools: readonly UnapprovedTool[]): Promise<Map<string, number>> {
  const holds = await db().grantHold.findMany({
    where: { cause: 'definition', closedAt: null, grant: { serverId: { in: [...new Set(tools.map((tool) => tool.serverId))] } } },
    select: { toolName: true, grant: { select: { serverId: true, target: true } } },
  })
  const counts = new Map<string, number>()
  for (const { toolName, grant } of holds) {
    const key = `${grant.serverId} ${toolName ?? grant.target}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
