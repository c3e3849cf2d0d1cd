import { z } from 'zod'
import { FORMATS } from './formats/adapters'
import { REDACTIONS } from './redact'
import { SOURCE_NAME, VANTAGES } from './source'

const name = z.string().min(1).max(512).refine((text) => !/\p{Cc}/u.test(text), 'must not contain control characters')

const settings = {
  expectedHeartbeatSeconds: z.number().int().min(1).max(366 * 86_400).nullable().optional().describe('How often it delivers or posts a heartbeat; without it nothing is concluded from its silence.'),
  redaction: z.enum(REDACTIONS).optional().describe('What is kept of parameters; masked unless stated.'),
  covers: z.array(name).max(500).optional().describe('Names of the servers it may speak for; empty = any.'),
  attribution: z.strictObject({ client: name.optional(), agent: name.optional() }).optional().describe('Constants for records that name no client or agent.'),
  sampled: z.boolean().optional(),
}

export const sourceInput = z.strictObject({
  name: z.string().regex(SOURCE_NAME, 'must be 1 to 100 letters, digits, dots, dashes or underscores, the first a letter or digit'),
  format: z.enum(FORMATS),
  vantage: z.enum(VANTAGES),
  ...settings,
})
export type SourceInput = z.output<typeof sourceInput>

export const sourcePatch = z.strictObject({ format: z.enum(FORMATS).optional(), vantage: z.enum(VANTAGES).optional(), ...settings })
export type SourcePatch = z.output<typeof sourcePatch>

export const heartbeatInput = z.strictObject({
  deliveredThrough: z.string().max(64).optional().describe('RFC 3339: everything up to this time has been delivered.'),
  dropped: z.number().int().min(0).max(2_000_000_000).optional().describe('Records lost since the heartbeat before.'),
})
export type HeartbeatInput = z.output<typeof heartbeatInput>
