import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import type { Access } from '@/lib/registry/model'
import type { ClassifyManyInput } from '@/lib/registry/workload-input'
import { record } from '@/lib/trail/record'
import { choiceOf, isChosen } from './classify-tool'
import { change, lockServer } from './load'

export type ToolsClassified = { changed: number; unchanged: number }

type Known = { id: string; slug: string; serverId: string; name: string; before: { access: Access; decidedBy: string; at: Date } | null }

/**
 * One choice of an access class for several tools of several servers, with one reason: all of them or none. What a person had
 * given this class already stays untouched. As with a single tool, only a first class reaches into the past.
 */
export async function classifyTools(actor: Actor, ctx: Ctx, input: ClassifyManyInput): Promise<ToolsClassified> {
  require(actor, 'tool.classify')
  return change(async (tx) => {
    const known = await lockTools(tx, actor, input.tools)
    const changing = known.filter(({ before }) => !isChosen(before, input.accessClass))
    if (changing.length === 0) return { changed: 0, unchanged: known.length }
    await tx.toolClass.createMany({ data: changing.map((tool) => choiceOf(actor, ctx, tool.id, tool.before, input)) })
    const first = [...new Set(changing.filter(({ before }) => before === null).map(({ serverId }) => serverId))]
    await declare(tx, ctx, actor, { reason: `${changing.length} tools classified ${input.accessClass}`, ...(first.length === 0 ? {} : { reevaluate: { serverIds: first } }) })
    for (const tool of changing) {
      await record(tx, ctx, {
        actor, action: 'tool.classified', object: { kind: 'tool', id: tool.id, name: `${tool.slug}/${tool.name}` },
        detail: { before: tool.before?.access ?? null, after: input.accessClass, reason: input.reason, together: changing.length },
      })
    }
    return { changed: changing.length, unchanged: known.length - changing.length }
  })
}

/** The tools, their servers locked in one order for everybody, so that two such acts never wait for each other in a circle. */
async function lockTools(tx: Tx, actor: Actor, wanted: ClassifyManyInput['tools']): Promise<Known[]> {
  const bySlug = Map.groupBy(wanted, ({ server }) => server)
  const found: Known[] = []
  for (const slug of [...bySlug.keys()].sort()) {
    const server = await lockServer(tx, actor, slug, 'tool.classify')
    const names = new Set((bySlug.get(slug) ?? []).map(({ name }) => name))
    const tools = await tx.tool.findMany({ where: { serverId: server.id, name: { in: [...names] } }, include: { classes: { orderBy: { at: 'desc' }, take: 1 } } })
    if (tools.length !== names.size) {
      const missing = [...names].find((name) => !tools.some((tool) => tool.name === name)) ?? ''
      throw new AppError('not_found', `The catalogue of ${slug} does not know the tool ${missing}. Nothing was changed.`)
    }
    found.push(...tools.map((tool) => ({ id: tool.id, slug, serverId: server.id, name: tool.name, before: tool.classes[0] ?? null })))
  }
  return found
}
