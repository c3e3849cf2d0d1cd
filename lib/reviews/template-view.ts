import { contentSchema, REVIEW_TRIGGERS, type ReviewKind, type ReviewSchedule, type ReviewTrigger, scheduleSchema, type TemplateInput } from './content'
import type { CampaignState } from './machine'
import type { TemplateView } from './model'
import { nextTime } from './schedule'
import { scheduleText } from './schedule-text'

/** A template as stored, with the last campaign that it made and how many there were. */
export type StoredTemplate = {
  id: string; name: string; kind: ReviewKind; content: unknown; schedule: unknown; triggers: string[]; triggersFrom: Date | null; active: boolean; nextAt: Date | null; version: number
  createdBy: string; createdAt: Date; updatedAt: Date
}
export type LastCampaign = { id: string; name: string; state: CampaignState }

export function templateView(row: StoredTemplate, campaigns: number, lastCampaign: LastCampaign | null): TemplateView {
  const schedule = storedSchedule(row.schedule)
  return {
    id: row.id, name: row.name, kind: row.kind, content: contentSchema.parse(row.content), schedule, triggers: storedTriggers(row.triggers), active: row.active, nextAt: row.nextAt?.toISOString() ?? null, version: row.version,
    createdBy: row.createdBy, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(), campaigns, lastCampaign, scheduleText: schedule === null ? null : scheduleText(schedule),
  }
}

export function storedSchedule(schedule: unknown): ReviewSchedule | null {
  return schedule === null ? null : scheduleSchema.parse(schedule)
}

export function storedTriggers(triggers: readonly string[]): ReviewTrigger[] {
  return REVIEW_TRIGGERS.filter((trigger) => triggers.includes(trigger))
}

/** What of a template hangs on the time: a calendar that did not change keeps its next time, so that a change of something else never skips one. */
export function timesOf(before: StoredTemplate | null, input: TemplateInput, now: Date): { nextAt: Date | null; triggersFrom: Date | null } {
  const sameCalendar = before !== null && before.active && before.nextAt !== null && input.schedule !== null && JSON.stringify(storedSchedule(before.schedule)) === JSON.stringify(input.schedule)
  const nextAt = !input.active || input.schedule === null ? null : sameCalendar ? before.nextAt : nextTime(input.schedule, now)
  const listened = before !== null && before.active && input.triggers.every((trigger) => before.triggers.includes(trigger))
  // A new event is listened to from now on, and with it the others: what was before is nobody's surprise.
  return { nextAt, triggersFrom: !input.active || input.triggers.length === 0 ? null : listened ? (before.triggersFrom ?? now) : now }
}
