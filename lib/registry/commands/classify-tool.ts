import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { declare } from '@/lib/names/commands'
import { nextClassAt } from '@/lib/registry/access-class'
import type { Access } from '@/lib/registry/model'
import { TOOL_INCLUDE, type ToolView, toolView } from '@/lib/registry/tool-view'
import type { ClassifyInput } from '@/lib/registry/workload-input'
import { record } from '@/lib/trail/record'
import { change, type LockedServer, lockServer } from './load'

/**
 * A person's choice of a tool's access class. The first class a tool has counts backwards without limit and has past calls judged
 * again; a later one acts from now on. A name that the catalogue does not know yet becomes an entry declared by a person.
 */
export async function classifyTool(actor: Actor, ctx: Ctx, slug: string, name: string, input: ClassifyInput): Promise<ToolView> {
  require(actor, 'tool.classify')
  return change(async (tx) => classifyLocked(tx, actor, ctx, await lockServer(tx, actor, slug, 'tool.classify'), name, input))
}

type Decided = { access: Access; decidedBy: string; at: Date }

/** Has a person given the tool this class already? */
export function isChosen(current: Decided | null | undefined, wanted: Access): boolean {
  return current?.decidedBy === 'person' && current.access === wanted
}

/** The row of a person's choice, after the class that counted until now. */
export function choiceOf(actor: Actor, ctx: Ctx, toolId: string, current: Decided | null | undefined, { accessClass, reason }: ClassifyInput) {
  return { id: ctx.id('toolClass'), toolId, access: accessClass, decidedBy: 'person', personId: actor.personId, reason, at: nextClassAt(current?.at, ctx.now) }
}

/** The same as part of a larger transaction that holds the server's lock. */
export async function classifyLocked(tx: Tx, actor: Actor, ctx: Ctx, server: LockedServer, name: string, input: ClassifyInput): Promise<ToolView> {
  const { slug } = server
  const known = await tx.tool.findUnique({ where: { serverId_name: { serverId: server.id, name } }, include: TOOL_INCLUDE })
  const current = known?.classes[0]
  if (known !== null && isChosen(current, input.accessClass)) return toolView(known)
  const toolId = known?.id ?? ctx.id('tool')
  if (known === null) {
    await tx.tool.create({ data: { id: toolId, serverId: server.id, name, suggested: 'write', firstSeenAt: ctx.now, lastSeenAt: ctx.now } })
  }
  await tx.toolClass.create({ data: choiceOf(actor, ctx, toolId, current, input) })
  await declare(tx, ctx, actor, {
    reason: `Tool ${name} of ${slug} classified ${input.accessClass}`,
    ...(current === undefined ? { reevaluate: { serverIds: [server.id], target: name } } : {}),
  })
  const view = toolView(await tx.tool.findUniqueOrThrow({ where: { id: toolId }, include: TOOL_INCLUDE }))
  await record(tx, ctx, {
    actor, action: 'tool.classified', object: { kind: 'tool', id: toolId, name: `${slug}/${name}` },
    detail: { before: current?.access ?? null, after: input.accessClass, reason: input.reason, ...(known === null ? { declared: true } : {}) },
  })
  return view
}
