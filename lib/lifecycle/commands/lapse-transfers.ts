import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { partOf } from '@/lib/lifecycle/transfer'
import { record } from '@/lib/trail/record'
import { closeTransferIn } from './answer-transfer'
import { placeOf } from './ask-transfer'
import { lockHolder } from './lock-holder'

/** Lapses transfers that nobody answered in time, and those that cannot come about any more. Returns how many. */
export async function lapseTransfers(makeCtx: () => Ctx, failed: (error: unknown) => void): Promise<number> {
  const { now } = makeCtx()
  const waiting = await db().ownershipTransfer.findMany({ where: { state: 'waiting' }, select: { id: true, holderKind: true, holderId: true, lapsesAt: true, fromId: true, toId: true, part: true }, orderBy: { id: 'asc' } })
  if (waiting.length === 0) return 0
  const there = new Set((await db().person.findMany({ where: { id: { in: waiting.map((row) => row.toId) }, active: true }, select: { id: true } })).map(({ id }) => id))
  const places = await holdersNow(waiting.map((row) => row.holderId))
  let lapsed = 0
  for (const row of waiting) {
    const place = places.get(`${row.holderId} ${row.part}`)
    const why = row.lapsesAt <= now ? 'Nobody answered in time.' : !there.has(row.toId) ? 'Whoever was to have it has left.' : place === undefined || (row.fromId !== null && place !== row.fromId) ? 'It is somebody else’s by now, or it has ended.' : null
    if (why === null) continue
    try {
      lapsed += await lapse(makeCtx(), row.id, why)
    } catch (error) {
      failed(error)
    }
  }
  return lapsed
}

/** Who has each place, by holder and part; what has ended has none. */
async function holdersNow(ids: readonly string[]): Promise<Map<string, string | null>> {
  const [servers, agents] = await Promise.all([
    db().server.findMany({ where: { id: { in: [...ids] }, revokedAt: null, lifecycle: { notIn: ['retired', 'rejected'] } }, select: { id: true, ownerId: true, backupOwnerId: true } }),
    db().agent.findMany({ where: { id: { in: [...ids] }, active: true }, select: { id: true, sponsorId: true } }),
  ])
  return new Map([...servers.flatMap((row): [string, string | null][] => [[`${row.id} owner`, row.ownerId], [`${row.id} backup`, row.backupOwnerId]]), ...agents.map((row): [string, string] => [`${row.id} sponsor`, row.sponsorId])])
}

async function lapse(ctx: Ctx, id: string, why: string): Promise<number> {
  return transaction(async (tx) => {
    const seen = await tx.ownershipTransfer.findUniqueOrThrow({ where: { id } })
    const holder = await lockHolder(tx, SYSTEM, seen.holderKind === 'agent' ? 'agent' : 'server', seen.holderId)
    await tx.$queryRaw`SELECT id FROM ownership_transfer WHERE id = ${id} FOR UPDATE`
    const row = await tx.ownershipTransfer.findUniqueOrThrow({ where: { id } })
    if (row.state !== 'waiting') return 0
    const place = placeOf(holder, partOf(holder.kind, row.part))
    const isOver = row.lapsesAt <= ctx.now || (row.fromId !== null && place?.id !== row.fromId) || !holder.inService || (await tx.person.count({ where: { id: row.toId, active: true } })) === 0
    if (!isOver) return 0
    await closeTransferIn(tx, ctx, SYSTEM, row, holder, 'lapsed', why)
    await record(tx, ctx, { actor: SYSTEM, action: 'ownership.transfer_lapsed', object: { kind: holder.kind, id: holder.id, name: holder.name }, detail: { transfer: id, part: row.part, why } })
    return 1
  })
}
