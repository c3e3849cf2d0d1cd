import type { FieldError } from '@/lib/errors'
import type { SubjectKind } from './model'

/** What of a subject bears on whether its end can begin. */
export type Opening = { kind: SubjectKind; lifecycle: string | null; revokedAt: Date | null }

/** When stages are wished for. */
export type Planned = { plannedFreezeAt?: Date | null | undefined; plannedRevokeAt?: Date | null | undefined }

/** A clock that is a little ahead, or a form that lay open, is no past. */
const LATE_MS = 5 * 60_000
const FARTHEST_MS = 2 * 366 * 86_400_000

const NOT_THESE: Record<string, string> = {
  proposed: 'it is only proposed: reject it instead', rejected: 'it was rejected and never in service', retired: 'it is retired already',
}

/** Why its end cannot begin like this, by the field; empty = it can. Times in milliseconds. */
export function openingFaults(subject: Opening, input: Planned & { emergency: boolean; freeze: boolean; intent: string; replacedBy?: string | undefined }, now: number): FieldError[] {
  const found: FieldError[] = []
  const word = subject.kind === 'server' ? NOT_THESE[subject.lifecycle ?? ''] : undefined
  if (word !== undefined) found.push({ path: 'subject', message: word })
  found.push(...plannedFaults(input, now))
  if (input.emergency && (input.plannedFreezeAt ?? input.plannedRevokeAt ?? null) !== null) found.push({ path: 'emergency', message: 'an emergency is now, not planned' })
  if (input.freeze && (input.plannedFreezeAt ?? null) !== null) found.push({ path: 'plannedFreezeAt', message: 'it is frozen at once' })
  if (input.replacedBy !== undefined && input.intent === 'retire') found.push({ path: 'replacedBy', message: 'what is retired is replaced by nothing; choose replace or repurpose' })
  return found
}

/** What is wrong with wished times, at `now`. */
export function plannedFaults({ plannedFreezeAt, plannedRevokeAt }: Planned, now: number): FieldError[] {
  const found: FieldError[] = []
  for (const [path, at] of [['plannedFreezeAt', plannedFreezeAt], ['plannedRevokeAt', plannedRevokeAt]] as const) {
    if (at === undefined || at === null) continue
    if (at.getTime() < now - LATE_MS) found.push({ path, message: 'lies in the past' })
    else if (at.getTime() > now + FARTHEST_MS) found.push({ path, message: 'is more than two years ahead' })
  }
  if (plannedFreezeAt && plannedRevokeAt && plannedRevokeAt < plannedFreezeAt) found.push({ path: 'plannedRevokeAt', message: 'comes before the freeze' })
  return found
}
