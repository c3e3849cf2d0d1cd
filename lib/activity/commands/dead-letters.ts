import { z } from 'zod'
import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { record } from '@/lib/trail/record'
import { findAdapter } from '@/lib/activity/formats/adapters'
import { findSourceById } from '@/lib/activity/queries/find-source'
import { prepareAll } from './ingest'
import { enqueue } from './queue'

export const chosenLetters = z.strictObject({
  ids: z.array(z.string().max(100)).min(1).max(10_000).optional(),
  source: z.string().min(1).max(512).optional(),
  code: z.string().min(1).max(100).optional(),
})
export type ChosenLetters = z.output<typeof chosenLetters>

/** Records tried in one go; the rest on the next call. */
const AT_ONCE = 10_000

export type Retried = { examined: number; accepted: number; duplicates: number; rejected: number; remaining: number }

type Chosen = { id: string; sourceId: string; format: string; body: string }

async function choose(chosen: ChosenLetters): Promise<{ letters: Chosen[]; total: number }> {
  const where = {
    status: 'open' as const,
    ...(chosen.ids === undefined ? {} : { id: { in: chosen.ids } }),
    ...(chosen.source === undefined ? {} : { source: { OR: [{ name: chosen.source }, { id: chosen.source }] } }),
    ...(chosen.code === undefined ? {} : { code: chosen.code }),
  }
  const [letters, total] = await Promise.all([
    db().deadLetter.findMany({ where, orderBy: { id: 'asc' }, take: AT_ONCE, select: { id: true, sourceId: true, format: true, body: true } }),
    db().deadLetter.count({ where }),
  ])
  return { letters, total }
}

/**
 * Puts open dead letters through the same way again, with today's adapters and settings. What is now stored (or turns out to be
 * stored already) moves from the source's rejected to its accepted or duplicate count, so the three still add up to received.
 * Where nothing is named, all open ones are meant: what fails again only stays.
 */
export async function retryDeadLetters(actor: Actor, ctx: Ctx, chosen: ChosenLetters): Promise<Retried> {
  require(actor, 'activity.parameters')
  const { letters, total } = await choose(chosen)
  const sum: Retried = { examined: letters.length, accepted: 0, duplicates: 0, rejected: 0, remaining: total - letters.length }
  const groups = Map.groupBy(letters, (letter) => `${letter.sourceId} ${letter.format}`)
  for (const group of groups.values()) {
    const result = await retryGroup(ctx, group)
    sum.accepted += result.accepted
    sum.duplicates += result.duplicates
    sum.rejected += result.rejected
  }
  await transaction((tx) => record(tx, ctx, { actor, action: 'dead_letters.retried', object: { kind: 'dead_letters', id: 'dead_letters', name: 'Dead letters' }, detail: { chosen: shown(chosen), ...sum } }))
  return sum
}

async function retryGroup(ctx: Ctx, group: readonly Chosen[]): Promise<{ accepted: number; duplicates: number; rejected: number }> {
  const [first] = group
  const source = first === undefined ? null : await findSourceById(first.sourceId)
  const adapter = first === undefined ? null : findAdapter(first.format)
  if (first === undefined || source === null || adapter === null) throw new AppError('conflict', 'The source or format of these records is gone. Nothing was changed.')
  const prepared = await prepareAll(ctx, source, adapter, group.map(({ body }, index) => ({ index, text: body })))
  const retryOf = new Map(group.map(({ id }, index) => [index, id]))
  return (await enqueue({ ctx, source, format: first.format, received: group.length, ...prepared, retryOf })).result
}

/** Closes the named open dead letters for good, with a trail entry; they no longer stand for a gap in the evidence. */
export async function discardDeadLetters(actor: Actor, ctx: Ctx, chosen: ChosenLetters): Promise<{ discarded: number; remaining: number }> {
  require(actor, 'activity.parameters')
  if (chosen.ids === undefined && chosen.source === undefined && chosen.code === undefined) throw invalid('ids', 'Say which records: by ids, source or code. Nothing was changed.')
  const { letters, total } = await choose(chosen)
  return transaction(async (tx) => {
    const { count } = await tx.deadLetter.updateMany({ where: { id: { in: letters.map(({ id }) => id) }, status: 'open' }, data: { status: 'discarded', closedAt: ctx.now } })
    await record(tx, ctx, { actor, action: 'dead_letters.discarded', object: { kind: 'dead_letters', id: 'dead_letters', name: 'Dead letters' }, detail: { chosen: shown(chosen), discarded: count } })
    return { discarded: count, remaining: total - letters.length }
  })
}

function shown(chosen: ChosenLetters): Record<string, unknown> {
  return { ...chosen, ...(chosen.ids === undefined ? {} : { ids: chosen.ids.slice(0, 100), count: chosen.ids.length }) }
}
