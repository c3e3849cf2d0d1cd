import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { env } from '@/lib/env'
import { CAEP } from './event-types'

/** `sub_id` of a token: whom it is about (RFC 9493). */
export type SignalSubject =
  | { format: 'email'; email: string }
  | { format: 'iss_sub'; iss: string; sub: string }
  | { format: 'uri'; uri: string }
  | { format: 'opaque'; id: string }
  | { format: 'complex'; user?: SignalSubject; device?: SignalSubject; session?: SignalSubject; application?: SignalSubject }

export type Signal = {
  /** Written once for what it tells of, such as `off_…:session-revoked:per_…`. */
  key: string
  /** The last segment of the CAEP event's URI. */
  type: 'session-revoked' | 'credential-change' | 'token-claims-change'
  subject: SignalSubject
  /** Beside `event_timestamp`, which is the time of `ctx`: initiating_entity, reason_admin {en}, credential_type, change_type, … (CAEP 1.0). */
  event: Record<string, unknown>
  object: { kind: string; id: string; name: string }
}

/** On which the jobs listen, so that a token goes out when the transaction that wrote it has come through. */
export const SIGNALS_CHANNEL = 'bailiwick_signals'

/** Writes Security Event Tokens in the transaction of what they tell of; the jobs push them. Nothing is written where no receiver is set. */
export async function emitSignals(tx: Tx, ctx: Ctx, signals: readonly Signal[]): Promise<void> {
  if (signals.length === 0 || env().signals === null) return
  const written = await tx.securityEvent.createMany({
    data: signals.map(({ key, type, subject, event, object }) => ({
      id: ctx.id('securityEvent'), type: `${CAEP}${type}`, subject: subject as Prisma.InputJsonObject, event: { ...event, event_timestamp: Math.floor(ctx.now.getTime() / 1000) } as Prisma.InputJsonObject,
      objectKind: object.kind, objectId: object.id, objectName: object.name, key, createdAt: ctx.now, nextTryAt: ctx.now,
    })),
    skipDuplicates: true,
  })
  if (written.count > 0) await tx.$executeRaw`SELECT pg_notify(${SIGNALS_CHANNEL}, '')`
}
