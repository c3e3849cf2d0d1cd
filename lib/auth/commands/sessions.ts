import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { record } from '@/lib/trail/record'

/** Ends one of one's own sessions, or all of them (`null`), at once. */
export async function endSessions(actor: Actor, ctx: Ctx, sessionId: string | null): Promise<void> {
  await transaction(async (tx) => {
    const ended = await tx.session.updateMany({
      where: { personId: actor.personId ?? '', revokedAt: null, ...(sessionId === null ? {} : { id: sessionId }) }, data: { revokedAt: ctx.now },
    })
    if (ended.count === 0) {
      if (sessionId !== null) throw notFound('session')
      return
    }
    await record(tx, ctx, { actor, action: 'session.ended', object: { kind: 'person', id: actor.personId ?? actor.id, name: actor.name }, detail: { sessions: ended.count } })
  })
}
