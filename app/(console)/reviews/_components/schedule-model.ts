import type { ReviewSchedule } from '@/lib/reviews/content'

/** A calendar as it is typed. */
export type ScheduleForm = { every: ReviewSchedule['every'] | 'never'; on: 'day' | 'first' | 'last'; day: string; month: string; at: string; timeZone: string }

export function scheduleFormOf(schedule: ReviewSchedule | null, timeZone: string): ScheduleForm {
  if (schedule === null) return { every: 'never', on: 'last', day: '1', month: '3', at: '08:00', timeZone }
  const { every, on, month, at } = schedule
  return { every, on: 'day' in on ? 'day' : on.businessDay, day: 'day' in on ? String(on.day) : '1', month: String(month), at, timeZone: schedule.timeZone }
}

/** Null = it never starts by itself. What is no day stays none, and the server says so. */
export function scheduleOf(form: ScheduleForm): ReviewSchedule | null {
  if (form.every === 'never') return null
  return { every: form.every, on: form.on === 'day' ? { day: Number(form.day) } : { businessDay: form.on }, month: Number(form.month), at: form.at, timeZone: form.timeZone.trim() }
}
