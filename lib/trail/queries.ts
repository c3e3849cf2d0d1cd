import { type Actor, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { chainHash, GENESIS } from './chain'

export type TrailRow = {
  seq: number
  id: string
  at: string
  actor: { kind: string; id: string; name: string }
  action: string
  object: { kind: string; id: string; name: string }
  detail: unknown
  hash: string
}

export type TrailFilter = { actor?: string; action?: string; object?: string; before?: number; limit: number }

/** Newest first; `before` is the sequence number that ended the page before. */
export async function listTrail(actor: Actor, filter: TrailFilter): Promise<TrailRow[]> {
  require(actor, 'trail.read')
  const found = await db().trailEntry.findMany({
    where: {
      ...(filter.before === undefined ? {} : { seq: { lt: BigInt(filter.before) } }),
      ...(filter.actor === undefined ? {} : { actorId: filter.actor }),
      ...(filter.action === undefined ? {} : { action: { startsWith: filter.action } }),
      ...(filter.object === undefined ? {} : { objectId: filter.object }),
    },
    orderBy: { seq: 'desc' },
    take: filter.limit,
  })
  return found.map((row) => ({
    seq: Number(row.seq), id: row.id, at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName }, action: row.action,
    object: { kind: row.objectKind, id: row.objectId, name: row.objectName }, detail: row.detail,
    hash: Buffer.from(row.hash).toString('hex'),
  }))
}

export type TrailVerification = {
  ok: boolean
  /** Entries recomputed. */
  entries: number
  head: string | null
  /** The first entry whose number, link or content does not fit. */
  brokenAt: number | null
  reason: string | null
}

/** Recomputes the whole chain, a thousand entries at a time. */
export async function verifyTrail(actor: Actor): Promise<TrailVerification> {
  require(actor, 'trail.read')
  let previous: Uint8Array = GENESIS
  let expected = 1n
  for (;;) {
    const page = await db().trailEntry.findMany({ where: { seq: { gte: expected } }, orderBy: { seq: 'asc' }, take: 1000 })
    for (const row of page) {
      const reason = fault(row, previous, expected)
      if (reason !== null) return { ok: false, entries: Number(expected) - 1, head: hex(previous), brokenAt: Number(expected), reason }
      previous = row.hash
      expected += 1n
    }
    if (page.length < 1000) break
  }
  const entries = Number(expected) - 1
  return { ok: true, entries, head: entries === 0 ? null : hex(previous), brokenAt: null, reason: null }
}

type StoredEntry = Awaited<ReturnType<ReturnType<typeof db>['trailEntry']['findMany']>>[number]

function fault(row: StoredEntry, previous: Uint8Array, expected: bigint): string | null {
  if (row.seq !== expected) return `Entry ${expected} is missing.`
  if (hex(row.prevHash) !== hex(previous)) return 'The link to the entry before does not fit.'
  const { seq, at, prevHash: _prevHash, hash, ...entry } = row
  if (hex(chainHash(previous, { ...entry, seq: Number(seq), at: at.toISOString() })) !== hex(hash)) return 'The content does not fit its hash.'
  return null
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
