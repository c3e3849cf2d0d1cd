import { expect, test } from 'vitest'
import { contentSchema, scheduleSchema } from '@/lib/reviews/content'
import { contentOf, faultsIn, formOf, usualForm } from './content-model'
import { faultsOfSchedule, scheduleFormOf, scheduleOf } from './schedule-model'

test('the usual form is what the schema fills in by itself: owners answer, silence revokes', () => {
  expect(contentSchema.parse(contentOf(usualForm()))).toEqual(contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 14 }] }))
  expect(faultsIn(usualForm())).toEqual([])
})

test('a content goes through the form and comes out as it was', () => {
  const content = contentSchema.parse({
    scope: { servers: ['github'], agents: ['any'], unreviewedDays: 90, grantIds: ['gnt_1'] }, noResponse: 'escalate', escalateDaysBefore: null, remindDaysBefore: [5, 2], fallback: [{ kind: 'named', emails: ['a@b.c'] }],
    stages: [{ name: 'Owners', reviewers: [{ kind: 'owner' }, { kind: 'named', emails: ['x@y.z'] }], days: 3, strategy: 'one_deny_denies', repeats: 1, stopOn: [] }, { reviewers: [{ kind: 'security' }], days: 2 }], remediation: 'suspend_first', suspendDays: 3, canaries: 2, instructions: 'Look twice.',
  })
  expect(contentSchema.parse(contentOf(formOf(content)))).toEqual(content)
})

test('what is no number, and who is not named, is told at its field before anything is sent', () => {
  const form = usualForm()
  const [stage] = form.stages
  if (stage === undefined) throw new Error('The usual form has a stage.')
  const wrong = { ...form, evidenceDays: '3', remindDaysBefore: 'soon', canaries: '', stages: [{ ...stage, days: '0', reviewers: [] }], fallback: [{ key: 'x', kind: 'named' as const, emails: [] }] }
  expect(faultsIn(wrong).map((one) => one.path)).toEqual(['content.stages.0.days', 'content.evidenceDays', 'content.canaries', 'content.stages.0.reviewers', 'content.fallback', 'content.remindDaysBefore'])
  expect(contentSchema.safeParse(contentOf(wrong)).success).toBe(false)
})

test('a calendar goes through the form and comes out as it was; what is no day is told', () => {
  const calendar = scheduleSchema.parse({ every: 'quarterly', month: 3, on: { businessDay: 'last' }, at: '08:00', timeZone: 'Europe/Berlin' })
  expect([scheduleOf(scheduleFormOf(calendar, 'UTC')), scheduleOf(scheduleFormOf({ ...calendar, on: { day: 15 } }, 'UTC')), scheduleOf(scheduleFormOf(null, 'UTC'))]).toEqual([calendar, { ...calendar, on: { day: 15 } }, null])
  expect(faultsOfSchedule({ ...scheduleFormOf(calendar, 'UTC'), on: 'day', day: '32', at: '', timeZone: ' ' }).map((one) => one.path)).toEqual(['schedule.on.day', 'schedule.at', 'schedule.timeZone'])
})
