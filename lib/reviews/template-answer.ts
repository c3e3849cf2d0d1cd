import { z } from 'zod'
import { contentSchema, REVIEW_KINDS, REVIEW_TRIGGERS, scheduleSchema } from './content'
import { CAMPAIGN_STATES } from './machine'

/** The shapes in which templates and what a campaign would hold are answered, for the description of the interface. */

const time = z.iso.datetime()

export const templateAnswer = z.object({
  id: z.string(), name: z.string(), kind: z.enum(REVIEW_KINDS), content: contentSchema, schedule: scheduleSchema.nullable(), scheduleText: z.string().nullable().describe('the calendar in words'), triggers: z.array(z.enum(REVIEW_TRIGGERS)),
  active: z.boolean(), nextAt: time.nullable().describe('when it starts by itself next'), version: z.number().int(), createdBy: z.string(), createdAt: time, updatedAt: time,
  campaigns: z.number().int(), lastCampaign: z.object({ id: z.string(), name: z.string(), state: z.enum(CAMPAIGN_STATES) }).nullable(),
})

const count = z.number().int()
export const preflightAnswer = z.object({
  items: count, servers: count, agents: count, people: count.describe('who would be asked, in any stage'), byRisk: z.record(z.string(), count).nullable(),
  byReviewer: z.array(z.object({ person: z.object({ id: z.string(), name: z.string(), email: z.string() }), items: count, standing: z.string() })).describe('in the first stage'),
  nobody: z.object({ count, first: z.array(z.object({ title: z.string(), server: z.string(), why: z.string() })) }).describe('items for which nobody may be asked'),
  obstacles: z.array(z.string()).describe('why it cannot be launched; empty = it can'), warnings: z.array(z.string()),
})
