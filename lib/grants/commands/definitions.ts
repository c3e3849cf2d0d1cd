import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { type Binding, bindingsOf, type DefinitionHold, heldKey, type ListedDefinition, planBindings, type ToolGrant } from '@/lib/grants/definition-binding'
import { isExact } from '@/lib/grants/target-match'
import type { ToolDefinition } from '@/lib/registry/tool-definition'

/** The grants on tools of this server that are live or still to begin, locked until commit against an end or a hold of their own. */
export async function standingGrants(tx: Tx, ctx: Ctx, serverId: string): Promise<ToolGrant[]> {
  return tx.$queryRaw<ToolGrant[]>`
    SELECT id, target FROM "grant" WHERE server_id = ${serverId} AND target_kind = 'tool'
      AND (valid_until IS NULL OR valid_until > ${ctx.now}) AND (revoked_at IS NULL OR revoked_at > ${ctx.now}) ORDER BY id FOR UPDATE`
}

/** Writes bindings; one that exists moves. `by`: approval, import, baseline, wording, or the id of who approved. In one statement: globs × tools are many. */
export async function bind(tx: Tx, ctx: Ctx, bindings: readonly Binding[], by: string): Promise<void> {
  if (bindings.length === 0) return
  await tx.$executeRaw`
    INSERT INTO grant_definition (grant_id, tool_name, hash, number, bound_at, bound_by)
    SELECT grant_id, tool_name, hash, number, ${ctx.now}, ${by}
    FROM unnest(${bindings.map((one) => one.grantId)}::text[], ${bindings.map((one) => one.toolName)}::text[], ${bindings.map((one) => one.hash)}::text[], ${bindings.map((one) => one.number)}::int[]) AS given (grant_id, tool_name, hash, number)
    ON CONFLICT (grant_id, tool_name) DO UPDATE SET hash = excluded.hash, number = excluded.number, bound_at = excluded.bound_at, bound_by = excluded.bound_by`
}

/** Binds new grants to the tool definitions that they admit, as these stand now. */
export async function bindNow(tx: Tx, ctx: Ctx, grants: readonly (ToolGrant & { serverId: string })[], by: 'approval' | 'import'): Promise<void> {
  for (const [serverId, group] of Map.groupBy(grants, (grant) => grant.serverId)) {
    const tools = await tx.tool.findMany({
      where: { serverId, removedAt: null, definitionHash: { not: null } },
      select: { name: true, definitionHash: true, versions: { orderBy: { number: 'desc' }, take: 1, select: { number: true } } },
    })
    await bind(tx, ctx, bindingsOf(group, tools.map((tool) => ({ name: tool.name, hash: tool.definitionHash ?? '', number: tool.versions[0]?.number ?? 0 }))), by)
  }
}

export type Followed = { bound: number; held: { grantId: string; tool: string | null }[] }

/**
 * Makes the grants follow what a run listed: bindings move with wording, widening opens holds from now on. Part of the caller's
 * transaction, which holds the server's lock and declares. `baseline`: the first complete run of the server.
 */
export async function followDefinitions(tx: Tx, ctx: Ctx, actor: Actor, serverId: string, listed: readonly ListedDefinition[], baseline: boolean): Promise<Followed> {
  const concerned = baseline ? listed : listed.filter((tool) => tool.isNew)
  if (concerned.length === 0) return { bound: 0, held: [] }
  const grants = await standingGrants(tx, ctx, serverId)
  const grantIds = grants.map((grant) => grant.id)
  const bindings = await tx.grantDefinition.findMany({ where: { grantId: { in: grantIds }, toolName: { in: concerned.map((tool) => tool.name) } } })
  const holds = await tx.grantHold.findMany({ where: { grantId: { in: grantIds }, cause: 'definition', closedAt: null }, select: { grantId: true, toolName: true } })
  const targets = new Map(grants.map((grant) => [grant.id, grant.target]))
  const known = baseline ? new Map<string, ToolDefinition>() : await loadDefinitions(tx, serverId, bindings)
  const plan = planBindings({
    grants, bindings, held: new Set(holds.map((hold) => heldKey(hold.grantId, hold.toolName ?? targets.get(hold.grantId) ?? ''))),
    definition: (toolName, hash) => known.get(`${toolName}\u0000${hash}`),
  }, concerned, baseline)
  const named = new Set(concerned.filter((tool) => tool.added).map((tool) => tool.name))
  await bind(tx, ctx, plan.bind.filter((one) => baseline || named.has(one.toolName)), 'baseline')
  if (!baseline) await bind(tx, ctx, plan.bind.filter((one) => !named.has(one.toolName)), 'wording')
  await openHolds(tx, ctx, actor, plan.hold)
  return { bound: plan.bind.length, held: plan.hold.map((hold) => ({ grantId: hold.grantId, tool: hold.toolName ?? targets.get(hold.grantId) ?? null })) }
}

async function openHolds(tx: Tx, ctx: Ctx, actor: Actor, holds: readonly DefinitionHold[]): Promise<void> {
  if (holds.length === 0) return
  await tx.$executeRaw`
    INSERT INTO grant_hold (id, grant_id, cause, tool_name, reason, opened_by, opened_at)
    SELECT id, grant_id, 'definition', tool_name, reason, ${actor.id}, ${ctx.now}
    FROM unnest(${holds.map(() => ctx.id('hold'))}::text[], ${holds.map((one) => one.grantId)}::text[], ${holds.map((one) => one.toolName)}::text[], ${holds.map((one) => one.reason)}::text[]) AS given (id, grant_id, tool_name, reason)`
}

async function loadDefinitions(tx: Tx, serverId: string, bindings: readonly Binding[]): Promise<Map<string, ToolDefinition>> {
  const found = await tx.toolVersion.findMany({
    where: { tool: { serverId, name: { in: [...new Set(bindings.map((one) => one.toolName))] } }, hash: { in: [...new Set(bindings.map((one) => one.hash))] } },
    select: { hash: true, definition: true, tool: { select: { name: true } } },
  })
  return new Map(found.map((row) => [`${row.tool.name}\u0000${row.hash}`, row.definition as unknown as ToolDefinition]))
}

/** Ends the definition holds on one tool: those on it alone, and those on all of a grant that names just this tool. */
export async function closeDefinitionHolds(tx: Tx, ctx: Ctx, actor: Actor, grants: readonly ToolGrant[], toolName: string, reason: string): Promise<string[]> {
  const exact = grants.filter((grant) => isExact(grant.target) && grant.target === toolName).map((grant) => grant.id)
  const open = await tx.grantHold.findMany({
    where: {
      cause: 'definition', closedAt: null, grantId: { in: grants.map((grant) => grant.id) },
      OR: [{ toolName }, { toolName: null, grantId: { in: exact } }],
    },
    select: { id: true, grantId: true },
  })
  await tx.grantHold.updateMany({ where: { id: { in: open.map((hold) => hold.id) } }, data: { closedAt: ctx.now, closedBy: actor.id, closeReason: reason } })
  return open.map((hold) => hold.grantId)
}
