import type { ReviewSchedule } from '@/lib/reviews/content'

/** A calendar as it is typed. */
export type ScheduleForm = { every: ReviewSchedule['every'] | 'never'; on: 'day' | 'first' | 'last'; day: string; month: string; at: string; timeZone: string }

export function scheduleFormOf(schedule: ReviewSchedule | null, timeZone: string): ScheduleForm {
  if (schedule === null) return { every: 'never', on: 'last', day: '1', month: '3', at: '08:00', timeZone }
  const { every, on, month, at } = schedule
  return { every, on: 'day' in on ? 'day' : on.businessDay, day: 'day' in on ? String(on.day) : '1', month: String(month), at, timeZone: schedule.timeZone }
}

/** What stops a calendar from being kept, by field; whether a time zone is one is asked of the server. */
export function faultsOfSchedule(form: ScheduleForm): { path: string; message: string }[] {
  if (form.every === 'never') return []
  return [
    ...(form.on !== 'day' || (/^\d{1,2}$/.test(form.day.trim()) && Number(form.day) >= 1 && Number(form.day) <= 31) ? [] : [{ path: 'schedule.on.day', message: 'The day: a whole number from 1 to 31.' }]),
    ...(/^\d\d:\d\d$/.test(form.at) ? [] : [{ path: 'schedule.at', message: 'Say at what time it starts, such as 08:00.' }]),
    ...(form.timeZone.trim() === '' ? [{ path: 'schedule.timeZone', message: 'Say in which time zone, such as Europe/Berlin.' }] : []),
  ]
}

/** Null = it never starts by itself. */
export function scheduleOf(form: ScheduleForm): ReviewSchedule | null {
  if (form.every === 'never') return null
  return { every: form.every, on: form.on === 'day' ? { day: Number(form.day) } : { businessDay: form.on }, month: Number(form.month), at: form.at, timeZone: form.timeZone.trim() }
}
