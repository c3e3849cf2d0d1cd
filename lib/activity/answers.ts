import { z } from 'zod'
import { VERDICTS } from '@/lib/grants/model'
import { accessSchema } from '@/lib/registry/model'
import type { EventView } from './event-view'
import { EVIDENCE, KINDS, OUTCOMES } from './model'

/** The shapes in which activity is answered, for the description of the interface. A test holds them to the answers themselves. */

const time = z.iso.datetime()
const text = z.string().nullable()
const size = z.number().nullable()

export const eventAnswer: z.ZodType<EventView> = z.strictObject({
  id: z.string(), source: z.string(), sourceEventId: text, occurredAt: time, receivedAt: time, kind: z.enum(KINDS),
  server: z.string().describe('The slug; the name as given where nobody registered it.'), serverId: text.describe('Null when unregistered.'), serverName: z.string().describe('As given.'),
  target: z.string(), access: accessSchema, statedAccess: accessSchema.nullable(), resources: z.array(z.string()),
  human: text.describe('The e-mail address.'), humanId: text, client: text.describe('The client id or name.'), clientId: text, agent: text.describe('The SPIFFE ID or issuer|subject.'), agentId: text,
  delegation: z.array(z.strictObject({ iss: z.string(), sub: z.string() })).nullable().describe('Outermost first.'),
  task: text, session: text, traceId: text, spanId: text, parentSpanId: text, outcome: z.enum(OUTCOMES), decisionId: text,
  durationMs: size, requestSize: size, responseSize: size,
  verdict: z.enum(VERDICTS).nullable().describe('Null for decisions and credentials.'), firstVerdict: z.enum(VERDICTS).nullable(),
  grantId: text.describe('The covering grant.'), nearestGrantId: text, evidence: z.enum(EVIDENCE),
  attributed: z.array(z.string()), adapterVersion: z.string(), rawHash: z.string(), counted: z.boolean().describe('False when another source had reported the same act.'),
  parameters: z.record(z.string(), z.unknown()).nullable().optional().describe('Only for those who may see them.'),
})

/** One row of the roll-up. */
export const usageAnswer = z.strictObject({
  day: z.iso.date(), server: z.string(), kind: z.enum(KINDS), target: z.string(), access: accessSchema, agent: text, client: text, human: text,
  resourceKeys: z.array(z.string()), outcome: z.enum(OUTCOMES), verdict: z.enum(VERDICTS), grantId: text, count: z.number().int(), firstAt: time, lastAt: time,
})
