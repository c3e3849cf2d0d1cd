import { z } from 'zod'
import { accessSchema } from '@/lib/registry/model'
import { ORIGIN_KINDS } from './model'
import { REQUEST_KINDS, REQUEST_STATES } from './state'

/** The shape in which requests are answered, for the description of the interface. */

const time = z.iso.datetime()
const person = z.object({ id: z.string(), name: z.string(), email: z.string() })
const standing = z.enum(['owner', 'backup_owner', 'manager', 'security_reviewer', 'bootstrap'])
const step = z.enum(['owner', 'security'])
const kind = z.enum(['tool', 'context', 'downstream'])

const content = z.object({
  server: z.string(), caller: z.object({ agent: z.string(), client: z.string(), human: z.string() }),
  targets: z.array(z.object({ kind, name: z.string(), access: accessSchema, scope: z.array(z.string()) })), purpose: z.string(), mode: z.enum(['direct', 'task']), reauthorise: z.boolean(),
  startsAt: time.nullable(), durationDays: z.number().int().nullable(), until: time.nullable(), openEnded: z.boolean(),
})

export const requestAnswer = content.extend({
  id: z.string(), kind: z.enum(REQUEST_KINDS), state: z.enum(REQUEST_STATES),
  target: z.object({ kind, name: z.string() }).nullable().describe('the first target'), access: accessSchema.nullable(), scope: z.array(z.string()),
  requester: person, submittedAt: time.nullable(), lapsesAt: time.nullable(), closedAt: time.nullable(), closedBy: z.string().nullable(), closeReason: z.string().nullable(),
  revision: z.number().int(), round: z.number().int().describe('edits by the requester; each voids the answers before'),
  steps: z.array(z.object({ step, need: z.number().int(), have: z.number().int(), holders: z.array(person.extend({ standing, onBehalfOf: person.nullable() })) })),
  sentence: z.string().describe('the state in words: who holds it, or how it ended'),
  decisions: z.array(z.object({
    id: z.string(), step, standing, answer: z.enum(['approve', 'deny']), person, onBehalfOf: person.nullable(), reason: z.string().nullable(), at: time,
    round: z.number().int(), revision: z.number().int(), narrowedTo: z.number().int().nullable(), counts: z.boolean(),
  })),
  revisions: z.array(z.object({ number: z.number().int(), change: z.enum(['submitted', 'edited', 'narrowed']), by: z.string(), at: time, content })),
  shortened: z.object({ maximumDays: z.number().int() }).nullable(), grantId: z.string().nullable(), grantIds: z.array(z.string()), renews: z.string().nullable(), confirms: z.string().nullable(),
  origin: z.object({ kind: z.enum(ORIGIN_KINDS), id: z.string() }).nullable(), createdAt: time,
})
