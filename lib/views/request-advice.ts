import type { Actor } from '@/lib/auth/actor'
import { AppError, type FieldError } from '@/lib/errors'
import type { Access, Sensitivity } from '@/lib/registry/model'
import type { Adds } from '@/lib/requests/advice/adds'
import type { Overlap } from '@/lib/requests/advice/overlap'
import type { ToxicHit } from '@/lib/requests/advice/toxic'
import type { Warning } from '@/lib/requests/advice/warnings'
import type { Standing, Step } from '@/lib/requests/eligibility'
import type { PersonRef, RequestDraft } from '@/lib/requests/model'

/** Who may answer a step, by name: first whoever holds it, then who stands in by dates. */
export type AdvisedHolder = PersonRef & { standing: Standing; onBehalfOf: PersonRef | null }

/** A step before anybody has answered, or as far as it has come. */
export type AdvisedStep = {
  step: Step
  need: number
  have: number
  holders: AdvisedHolder[]
  /** Who would hold it but may not, with why: "it is their own request". */
  passedOver: { person: PersonRef; why: string }[]
  /** In a sentence: "Olga Owner, or Ben Backup for her until 2026-12-01." */
  sentence: string
}

/** How long such requests took, from submission to decision: the median in hours, and of how many. */
export type ExpectedTime = { hours: number; of: number; on: 'server' | 'everywhere'; sentence: string } | null

export type AdvisedTarget = {
  name: string
  access: Access
  maximumDays: number
  mayBeOpenEnded: boolean
  /** Were it approved now; RFC 3339, `until` null = without an end. Null when nothing would be left of it. */
  window: { from: string; until: string | null; cut: boolean } | null
}

/** What somebody must know before they ask, and before they say yes. Members that need more than was filled in are null or empty. */
export type RequestAdvice = {
  /** Fields without which nothing can be submitted: "server", "targets", … */
  missing: string[]
  /** Fields that say what nobody knows. */
  errors: FieldError[]
  /** Why it cannot be submitted although it is complete: orphaned server, inactive agent, … */
  blocked: FieldError[]
  server: { id: string; slug: string; name: string; sensitivity: Sensitivity; effects: string[]; lifecycle: string; tools: number } | null
  agent: { id: string; name: string; sponsor: PersonRef | null; standing: number; seenAt: string | null } | null
  steps: AdvisedStep[]
  expected: ExpectedTime
  targets: AdvisedTarget[]
  adds: Adds | null
  overlap: Overlap | null
  toxic: ToxicHit[]
  warnings: Warning[]
  /** Whoever approves must say why. */
  needsReason: boolean
}

/** Advice on a request that is not saved, filled in as far as it is. Throws `forbidden` for who may not ask. Writes nothing. */
export async function adviseOn(actor: Actor, draft: RequestDraft, now: Date): Promise<RequestAdvice> {
  throw new AppError('unavailable', `Not there yet (${actor.id}, ${draft.server ?? ''}, ${now.toISOString()}).`)
}

/** The same on a stored request, for who asked and who decides. `not_found` for others. */
export async function adviceForRequest(actor: Actor, requestId: string, now: Date): Promise<RequestAdvice> {
  throw new AppError('unavailable', `Not there yet (${actor.id}, ${requestId}, ${now.toISOString()}).`)
}
