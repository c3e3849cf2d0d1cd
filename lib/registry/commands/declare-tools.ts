import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import { type Annotations, classAfterChange, nextClassAt, suggestClass } from '@/lib/registry/access-class'
import { changeOf } from '@/lib/registry/definition-change'
import { suggestResourceRules } from '@/lib/registry/suggest-rules'
import { definitionHash, definitionOf, type ToolDefinition } from '@/lib/registry/tool-definition'
import { toolNameSchema } from '@/lib/registry/workload-input'
import { record } from '@/lib/trail/record'
import { change, lockServer } from './load'

export type ToolsDeclared = { added: number; changed: number; unchanged: number }

type Outcome = { what: keyof ToolsDeclared; classed: boolean; first: boolean }

/**
 * Takes over what a server lists as its tools. A definition that changed is a new version, never an overwrite; one that did not is
 * only seen again. The suggested class counts until a person decides, and a server's change never lowers a class. Tools that the
 * list lacks stay: only a complete run of discovery removes.
 */
export async function declareTools(actor: Actor, ctx: Ctx, slug: string, tools: readonly ToolDefinition[]): Promise<ToolsDeclared> {
  require(actor, 'server.edit')
  refuseBadNames(tools)
  return change(async (tx) => {
    const server = await lockServer(tx, actor, slug, 'server.edit')
    const result: ToolsDeclared = { added: 0, changed: 0, unchanged: 0 }
    const first: string[] = []
    let classed = false
    for (const tool of tools) {
      const outcome = await declareTool(tx, ctx, server.id, tool)
      result[outcome.what] += 1
      classed ||= outcome.classed
      if (outcome.first) first.push(tool.name)
    }
    if (result.added + result.changed === 0 && !classed) return result
    const only = first.length === 1 ? first[0] : undefined
    await declare(tx, ctx, actor, {
      reason: `Tools of ${slug} listed`,
      ...(first.length === 0 ? {} : { reevaluate: { serverIds: [server.id], ...(only === undefined ? {} : { target: only }) } }),
    })
    await record(tx, ctx, { actor, action: 'server.tools_declared', object: { kind: 'server', id: server.id, name: slug }, detail: { ...result } })
    return result
  })
}

function refuseBadNames(tools: readonly ToolDefinition[]): void {
  const seen = new Set<string>()
  for (const [index, tool] of tools.entries()) {
    const twice = seen.has(tool.name)
    if (twice || !toolNameSchema.safeParse(tool.name).success) {
      const message = twice ? 'is listed twice' : 'is no name for a tool'
      throw new AppError('invalid_input', `The list of tools was refused (${index}: ${message}). Nothing was changed.`, { errors: [{ path: `${index}.name`, message }] })
    }
    seen.add(tool.name)
  }
}

async function declareTool(tx: Tx, ctx: Ctx, serverId: string, tool: ToolDefinition): Promise<Outcome> {
  const hash = definitionHash(tool)
  const known = await tx.tool.findUnique({
    where: { serverId_name: { serverId, name: tool.name } },
    include: { classes: { orderBy: { at: 'desc' }, take: 1 }, versions: { orderBy: { number: 'desc' }, take: 1 } },
  })
  if (known !== null && known.definitionHash === hash) {
    await tx.tool.update({ where: { id: known.id }, data: { lastSeenAt: ctx.now, removedAt: null } })
    return { what: 'unchanged', classed: false, first: false }
  }
  const suggested = suggestClass(tool.annotations as Annotations | undefined).access
  const data = {
    title: tool.title ?? null, description: tool.description ?? null, annotations: (tool.annotations ?? {}) as Prisma.InputJsonObject,
    suggested: known === null || known.definitionHash === null ? suggested : classAfterChange(known.suggested, suggested),
    definitionHash: hash, lastSeenAt: ctx.now, removedAt: null,
    // A person's rules stay; only they know what the arguments mean.
    ...(known?.resourceRulesBy === 'person' ? {} : { resourceRules: suggestResourceRules(tool) }),
  }
  const last = known?.versions[0]
  const id = known?.id ?? ctx.id('tool')
  if (known === null) await tx.tool.create({ data: { id, serverId, name: tool.name, firstSeenAt: ctx.now, ...data } })
  else await tx.tool.update({ where: { id }, data })
  await tx.toolVersion.create({
    data: {
      id: ctx.id('version'), toolId: id, number: (last?.number ?? 0) + 1, hash, definition: definitionOf(tool) as Prisma.InputJsonObject, firstSeenAt: ctx.now,
      change: last === undefined ? 'first' : changeOf(last.definition as ToolDefinition, tool).kind,
    },
  })
  const current = known?.classes[0]
  const classed = current === undefined || (current.decidedBy !== 'person' && classAfterChange(current.access, suggested) !== current.access)
  if (classed) await tx.toolClass.create({ data: { id: ctx.id('toolClass'), toolId: id, access: data.suggested, decidedBy: 'suggestion', at: nextClassAt(current?.at, ctx.now) } })
  return { what: known === null ? 'added' : 'changed', classed, first: current === undefined }
}
