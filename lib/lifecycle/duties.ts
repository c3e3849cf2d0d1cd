import { type Action, DAY_MS, type HolderKind, type Rule } from './model'
import type { Due } from './rules'

/** A duty that is open, as stored; times in milliseconds. */
export type OpenDuty = { id: string; rule: Rule; kind: HolderKind; holderId: string; text: string; ownerId: string | null; openedAt: number; dueAt: number; warnedAt: number | null; action: Action; actedAt: number | null }

export type DutyStep =
  | { do: 'meet'; duty: OpenDuty; why: 'over' | 'policy' }
  | { do: 'open'; due: Due; dueAt: number }
  /** Somebody else must act now, it is said differently, or there is more time. */
  | { do: 'change'; duty: OpenDuty; due: Due; dueAt: number; tell: boolean }
  | { do: 'warn'; duty: OpenDuty; due: Due }
  | { do: 'act'; duty: OpenDuty; due: Due }

/** Before its end a duty is told again. */
export const WARN_MS = 3 * DAY_MS

export const dutyKey = (one: { rule: Rule; kind: HolderKind }, id: string): string => `${one.rule} ${one.kind} ${id}`

/**
 * What must happen so that a duty is open exactly while its rule holds. The grace counts from when it was found and told, however long
 * the rule has held; a date that was told never comes nearer, but a longer grace moves it away. Where another action is to follow, it is
 * another duty with a grace of its own. Nothing is done before it is due, and for one duty once.
 */
export function planDuties(due: readonly Due[], open: readonly OpenDuty[], now: number): DutyStep[] {
  const wanted = new Map(due.map((one) => [dutyKey(one, one.id), one]))
  const kept = new Set<string>()
  const steps: DutyStep[] = []
  for (const duty of open) {
    const key = dutyKey(duty, duty.holderId)
    const one = wanted.get(key)
    if (one !== undefined && one.action === duty.action) {
      kept.add(key)
      steps.push(...goOn(duty, one, now))
    } else steps.push({ do: 'meet', duty, why: one === undefined ? 'over' : 'policy' })
  }
  for (const [key, one] of wanted) if (!kept.has(key)) steps.push({ do: 'open', due: one, dueAt: now + one.graceMs })
  return steps
}

function goOn(duty: OpenDuty, due: Due, now: number): DutyStep[] {
  const dueAt = duty.actedAt === null ? Math.max(duty.dueAt, duty.openedAt + due.graceMs) : duty.dueAt
  const steps: DutyStep[] = []
  if (dueAt !== duty.dueAt || due.ownerId !== duty.ownerId || due.text !== duty.text) steps.push({ do: 'change', duty, due, dueAt, tell: due.ownerId !== duty.ownerId })
  if (duty.actedAt !== null) return steps
  if (dueAt <= now) return [...steps, { do: 'act', duty, due }]
  // One that is told with three days or less has just been told.
  if (duty.warnedAt === null && dueAt - WARN_MS <= now && dueAt - duty.openedAt > WARN_MS) steps.push({ do: 'warn', duty, due })
  return steps
}
