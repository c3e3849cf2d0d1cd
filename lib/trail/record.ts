import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { chainHash, GENESIS } from './chain'

export type TrailInput = {
  actor: Actor
  /** room.verb, such as `server.registered`. */
  action: string
  object: { kind: string; id: string; name: string }
  /** What changed, without secrets: usually {before?, after?, reason?}. */
  detail?: Record<string, unknown>
}

// Chosen once; every writer of the trail takes it, last of all locks, so that entries are numbered in commit order.
const TRAIL_LOCK = 7_410_001

/**
 * Appends to the trail in the caller's transaction: the entry commits with the change, and a failed entry fails the change.
 * Call it last, because it takes the chain's lock until commit.
 */
export async function record(tx: Tx, ctx: Ctx, input: TrailInput): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${TRAIL_LOCK})`
  const last = await tx.trailEntry.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } })
  const seq = (last?.seq ?? 0n) + 1n
  const prevHash = new Uint8Array(last?.hash ?? GENESIS)
  // Through JSON once, so that what is hashed is exactly what the database gives back.
  const detail = JSON.parse(JSON.stringify(input.detail ?? {})) as Prisma.InputJsonObject
  const entry = {
    id: ctx.id('trail'), actorKind: input.actor.kind, actorId: input.actor.id, actorName: input.actor.name, action: input.action,
    objectKind: input.object.kind, objectId: input.object.id, objectName: input.object.name, detail,
  }
  const hash = chainHash(prevHash, { ...entry, seq: Number(seq), at: ctx.now.toISOString() })
  await tx.trailEntry.create({ data: { ...entry, seq, at: ctx.now, prevHash, hash } })
}
