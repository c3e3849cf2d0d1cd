import { type Actor, require } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { DELIVERY_STATES, type DeliveryState, deliveryState } from '@/lib/notify/outcome'

/** One message as the screen lists it. */
export type DeliveryRow = {
  id: string
  channel: 'email' | 'webhook'
  /** Null = the channel that everybody reads. */
  recipient: { id: string; name: string; email: string } | null
  kind: string
  subject: string
  path: string
  state: DeliveryState
  attempts: number
  createdAt: string
  /** When it was sent, failed, or is tried next. */
  at: string | null
  /** What the last attempt ended with, unless it was sent. */
  error: string | null
}

export type DeliveryLog = { counts: Record<DeliveryState, number>; rows: DeliveryRow[] }

const SHOWN = 50

const STATE: Record<DeliveryState, Prisma.NotificationWhereInput> = {
  due: { sentAt: null, failedAt: null }, sent: { sentAt: { not: null } }, failed: { sentAt: null, failedAt: { not: null }, attempts: { gt: 0 } }, not_sent: { sentAt: null, failedAt: { not: null }, attempts: 0 },
}

/** The state that an address asks for; null = all. */
export function deliveryStateIn(text: string | null): DeliveryState | null {
  return DELIVERY_STATES.find((one) => one === text) ?? null
}

/** How many messages of the last 30 days are in each state, and the newest of one state or of all. Administrators only. */
export async function deliveryLog(actor: Actor, state: DeliveryState | null): Promise<DeliveryLog> {
  require(actor, 'notify.read')
  const count = (one: DeliveryState): Promise<number> => db().notification.count({ where: STATE[one] })
  const [due, sent, failed, notSent, found] = await Promise.all([
    count('due'), count('sent'), count('failed'), count('not_sent'),
    db().notification.findMany({ where: state === null ? {} : STATE[state], orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: SHOWN }),
  ])
  const people = await db().person.findMany({ where: { id: { in: found.flatMap((row) => row.recipientId ?? []) } }, select: { id: true, name: true, email: true } })
  const person = new Map(people.map((one) => [one.id, one]))
  const rows = found.map((row): DeliveryRow => ({
    id: row.id, channel: row.channel === 'webhook' ? 'webhook' : 'email', recipient: person.get(row.recipientId ?? '') ?? null, kind: row.kind, subject: row.subject, path: row.path,
    state: deliveryState(row), attempts: row.attempts, createdAt: row.createdAt.toISOString(), at: (row.sentAt ?? row.failedAt ?? row.nextTryAt)?.toISOString() ?? null, error: row.lastError,
  }))
  return { counts: { due, sent, failed, not_sent: notSent }, rows }
}
