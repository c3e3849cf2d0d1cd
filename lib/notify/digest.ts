import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { enqueue } from './enqueue'

const DIGEST_LOCK = 7_410_020
/** UTC. */
const DIGEST_HOUR = 7

/** One person's digest of a day. `told`: what it tells of that must not be told again. */
export type Digest = { personId: string; subject: string; text: string; path: string; told?: readonly string[] }

/** The day whose digest is due at `now`: it begins at 07:00 UTC, so that before that hour yesterday's is still the one to catch up with. */
export function digestDay(now: Date): string {
  return new Date(now.getTime() - DIGEST_HOUR * 3_600_000).toISOString().slice(0, 10)
}

/** What of `keys` has been told. */
export async function toldOf(keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  return new Set((await rows<{ key: string }>('SELECT key FROM told WHERE key = ANY($1)', [[...keys]])).map(({ key }) => key))
}

/**
 * Writes a day's digests, once: whoever comes second that day, in whatever process, writes nothing, and what a digest tells of is told
 * in the same transaction. Returns how many were written; null = the day had had its digests.
 */
export async function writeDigests(ctx: Ctx, kind: string, compose: () => Promise<readonly Digest[]>): Promise<number | null> {
  const day = digestDay(ctx.now)
  const marker = `${kind}:${day}`
  if (await db().told.findUnique({ where: { key: marker } }) !== null) return null
  const digests = await compose()
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${DIGEST_LOCK})`
    if (await tx.told.findUnique({ where: { key: marker } }) !== null) return null
    await tx.told.createMany({ data: [...new Set([marker, ...digests.flatMap((one) => one.told ?? [])])].map((key) => ({ key, at: ctx.now })), skipDuplicates: true })
    await enqueue(tx, ctx, digests.map(({ personId, subject, text, path }) => ({ key: `${marker}:${personId}`, kind, recipientId: personId, subject, text, path })))
    return digests.length
  })
}
