import { z } from 'zod'
import { ITEM_FLAGS, RECOMMENDATIONS } from './frozen'
import { ITEM_STATES } from './machine'
import { ANSWERS } from './outcome'

/** The shapes in which items are answered, for the description of the interface. */

const time = z.iso.datetime()
const access = z.enum(['read', 'write', 'admin'])
const person = z.object({ id: z.string(), name: z.string(), email: z.string() })
const count = z.number().int()
const answer = z.enum(ANSWERS)
const targets = z.array(z.object({ kind: z.enum(['tool', 'context', 'downstream']), name: z.string(), access, scope: z.array(z.string()) })).nullable()

export const itemRowAnswer = z.object({
  id: z.string(), position: count.describe('by risk, from 0'), risk: z.enum(['low', 'medium', 'high', 'critical']), state: z.enum(ITEM_STATES), flags: z.array(z.enum(ITEM_FLAGS)).describe('why it must be looked at by itself; empty = it may be answered with others'),
  change: z.enum(['new', 'changed', 'unchanged']).describe('since it was reviewed last'), subject: z.enum(['grant', 'server', 'agent']), server: z.string().nullable(), title: z.string(), access: access.nullable(),
  caller: z.object({ agent: z.string(), client: z.string(), human: z.string() }).nullable(), badges: z.array(z.object({ text: z.string(), tone: z.enum(['plain', 'warn', 'unknown']) })),
  weeks: z.array(z.number()).describe('calls per week, oldest first'), calls: z.number(), calls30: z.number(), lastAt: time.nullable(), humans: count, peers: z.string(), granted: z.string(), findings: count, previous: z.string().nullable(),
  recommendation: z.object({ answer: z.enum(RECOMMENDATIONS), rule: z.string(), text: z.string(), until: z.string().optional() }), mine: z.boolean().describe('you may answer it now'),
  answer: z.object({ answer, until: time.nullable(), reason: z.string().nullable(), at: time, seconds: z.number().nullable(), bulk: z.boolean() }).nullable().describe('yours'),
  conflict: z.array(z.object({ person: z.string(), answer })).nullable(), outcome: z.string().nullable(), outcomeBy: z.string().nullable(), remediation: z.string(), confirmation: z.string().nullable(),
})

export const itemDetailAnswer = z.object({
  row: itemRowAnswer, campaignId: z.string(), campaign: z.string(), asOf: time, stage: count, stages: count,
  frozen: z.looseObject({ subject: z.string() }).describe('the grant, server or agent with its evidence, as it was frozen'),
  tasks: z.array(z.object({ person, stage: count, iteration: count, standing: z.string(), why: z.string().nullable(), addedAt: time, endedAt: time.nullable(), endReason: z.string().nullable(), answered: z.boolean() })),
  answers: z.array(z.object({ person, onBehalfOf: person.nullable(), stage: count, iteration: count, answer, until: time.nullable(), targets, reason: z.string().nullable(), at: time, seconds: z.number().nullable(), opened: z.boolean(), bulk: z.boolean(), overrode: z.boolean() }))
    .describe('those that you may read: of a stage that runs, others’ only after your own'),
  since: z.array(z.string()).describe('what has changed since it was frozen'),
  question: z.object({ kind: z.string(), text: z.string(), grantIds: z.array(z.string()) }).nullable(),
  remediation: z.object({ status: z.string(), note: z.string().nullable(), tries: count, suspendedAt: time.nullable(), endsAt: time.nullable(), at: time.nullable() }),
  confirmation: z.object({
    status: z.string().nullable(), watchUntil: time.nullable(), at: time.nullable(),
    detail: z.object({ text: z.string(), source: z.string().nullable(), gaps: z.array(z.string()), calls: z.number(), blocked: z.number(), lastAt: z.string().nullable(), grantIds: z.array(z.string()) }).nullable(),
  }),
  signed: z.object({ by: z.string(), at: time, reason: z.string() }).nullable(),
  outcomeDetail: z.object({ why: z.string(), until: z.string().nullable(), targets }).nullable(),
})
