import { z } from 'zod'
import { STAGES } from './machine'
import { LINE_STATES, RESIDUAL_ACTIONS, RESIDUAL_KINDS, SUBJECT_KINDS, VERDICTS } from './model'

/** The shapes in which offboarding cases are answered, for the description of the interface. */

const time = z.iso.datetime()
const named = z.object({ id: z.string(), name: z.string() })
const period = z.object({ from: time, to: time })

export const caseRowAnswer = z.object({
  id: z.string(), subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string(), name: z.string(), path: z.string().nullable() }), stage: z.enum(STAGES), intent: z.enum(['retire', 'replace', 'repurpose']), emergency: z.boolean(),
  openedAt: time, openedBy: named, owner: named.nullable(), lines: z.object({ total: z.number().int(), done: z.number().int() }), ownerless: z.number().int().describe('things owned that have nobody to go to'), verdict: z.enum(VERDICTS).nullable(),
  sentence: z.string().describe('what it waits for, or how it ended'), nextAt: time.nullable(), overdue: z.boolean(), closedAt: time.nullable(), closedAs: z.enum(['silent', 'exception']).nullable(),
})

export const blastAnswer = z.object({
  days: z.number().int(), calls: z.number().int(), executed: z.number().int(), lastAt: time.nullable(),
  callers: z.array(z.object({ kind: z.enum(['agent', 'client', 'person', 'server']), id: z.string().nullable(), name: z.string(), calls: z.number().int(), lastAt: time.nullable() })),
  breaks: z.array(z.object({ text: z.string(), severity: z.enum(['low', 'medium', 'high']), path: z.string().nullable() })), weeks: z.array(z.number().int()),
})

const lineAnswer = z.object({
  id: z.string(), kind: z.enum(RESIDUAL_KINDS), objectId: z.string().nullable(), title: z.string(), why: z.string(), action: z.enum(RESIDUAL_ACTIONS), state: z.enum(LINE_STATES), owner: named.nullable().describe('null = the console itself'), to: named.nullable(),
  proofBy: z.string(), proof: z.string().nullable(), provenAt: time.nullable(), actedAt: time.nullable(), actedBy: named.nullable(), reference: z.string().nullable(), note: z.string().nullable(), overdue: z.boolean(), detail: z.record(z.string(), z.unknown()), path: z.string().nullable(),
})

const silenceAnswer = z.looseObject({
  verdict: z.enum(VERDICTS), text: z.string(), from: time, to: time, neededMs: z.number(), vouchedMs: z.number(), dueAt: time.nullable(),
  servers: z.array(z.object({ id: z.string(), name: z.string(), vouchedMs: z.number(), sources: z.array(z.object({ name: z.string(), alive: z.array(period) })), gaps: z.array(period.extend({ why: z.string() })) })),
  calls: z.number().int(), refused: z.number().int(), lastAt: time.nullable(), callers: z.array(z.object({ name: z.string(), calls: z.number().int(), lastAt: time.nullable() })), events: z.array(z.string()), blocking: z.array(z.string()),
})

export const caseAnswer = caseRowAnswer.extend({
  reason: z.string(), occasion: z.enum(['manual', 'left', 'transition', 'policy', 'bulk']), occasionText: z.string().nullable(), bulkId: z.string().nullable(), replacedBy: named.nullable(), successor: named.nullable(),
  plannedFreezeAt: time.nullable(), plannedRevokeAt: time.nullable(), watchDays: z.number().int(), explanation: z.object({ text: z.string(), by: named, at: time }).nullable(),
  stages: z.array(z.object({ stage: z.enum(STAGES), at: time.nullable(), by: named.nullable(), note: z.string().nullable() })), blast: blastAnswer.nullable(), watchFrom: time.nullable(), silence: silenceAnswer.nullable(), lookedAt: time.nullable(),
  closeReason: z.string().nullable(), closedBy: named.nullable(), reopened: z.number().int(), reopenedAt: time.nullable(), cancelled: z.object({ at: time, by: named, reason: z.string() }).nullable(),
  lineList: z.array(lineAnswer).describe('all of them; for whoever only acts on single lines these'), version: z.number().int(),
})

export const manyAnswer = z.object({
  bulkId: z.string().nullable().describe('null where nothing was opened; sent again with it the bulk goes on'),
  rows: z.array(z.object({ subject: named, status: z.enum(['opened', 'would_open', 'under_way', 'refused']), caseId: z.string().nullable(), why: z.string().nullable() })),
})

/** What would still reach, before there is a case. */
export const previewAnswer = z.object({
  subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string(), name: z.string(), title: z.string() }), blast: blastAnswer,
  lines: z.array(z.object({ key: z.string(), kind: z.enum(RESIDUAL_KINDS), objectId: z.string().nullable(), title: z.string(), why: z.string(), action: z.enum(RESIDUAL_ACTIONS), who: z.string().nullable(), to: z.string().nullable(), proofBy: z.string(), detail: z.record(z.string(), z.unknown()) })),
  missing: z.array(z.string()).describe('things owned that have nobody to go to'), underWay: caseRowAnswer.nullable(),
})
