import { z } from 'zod'
import { type Actor, require } from '@/lib/auth/actor'
import { decodeCursor, type Page, pageOf } from '@/lib/boundary/page'
import { db, type Prisma } from '@/lib/db/client'
import { eventName } from '@/lib/signals/event-types'

export const SIGNAL_STATES = ['failed', 'due', 'sent'] as const
export type SignalState = (typeof SIGNAL_STATES)[number]

/** A Security Event Token as it is listed: what it says, about what, and what became of it. */
export type SecurityEventView = {
  id: string; type: string; /** The last segment of its URI. */ name: string; subject: unknown; event: unknown; object: { kind: string; id: string; name: string }
  state: SignalState; attempts: number; createdAt: string
  /** When it was sent, given up, or is tried next. */
  at: string | null
  /** What the last attempt ended with, unless it was sent. */
  error: string | null
}

/** What came from the identity provider, and what it led to. */
export type ReceivedView = { jti: string; issuer: string; names: string[]; person: { id: string; name: string } | null; receivedAt: string; outcome: string }

const WHERE: Record<SignalState, Prisma.SecurityEventWhereInput> = { failed: { failedAt: { not: null } }, due: { sentAt: null, failedAt: null }, sent: { sentAt: { not: null } } }
const position = z.tuple([z.iso.datetime(), z.string()])

/** Tokens that were written, the newest first, a page at a time. Administrators only. */
export async function listSecurityEvents(actor: Actor, filter: { state?: SignalState | undefined }, page: { limit: number; cursor?: string | undefined }): Promise<Page<SecurityEventView>> {
  require(actor, 'notify.read')
  const after = decodeCursor(page.cursor, position)
  const beyond: Prisma.SecurityEventWhereInput = after === null ? {} : { OR: [{ createdAt: { lt: new Date(after[0]) } }, { createdAt: new Date(after[0]), id: { lt: after[1] } }] }
  const found = await db().securityEvent.findMany({ where: { AND: [filter.state === undefined ? {} : WHERE[filter.state], beyond] }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: page.limit + 1 })
  return pageOf(found, page.limit, viewOf, (row) => [row.createdAt.toISOString(), row.id])
}

function viewOf(row: Prisma.SecurityEventGetPayload<object>): SecurityEventView {
  return {
    id: row.id, type: row.type, name: eventName(row.type), subject: row.subject, event: row.event, object: { kind: row.objectKind, id: row.objectId, name: row.objectName },
    state: row.sentAt !== null ? 'sent' : row.failedAt !== null ? 'failed' : 'due', attempts: row.attempts, createdAt: row.createdAt.toISOString(),
    at: (row.sentAt ?? row.failedAt ?? row.nextTryAt)?.toISOString() ?? null, error: row.lastError,
  }
}

export type SignalsScreen = { counts: Record<SignalState, number>; page: Page<SecurityEventView>; received: ReceivedView[]; receivedCount: number }

const SHOWN = 50
const RECEIVED_SHOWN = 20

/** What was told to others and what was heard, for administrators. */
export async function signalsScreen(actor: Actor, state: SignalState | null, cursor: string | undefined): Promise<SignalsScreen> {
  require(actor, 'notify.read')
  const count = (one: SignalState): Promise<number> => db().securityEvent.count({ where: WHERE[one] })
  const [failed, due, sent, page, received, receivedCount] = await Promise.all([
    count('failed'), count('due'), count('sent'), listSecurityEvents(actor, { state: state ?? undefined }, { limit: SHOWN, cursor }),
    db().receivedSignal.findMany({ orderBy: [{ receivedAt: 'desc' }, { jti: 'desc' }], take: RECEIVED_SHOWN }), db().receivedSignal.count(),
  ])
  const people = await db().person.findMany({ where: { id: { in: received.flatMap((row) => row.personId ?? []) } }, select: { id: true, name: true } })
  return {
    counts: { failed, due, sent }, page, receivedCount,
    received: received.map((row) => ({ jti: row.jti, issuer: row.issuer, names: row.type.split(' ').map(eventName), person: people.find((one) => one.id === row.personId) ?? null, receivedAt: row.receivedAt.toISOString(), outcome: row.outcome })),
  }
}

/** The state that an address asks for; null = all. */
export function signalStateIn(text: string | null): SignalState | null {
  return SIGNAL_STATES.find((one) => one === text) ?? null
}
