import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import { type ResourceRules, storedRules } from '@/lib/registry/resource-rules'
import { suggestResourceRules } from '@/lib/registry/suggest-rules'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { TOOL_INCLUDE, type ToolView, toolView } from '@/lib/registry/tool-view'
import type { ToolChange } from '@/lib/registry/workload-input'
import { record } from '@/lib/trail/record'
import { classifyLocked } from './classify-tool'
import { change, type LockedServer, lockServer } from './load'

/** A person's choice of a tool's class, of its resource rules, or of both in one transaction. */
export async function changeTool(actor: Actor, ctx: Ctx, slug: string, name: string, input: ToolChange): Promise<ToolView> {
  require(actor, 'tool.classify')
  const { accessClass, resourceRules, reason } = input
  return change(async (tx) => {
    const server = await lockServer(tx, actor, slug, 'tool.classify')
    if (accessClass !== undefined) await classifyLocked(tx, actor, ctx, server, name, { accessClass, reason })
    if (resourceRules !== undefined) await chooseRules(tx, actor, ctx, server, name, resourceRules, reason)
    const tool = await tx.tool.findUnique({ where: { serverId_name: { serverId: server.id, name } }, include: TOOL_INCLUDE })
    if (tool === null) throw notFound('tool')
    return toolView(tool)
  })
}

/**
 * Resource rules set by a person, or, by null, given back to what the newest definition suggests. They act on events that arrive
 * from now on: what is stored keeps its resources. Only for a tool that the catalogue knows.
 */
async function chooseRules(tx: Tx, actor: Actor, ctx: Ctx, server: LockedServer, name: string, wanted: ResourceRules | null, reason: string): Promise<void> {
  const tool = await tx.tool.findUnique({ where: { serverId_name: { serverId: server.id, name } }, include: { versions: { orderBy: { number: 'desc' }, take: 1 } } })
  if (tool === null) throw notFound('tool')
  const definition = tool.versions[0]?.definition as unknown as ToolDefinition | undefined
  const after = wanted ?? (definition === undefined ? {} : suggestResourceRules(definition))
  const by = wanted === null ? 'suggestion' : 'person'
  const before = storedRules(tool.resourceRules)
  if (tool.resourceRulesBy === by && sameRules(before, after)) return
  await tx.tool.update({ where: { id: tool.id }, data: { resourceRules: { ...after }, resourceRulesBy: by } })
  await declare(tx, ctx, actor, { reason: `Resource rules of the tool ${name} of ${server.slug} set` })
  await record(tx, ctx, {
    actor, action: 'tool.resource_rules_set', object: { kind: 'tool', id: tool.id, name: `${server.slug}/${name}` }, detail: { before, after, by, reason },
  })
}

function sameRules(a: ResourceRules, b: ResourceRules): boolean {
  const pointers = Object.keys(a)
  return pointers.length === Object.keys(b).length && pointers.every((pointer) => a[pointer] === b[pointer])
}
