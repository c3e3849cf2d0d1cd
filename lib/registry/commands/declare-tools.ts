import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { toolNameSchema } from '@/lib/registry/workload-input'
import { record } from '@/lib/trail/record'
import { type AppliedTool, applyTools } from './apply-tools'
import { change, lockServer } from './load'

export type ToolsDeclared = { added: number; changed: number; unchanged: number }

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
    const applied = await applyTools(tx, ctx, server.id, tools, { runId: null })
    const count = (test: (tool: AppliedTool) => boolean): number => applied.filter(test).length
    const result: ToolsDeclared = { added: count((tool) => tool.added), changed: count((tool) => !tool.added && tool.change !== null), unchanged: count((tool) => tool.change === null) }
    const first = applied.filter((tool) => tool.firstClass).map((tool) => tool.name)
    if (result.added + result.changed === 0) return result
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
