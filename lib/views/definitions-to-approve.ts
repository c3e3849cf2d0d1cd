import { type Actor, may, ownsInPerson } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { type DefinitionStep, definitionStep, mayAcceptDefinition } from '@/lib/grants/definition-approval'
import { definitionsReliedOn, type ReliedOn } from '@/lib/grants/queries/relied-on'
import { changeOf } from '@/lib/registry/definition-change'
import { listUnapproved, type UnapprovedTool } from '@/lib/registry/queries/unapproved'
import type { DefinitionPair } from './definition-pair'

type Judged = { tool: UnapprovedTool; reliedOn: readonly ReliedOn[]; step: DefinitionStep; mine: boolean }

/** One definition that waits for somebody to accept it. */
export type DefinitionToApprove = {
  slug: string; serverName: string; name: string; since: string
  step: DefinitionStep
  /** The newest definition against the approved one. */
  pair: DefinitionPair
  /** Grants that rest because of it. */
  held: number
  /** May this actor accept it? Otherwise `approver` of the step says who may. */
  mine: boolean
}

/** Every changed or new definition on servers that the actor may see, or of one tool: first those that the actor may accept, the gravest first. */
export async function definitionsToApprove(actor: Actor, now: Date, only: { slug: string; name: string } | null = null): Promise<DefinitionToApprove[]> {
  const judged = await judge(actor, now, only)
  const held = await heldByTool(judged.map(({ tool }) => tool))
  return judged.map(({ tool, reliedOn, step, mine }) => ({
    slug: tool.slug, serverName: tool.serverName, name: tool.name, since: tool.newest.firstSeenAt.toISOString(), step, mine, pair: pairOf(tool, reliedOn), held: held.get(`${tool.serverId} ${tool.name}`) ?? 0,
  })).sort((a, b) => Number(b.mine) - Number(a.mine) || ORDER.indexOf(a.step.kind) - ORDER.indexOf(b.step.kind))
}

const ORDER: readonly DefinitionStep['kind'][] = ['widening', 'added', 'altering', 'wording', 'none']

/** Those that the actor may accept, without their difference: for the overview. */
export async function definitionsForActor(actor: Actor, now: Date): Promise<{ server: string; tool: string; kind: DefinitionStep['kind'] }[]> {
  return (await judge(actor, now, null)).filter((one) => one.mine).map(({ tool, step }) => ({ server: tool.slug, tool: tool.name, kind: step.kind }))
}

/** What accepting each newest definition would mean, and whether the actor may. */
async function judge(actor: Actor, now: Date, only: { slug: string; name: string } | null): Promise<Judged[]> {
  const tools = await listUnapproved(actor, only)
  const known = await definitionsReliedOn(tools, now)
  return tools.map((tool) => {
    const reliedOn = known.get(tool.id) ?? []
    const step = definitionStep(reliedOn.map((one) => one.definition), tool.newest.definition)
    const mine = may(actor, 'definition.approve') && mayAcceptDefinition(step, { isReviewer: actor.roles.includes('security_reviewer'), ownsIt: ownsInPerson(actor, tool) })
    return { tool, reliedOn, step, mine }
  })
}

function pairOf({ approvedNumber, newest }: UnapprovedTool, reliedOn: readonly ReliedOn[]): DefinitionPair {
  const from = reliedOn.find((one) => one.number === approvedNumber) ?? null
  return { from, to: newest, change: from === null ? null : changeOf(from.definition, newest.definition) }
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
