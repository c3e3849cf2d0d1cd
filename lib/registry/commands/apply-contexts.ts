import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'

/** A resource (by URI), resource template (by URI template) or prompt (by name), as listed. */
export type SeenContext = { kind: string; name: string; title?: string | undefined; description?: string | undefined; mimeType?: string | undefined; detail: Record<string, unknown> }

const keyOf = (context: { kind: string; name: string }): string => `${context.kind}\u0000${context.name}`

/**
 * Takes over what a server offers beside tools. These have no versions: the last listing stands, and one that was removed and is
 * listed again is back. `changed` names the ones whose text is to be written; the others are only seen again.
 */
export async function applyContexts<Seen extends SeenContext>(tx: Tx, ctx: Ctx, serverId: string, contexts: readonly Seen[], changed: (context: Seen) => boolean): Promise<void> {
  const stored = new Map((await tx.serverContext.findMany({ where: { serverId }, select: { id: true, kind: true, name: true } })).map((row) => [keyOf(row), row.id]))
  const seen = { lastSeenAt: ctx.now, removedAt: null }
  await tx.serverContext.createMany({
    data: contexts.filter((context) => !stored.has(keyOf(context))).map((context) => ({ id: ctx.id('context'), serverId, kind: context.kind, name: context.name, firstSeenAt: ctx.now, ...seen, ...textOf(context) })),
  })
  for (const context of contexts) {
    const id = stored.get(keyOf(context))
    if (id !== undefined && changed(context)) await tx.serverContext.update({ where: { id }, data: textOf(context) })
  }
  await tx.serverContext.updateMany({ where: { id: { in: contexts.flatMap((context) => stored.get(keyOf(context)) ?? []) } }, data: seen })
}

function textOf({ title, description, mimeType, detail }: SeenContext) {
  return { title: title ?? null, description: description ?? null, mimeType: mimeType ?? null, detail: detail as Prisma.InputJsonObject }
}

/** Says of tools and contexts that the server no longer offers them. Their versions, classes and grants stay. */
export async function markRemoved(tx: Tx, ctx: Ctx, serverId: string, gone: readonly { kind: string; name: string }[]): Promise<void> {
  for (const [kind, items] of Map.groupBy(gone, (item) => item.kind)) {
    const where = { serverId, removedAt: null, name: { in: items.map((item) => item.name) } }
    if (kind === 'tool') await tx.tool.updateMany({ where, data: { removedAt: ctx.now } })
    else await tx.serverContext.updateMany({ where: { ...where, kind }, data: { removedAt: ctx.now } })
  }
}
