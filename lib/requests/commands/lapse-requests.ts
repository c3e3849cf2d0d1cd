import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { enqueue } from '@/lib/notify/enqueue'
import { toRequester } from '@/lib/requests/messages'
import { readRequest, recordRequest } from './write'

/** So many are written down in one transaction. */
const BATCH = 50

/**
 * Writes down which requests have lapsed, and tells whoever asked. Nothing hangs on it: a request that is over by its time has lapsed
 * for everybody already (`stateAt`). Idempotent; answers how many there were.
 */
export async function lapseRequests(ctx: Ctx): Promise<number> {
  let total = 0
  for (;;) {
    const done = await lapseBatch(ctx)
    total += done
    if (done < BATCH) return total
  }
}

async function lapseBatch(ctx: Ctx): Promise<number> {
  return transaction(async (tx) => {
    const over = await tx.$queryRaw<{ id: string; lapses_at: Date }[]>`
      SELECT id, lapses_at FROM grant_request WHERE state = 'pending' AND kind <> 'break_glass' AND lapses_at <= ${ctx.now} ORDER BY lapses_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`
    const views = []
    for (const { id, lapses_at: closedAt } of over) {
      await tx.grantRequest.update({ where: { id }, data: { state: 'lapsed', closedAt, closedBy: 'system', updatedAt: ctx.now } })
      views.push(await readRequest(tx, ctx, id))
    }
    await enqueue(tx, ctx, views.map((view) => toRequester(view, 'lapsed', String(view.round))))
    for (const view of views) await recordRequest(tx, ctx, SYSTEM, 'lapsed', view, { lapsesAt: view.lapsesAt })
    return over.length
  })
}
