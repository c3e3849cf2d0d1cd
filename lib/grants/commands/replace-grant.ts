import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { admits } from '@/lib/grants/definition-binding'
import type { StoredGrant } from '@/lib/grants/grant-view'
import { carriedHold } from '@/lib/grants/narrowing'
import type { NarrowTarget } from '@/lib/grants/narrow-model'

/** What of one replacement differs from the grant besides its target; the caller has made sure that it is less. */
export type RowChange = Partial<{ validFrom: Date; validUntil: Date | null; mode: 'direct' | 'task'; reauthorise: boolean; agentId: string | null; clientId: string | null; humanRule: StoredGrant['humanRule']; personId: string | null; teamId: string | null }>

/** What comes in place of a grant. What is not said here stays as it was. */
export type Replacement = {
  targets: readonly (NarrowTarget & { change?: RowChange })[]
  validUntil: Date | null
  reason: string
  /** By an approval of the grant as a whole: its request and time, and whom and how it narrowed. */
  confirmed?: { requestId: string; mode: 'direct' | 'task'; reauthorise: boolean; agentId: string | null; clientId: string | null; humanRule: StoredGrant['humanRule']; personId: string | null; teamId: string | null }
}

/** The grant's row and its server's, locked against an end, a hold, or a listing of their own. */
export async function lockGrant(tx: Tx, grant: { id: string; server: { id: string } }): Promise<void> {
  await tx.$queryRaw`SELECT id FROM server WHERE id = ${grant.server.id} FOR SHARE`
  await tx.$queryRaw`SELECT id FROM "grant" WHERE id = ${grant.id} FOR UPDATE`
}

/**
 * Ends a grant now and puts narrower ones in its place, in the caller's transaction, which has locked it and declares. What was
 * bound stays bound as it was, not to the definitions of now; what rests goes on resting.
 */
export async function replaceGrant(tx: Tx, ctx: Ctx, actor: Actor, grant: StoredGrant, replacement: Replacement): Promise<string[]> {
  const { confirmed } = replacement
  const rows = replacement.targets.map((target) => ({ id: ctx.id('grant'), target }))
  const { server, agent, client, person, team, holds, externalId: _, revokedAt: _at, revokedBy: _by, revokeReason: _reason, ...kept } = grant
  await tx.grant.createMany({
    data: rows.map(({ id, target }) => ({
      ...kept, serverId: server.id, agentId: agent?.id ?? null, clientId: client?.id ?? null, personId: person?.id ?? null, teamId: team?.id ?? null,
      id, targetKind: target.kind, target: target.name, access: target.access, scope: [...target.scope], narrowsId: grant.id,
      validFrom: grant.validFrom > ctx.now ? grant.validFrom : ctx.now, validUntil: replacement.validUntil, createdBy: actor.id, createdAt: ctx.now,
      ...target.change, ...(confirmed === undefined ? {} : { ...confirmed, confirmedAt: ctx.now }),
    })),
  })
  const bindings = await tx.grantDefinition.findMany({ where: { grantId: grant.id } })
  await tx.grantDefinition.createMany({
    data: rows.flatMap(({ id, target }) => (target.kind === 'tool' ? bindings.filter((binding) => admits({ id, target: target.name }, binding.toolName)).map((binding) => ({ ...binding, grantId: id })) : [])),
  })
  const open = holds.filter((hold) => hold.closedAt === null || hold.closedAt > ctx.now)
  await tx.grantHold.createMany({
    data: rows.flatMap(({ id, target }) => open.flatMap((hold) => {
      const carried = carriedHold(hold, target.name)
      return carried === undefined ? [] : [{ ...hold, ...carried, id: ctx.id('hold'), grantId: id }]
    })),
  })
  await tx.grant.update({ where: { id: grant.id }, data: { revokedAt: ctx.now, revokedBy: actor.id, revokeReason: replacement.reason } })
  return rows.map((row) => row.id)
}
