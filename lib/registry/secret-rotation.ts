import { z } from 'zod'
import type { Lifecycle } from './model'

const DAY_MS = 86_400_000

/** How long before its day a rotation counts as due soon. */
export const DUE_SOON_DAYS = 14

/** How a secret stands to its period. `ended`: its server is not in service, so nothing is due. */
export const ROTATION_STATES = ['overdue', 'due_soon', 'in_time', 'no_period', 'ended'] as const
export type RotationState = (typeof ROTATION_STATES)[number]

/** What decides when a secret is due. Times in milliseconds. */
export type RotationFact = {
  everyDays: number | null
  /** Null = never, as far as is known. */
  rotatedAt: number | null
  /** When its server was let in; null = never. */
  registeredAt: number | null
  inService: boolean
}

/** The states in which a server's secrets open something. */
export const SECRETS_COUNT: ReadonlySet<Lifecycle> = new Set(['active', 'pilot', 'quarantined', 'offboarding'])

/** When the next rotation is due: the period after the last one, or after registration where there was none; null = no day can be said. */
export function rotationDue(fact: Pick<RotationFact, 'everyDays' | 'rotatedAt' | 'registeredAt'>): number | null {
  const since = fact.rotatedAt ?? fact.registeredAt
  return fact.everyDays === null || since === null ? null : since + fact.everyDays * DAY_MS
}

/** Overdue from the very instant on which it is due. */
export function rotationState(fact: RotationFact, now: number): RotationState {
  if (!fact.inService) return 'ended'
  if (fact.everyDays === null) return 'no_period'
  const due = rotationDue(fact)
  if (due === null || due > now + DUE_SOON_DAYS * DAY_MS) return 'in_time'
  return due <= now ? 'overdue' : 'due_soon'
}

/** Clocks of other machines may be this far ahead; what they say is then taken as now. */
export const CLOCK_SKEW_MS = 5 * 60_000

export type RotationVia = 'person' | 'api' | 'webhook'

/**
 * The time of a rotation as it is kept, or why it is refused: not in the future, and not before the last, since the secret that was
 * made last is the one in use.
 */
export function rotationTime(asked: number | null, lastAt: number | null, via: RotationVia, now: number): { at: number } | { refused: 'future' | 'before_last' } {
  const at = asked ?? now
  if (at > now) return via === 'webhook' && at <= now + CLOCK_SKEW_MS ? { at: now } : { refused: 'future' }
  return lastAt !== null && at < lastAt ? { refused: 'before_last' } : { at }
}

/**
 * The last rotation that a server's edit leaves: what was attested stays, since only an attestation with its reference changes it. Where
 * nothing was attested the edit may say what is known; a value left out never forgets one. `later` = it claims one that nobody attested.
 */
export function rotationAfterEdit(stored: number | null, attested: boolean, given: number | null): { at: number | null } | { refused: 'later' } {
  if (given === null) return { at: stored }
  if (!attested) return { at: given }
  return stored !== null && given > stored ? { refused: 'later' } : { at: stored }
}

const line = (max: number) => z.string().trim().min(1, 'must not be empty').max(max, `must not be longer than ${max} characters`).regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')
const time = z.iso.datetime({ offset: true }).refine((text) => Date.parse(text) >= 0, 'must be a time from 1970 on')
const note = z.string().trim().max(2000).regex(/^[^\p{Cc}]*(?:[\n\r\t][^\p{Cc}]*)*$/u, 'must not contain control characters').nullish().transform((text) => (text === '' ? null : text ?? null))

const fields = { reference: line(200), rotatedAt: time.nullish(), note }

/** `POST /secrets/{id}/rotations`: the ticket, change or version; when (default: now). */
export const rotationSchema = z.strictObject(fields)
export type RotationInput = z.output<typeof rotationSchema>

/** `POST /secrets/rotations`: one secret by its server and name, or every one that is kept at this place. */
export const rotationsSchema = z.strictObject({ ...fields, server: line(63).optional(), name: line(200).optional(), location: line(500).optional() })
  .refine((asked) => (asked.location === undefined) === (asked.server !== undefined && asked.name !== undefined) && (asked.server === undefined) === (asked.name === undefined), { message: 'give server and name, or location', path: ['location'] })
export type RotationsInput = z.output<typeof rotationsSchema>

/** What a vault posts. Whatever else it sends is passed over; `version` is the reference. */
export const vaultBodySchema = z.object({ location: line(500), version: z.union([line(200), z.number().int().min(0).transform(String)]), rotatedAt: time.nullish() })
export type VaultBody = z.output<typeof vaultBodySchema>

/** Which secrets a list shows. */
export const secretFilter = z.strictObject({
  state: z.string().max(100).transform((text) => text.split(',')).pipe(z.array(z.enum(ROTATION_STATES)).min(1)).optional(),
  server: z.string().max(63).optional(),
  kind: z.enum(['static', 'dynamic']).optional(),
  /** Never rotated, as far as is known. */
  never: z.literal('yes').optional(),
  location: z.string().max(500).optional(),
  q: z.string().max(200).optional(),
})
export type SecretFilter = z.output<typeof secretFilter>

/** One recorded rotation. */
export type RotationView = { id: string; rotatedAt: string; reference: string; via: RotationVia; /** A person's or token's name, or the vault's. */ by: { id: string; name: string }; note: string | null; recordedAt: string }

/** A secret as it is answered: where it is and how it stands, never what it is. */
export type SecretView = {
  id: string; server: { slug: string; name: string; lifecycle: Lifecycle }; name: string; kind: 'static' | 'dynamic'; location: string
  rotateEveryDays: number | null; lastRotatedAt: string | null; dueAt: string | null; state: RotationState
  lastRotation: RotationView | null
  /** Whether the reader may record one. */
  mayRotate: boolean
}
