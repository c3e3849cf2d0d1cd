import { z } from 'zod'
import { contentSchema, REVIEW_KINDS } from './content'
import { CAMPAIGN_STATES } from './machine'

/** The shape in which campaigns are answered, for the description of the interface. */

const time = z.iso.datetime()
const count = z.object({ total: z.number().int(), decided: z.number().int() })
const byRisk = z.object({ low: count, medium: count, high: count, critical: count })
const tally = z.record(z.string(), z.number().int())

export const campaignAnswer = z.object({
  id: z.string(), name: z.string(), kind: z.enum(REVIEW_KINDS), state: z.enum(CAMPAIGN_STATES), templateId: z.string().nullable(), template: z.string().nullable(),
  occasion: z.enum(['manual', 'schedule', 'event']), occasionText: z.string().nullable(), content: contentSchema,
  stage: z.number().int().describe('from 1; 0 = not launched'), iteration: z.number().int(), stages: z.number().int(), asOf: time.nullable(), stageStartedAt: time.nullable(), stageEndsAt: time.nullable(),
  createdBy: z.string(), createdAt: time, launchedBy: z.string().nullable(), launchedAt: time.nullable(), decidedAt: time.nullable(), confirmingAt: time.nullable(), closedAt: time.nullable(), closedBy: z.string().nullable(), closeReason: z.string().nullable(),
  counts: z.object({ items: z.number().int(), stage: count.describe('of the stage: items in it, and those that everybody asked has answered'), byRisk, outcomes: tally, remediation: tally, confirmation: tally, conflicts: z.number().int(), nobody: z.number().int() }),
  mine: count.extend({ signedOffAt: time.nullable(), byRisk }).nullable().describe('what you are asked in this stage'),
  sentence: z.string().describe('the state in words: what it waits for, or how it ended'),
  launch: z.object({ phase: z.string(), done: z.number().int(), total: z.number().int(), startedAt: time, error: z.string().nullable() }).nullable(),
})
