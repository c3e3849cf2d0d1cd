import { z } from 'zod'
import { emailSchema } from '@/lib/people/model'
import { reasonSchema } from '@/lib/registry/server-input'
import { DAY_MS, HOLDER_KINDS, type HolderKind } from './model'

export const PARTS = ['owner', 'backup', 'sponsor'] as const
export type Part = (typeof PARTS)[number]
export const TRANSFER_STATES = ['waiting', 'done', 'declined', 'withdrawn', 'lapsed'] as const
export type TransferState = (typeof TRANSFER_STATES)[number]

/** After this nobody has answered. */
export const LAPSE_MS = 14 * DAY_MS
/** After this whoever has it has not answered, and a security reviewer may agree in their place. */
export const UNRESPONSIVE_MS = 7 * DAY_MS

export const PART_WORDS: Record<Part, string> = { owner: 'owner', backup: 'backup owner', sponsor: 'sponsor' }

/** Of a server `owner` or `backup`, of an agent `sponsor`. `subject`: slug or id. `toEmail` left out: to oneself. */
export const askTransferSchema = z.strictObject({ kind: z.enum(HOLDER_KINDS), subject: z.string().trim().min(1).max(400), part: z.enum(PARTS), toEmail: emailSchema.optional(), reason: reasonSchema })
  .refine(({ kind, part }) => (kind === 'agent') === (part === 'sponsor'), { path: ['part'], message: 'is sponsor of an agent, owner or backup of a server' })
export type AskTransfer = z.output<typeof askTransferSchema>
export const transferReasonSchema = z.strictObject({ reason: reasonSchema })
/** `reason` is needed where a security reviewer agrees in somebody's place. */
export const acceptTransferSchema = z.strictObject({ reason: reasonSchema.optional() })

/** What a transfer is about, as far as who may do what hangs on it. Times in milliseconds. */
export type TransferFact = { fromId: string | null; toId: string; askedBy: string; askedAt: number; fromAgreed: boolean; toAgreed: boolean; state: TransferState; lapsesAt: number
  /** The present owner, backup owner or sponsor is there; of a vacant place false. */
  fromActive: boolean
  /** Who decides beside the present holder of the place: of a backup owner's place the owner. */
  alsoFrom: string | null }

/** Who asks: in person, or not at all. */
export type Somebody = { personId: string; isReviewer: boolean }

export type Sides = { from: boolean; to: boolean }

/** For which sides somebody speaks of themselves. */
export function sidesOf(fact: Pick<TransferFact, 'fromId' | 'toId' | 'alsoFrom'>, who: Somebody): Sides {
  return { from: who.personId === fact.fromId || who.personId === fact.alsoFrom, to: who.personId === fact.toId }
}

export type AskAnswer = { ok: true; sides: Sides } | { ok: false; reason: string }

/** May somebody ask for it? The one who has it, the one who wants it, or a security reviewer where the present one is gone or does not answer. */
export function judgeAsk(fact: Pick<TransferFact, 'fromId' | 'toId' | 'alsoFrom' | 'fromActive'>, who: Somebody): AskAnswer {
  if (fact.fromId === fact.toId) return { ok: false, reason: 'They have it already' }
  const sides = sidesOf(fact, who)
  if (sides.from || sides.to || who.isReviewer) return { ok: true, sides: { ...sides, from: sides.from || (!fact.fromActive && who.isReviewer) } }
  return { ok: false, reason: 'It is asked for by whoever has it, by whoever wants it, or by a security reviewer' }
}

export type AgreeAnswer = { ok: true; sides: Sides; instead: boolean } | { ok: false; reason: string }

/**
 * For which sides does this agreement count? Nobody takes something over for somebody else. A security reviewer speaks for whoever has
 * it only when they are gone, or have not answered for a week, and not to give it to themselves alone.
 */
export function judgeAgree(fact: TransferFact, who: Somebody, now: number): AgreeAnswer {
  if (fact.state !== 'waiting') return { ok: false, reason: `The transfer is ${fact.state}` }
  if (fact.lapsesAt <= now) return { ok: false, reason: 'The transfer has lapsed' }
  const own = sidesOf(fact, who)
  const sides = { from: own.from && !fact.fromAgreed, to: own.to && !fact.toAgreed }
  if (sides.from || sides.to) return { ok: true, sides, instead: false }
  if (!who.isReviewer || own.to || fact.fromAgreed) return { ok: false, reason: own.from || own.to ? 'You have agreed already; it waits for the other side' : 'It waits for whoever has it and whoever is to have it' }
  if (fact.fromActive && now - fact.askedAt < UNRESPONSIVE_MS) return { ok: false, reason: 'Whoever has it has a week to answer; then a security reviewer may agree in their place' }
  return { ok: true, sides: { from: true, to: false }, instead: true }
}

/** May somebody say no: either side, for themselves. */
export function mayDecline(fact: TransferFact, who: Somebody): boolean {
  const sides = sidesOf(fact, who)
  return fact.state === 'waiting' && who.personId !== fact.askedBy && (sides.from || sides.to)
}

/** May somebody take it back: whoever asked, and a security reviewer. */
export function mayWithdraw(fact: TransferFact, who: Somebody): boolean {
  return fact.state === 'waiting' && (who.personId === fact.askedBy || who.isReviewer)
}

export function partOf(kind: HolderKind, part: string): Part {
  return kind === 'agent' ? 'sponsor' : part === 'backup' ? 'backup' : 'owner'
}
