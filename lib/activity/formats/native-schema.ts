import { z } from 'zod'
import { KINDS, OUTCOMES } from '@/lib/activity/model'
import { parseTime } from '@/lib/activity/rfc3339'
import { accessSchema } from '@/lib/registry/model'
import { isShallow, LIMITS } from './native'

const line = (max: number) =>
  z.string().min(1).max(max).refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed(), 'must not contain control characters or broken text')
const reference = line(LIMITS.reference)
const name = line(LIMITS.name)

/** The native event as the machines' description states it; `native.ts` is the same by hand. */
export const nativeEventSchema = z.strictObject({
  id: line(LIMITS.id).optional().describe('The source’s own id, unique for ever.'),
  occurredAt: z.string().max(64).refine((text) => parseTime(text) !== null, 'must be an RFC 3339 date and time'),
  kind: z.enum(KINDS),
  server: name.describe('A slug, a workload identity or an alias.'),
  target: line(LIMITS.target),
  access: accessSchema.optional(),
  resources: z.array(z.string().min(1).max(LIMITS.resource).refine((text) => !text.includes('\u0000') && text.isWellFormed())).max(LIMITS.resources).optional(),
  human: name.optional(),
  client: name.optional(),
  agent: name.optional(),
  delegation: z.array(z.strictObject({ iss: name, sub: name })).max(LIMITS.delegation).optional(),
  task: reference.optional(),
  session: reference.optional(),
  traceId: reference.optional(),
  spanId: reference.optional(),
  parentSpanId: reference.optional(),
  outcome: z.enum(OUTCOMES),
  decisionId: reference.optional(),
  durationMs: z.number().min(0).max(LIMITS.durationMs).optional(),
  parameters: z.record(z.string(), z.unknown()).refine((value) => isShallow(value, LIMITS.depth), 'must not be nested too deep').optional(),
})
