import { type Actor, ownsInPerson, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { definitionStep, mayAcceptDefinition } from '@/lib/grants/definition-approval'
import { admits, bindingsOf } from '@/lib/grants/definition-binding'
import { definitionsReliedOn } from '@/lib/grants/queries/relied-on'
import { declare } from '@/lib/names/commands'
import { change, type LockedServer, lockServer } from '@/lib/registry/commands/load'
import { markApproved } from '@/lib/registry/commands/mark-approved'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { TOOL_INCLUDE, type ToolView, toolView } from '@/lib/registry/tool-view'
import { record } from '@/lib/trail/record'
import { bind, closeDefinitionHolds, standingGrants } from './definitions'

export type ApprovedDefinition = { tool: ToolView; /** Grants whose hold ended. */ released: number; /** Grants bound to the version now that were not before. */ bound: number }

/**
 * A person accepts a tool's newest definition as what people rely on: grants that admit the tool are bound to it, globs from
 * before the tool came among them, and the holds that rest on its definition end. Refused for any other version than the newest
 * (`stale_version`), since that is not what the server would run. What admits more than anything relied on so far is a security reviewer's to accept, the
 * rest the owner's too (`forbidden`). Only people approve; the start token may in their stead.
 */
export async function approveDefinition(actor: Actor, ctx: Ctx, slug: string, toolName: string, input: { number: number; reason: string }): Promise<ApprovedDefinition> {
  require(actor, 'definition.approve')
  if (actor.kind === 'system' || (actor.kind === 'token' && !actor.bootstrap)) throw new AppError('forbidden', 'A definition is approved by a person, signed in; tokens never approve. Nothing was changed.')
  return change(async (tx) => {
    const server = await lockServer(tx, actor, slug, 'definition.approve')
    const tool = await tx.tool.findUnique({ where: { serverId_name: { serverId: server.id, name: toolName } }, include: { versions: { orderBy: { number: 'desc' }, take: 1 } } })
    if (tool === null) throw notFound('tool')
    const newest = tool.versions[0]
    if (newest === undefined || input.number > newest.number) throw notFound('version')
    if (input.number < newest.number) throw new AppError('stale_version', `The newest version of ${toolName} is ${newest.number}, not ${input.number}. Nothing was approved; look at the newest one.`)
    const grants = (await standingGrants(tx, ctx, server.id)).filter((grant) => admits(grant, toolName))
    await assertMayAccept(tx, ctx, actor, server, tool, newest.definition)
    const there = new Set((await tx.grantDefinition.findMany({ where: { toolName, hash: newest.hash, grantId: { in: grants.map((grant) => grant.id) } }, select: { grantId: true } })).map((one) => one.grantId))
    const missing = grants.filter((grant) => !there.has(grant.id))
    await bind(tx, ctx, bindingsOf(missing, [{ name: toolName, hash: newest.hash, number: newest.number }]), actor.id)
    const released = await closeDefinitionHolds(tx, ctx, actor, grants, toolName, input.reason)
    const approved = tool.approvedHash === newest.hash && tool.approvedNumber === newest.number
    if (!approved) await markApproved(tx, ctx, tool.id, newest, actor.id)
    const answer = { tool: toolView(await tx.tool.findUniqueOrThrow({ where: { id: tool.id }, include: TOOL_INCLUDE })), released: released.length, bound: missing.length }
    if (approved && missing.length + released.length === 0) return answer
    await declare(tx, ctx, actor, { reason: `Version ${newest.number} of tool ${toolName} of ${slug} approved` })
    await record(tx, ctx, {
      actor, action: 'tool.definition_approved', object: { kind: 'tool', id: tool.id, name: `${slug}/${toolName}` },
      detail: { reason: input.reason, before: tool.approvedNumber, after: newest.number, hash: newest.hash, released, bound: missing.map((grant) => grant.id) },
    })
    return answer
  })
}

type Known = { id: string; serverId: string; name: string; approvedHash: string | null }

async function assertMayAccept(tx: Tx, ctx: Ctx, actor: Actor, server: LockedServer, tool: Known, newest: unknown): Promise<void> {
  // Definitions are stored as they were checked: objects with the members of one.
  const reliedOn = (await definitionsReliedOn([tool], ctx.now, tx)).get(tool.id) ?? []
  const step = definitionStep(reliedOn.map((one) => one.definition), newest as ToolDefinition)
  if (mayAcceptDefinition(step, { isReviewer: actor.roles.includes('security_reviewer'), ownsIt: ownsInPerson(actor, server) })) return
  throw new AppError('forbidden', step.approver === 'owner'
    ? `The server's owner, backup owner or a security reviewer accepts this definition of ${tool.name}. Nothing was approved.`
    : `This definition of ${tool.name} ${step.kind === 'added' ? 'is the first that anybody would rely on' : 'accepts or claims more than what people rely on'}: a security reviewer accepts it. Nothing was approved.`)
}
