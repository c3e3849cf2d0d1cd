import { z } from 'zod'
import { accessSchema } from '@/lib/registry/model'
import { purposeSchema, reasonSchema } from '@/lib/registry/server-input'
import type { Standing, Step } from './eligibility'
import { REQUEST_KINDS, REQUEST_STATES, type RequestKind, type RequestState } from './state'

/** A target, glob or name: not empty, no control characters. */
const name = (max: number) => z.string().min(1).max(max).regex(/^\P{Cc}*$/u, 'contains a control character')
const instant = z.iso.datetime({ offset: true }).refine((text) => Date.parse(text) >= 0 && Date.parse(text) < Date.UTC(2200, 0), 'must be a time from 1970 on')
  .transform((text) => new Date(text).toISOString())
const days = z.number().int().min(1).max(3650)
const kind = z.enum(['tool', 'context', 'downstream'])
const scope = z.array(name(2000)).max(200)

const callerSchema = z.strictObject({ agent: name(2000), client: name(2000), human: name(2000) })
const targetSchema = z.strictObject({ kind, name: name(2000) })
/** One of several targets of a request. */
export const requestTargetSchema = z.strictObject({ kind, name: name(2000), access: accessSchema, scope: scope.default([]) })

export const ORIGIN_KINDS = ['server', 'tool', 'agent', 'finding', 'event', 'grant', 'request', 'document'] as const
const originSchema = z.strictObject({ kind: z.enum(ORIGIN_KINDS), id: name(2000) })
export type RequestOrigin = z.output<typeof originSchema>

const fields = {
  server: name(2000),
  caller: callerSchema,
  /** One target, or `targets`; with it `access` and `scope`. */
  target: targetSchema.optional(),
  access: accessSchema.optional(),
  scope: scope.optional(),
  targets: z.array(requestTargetSchema).min(1).max(50).optional(),
  purpose: purposeSchema,
  /** From the beginning of the grant. With neither this nor `until`: as long as the settings allow. `until: null`: without an end. */
  durationDays: days.optional(),
  until: instant.nullable().optional(),
  startsAt: instant.optional(),
  mode: z.enum(['direct', 'task']).default('direct'),
  reauthorise: z.boolean().optional(),
  origin: originSchema.optional(),
}

const bodyObject = z.strictObject({ ...fields, renews: name(100).optional(), confirms: name(100).optional(), breakGlass: z.boolean().optional() })

function refuseContradictions(body: z.output<typeof bodyObject>, refinement: z.RefinementCtx): void {
  const add = (path: string, message: string): void => refinement.addIssue({ code: 'custom', path: [path], message })
  if ((body.target === undefined) === (body.targets === undefined)) add('target', 'give target, or targets, and not both')
  if (body.target !== undefined && body.access === undefined) add('access', 'is needed with target')
  if (body.targets !== undefined && (body.access !== undefined || body.scope !== undefined)) add('access', 'each of several targets has its own access and scope')
  if (body.durationDays !== undefined && body.until !== undefined) add('until', 'give durationDays or until, not both')
  if ([body.renews, body.confirms, body.breakGlass === true ? 'x' : undefined].filter((one) => one !== undefined).length > 1) add('renews', 'a request renews, confirms or breaks the glass, one of them')
}

/** `POST /grant-requests`. `renews` and `confirms` name a standing grant; `breakGlass` puts it in force at once, for hours. */
export const requestBodySchema = bodyObject.superRefine(refuseContradictions)
export type RequestBody = z.output<typeof requestBodySchema>

/** `PATCH /grant-requests/{id}`: all of it anew. `revision`: what was looked at; another one now is refused (`stale_version`). */
export const editBodySchema = bodyObject.extend({ revision: z.number().int().min(1).optional() }).superRefine(refuseContradictions)
export type EditBody = z.output<typeof editBodySchema>

const typed = z.string().max(2000)
const typedTarget = z.strictObject({ kind, name: typed, access: accessSchema, scope: z.array(typed).max(200) }).partial()

/** What was typed so far: anything may be missing, and nothing is checked but its form. */
export const requestDraftSchema = z.strictObject({
  server: typed, caller: z.strictObject({ agent: typed, client: typed, human: typed }).partial(), target: z.strictObject({ kind, name: typed }).partial(), access: accessSchema,
  scope: z.array(typed).max(200), targets: z.array(typedTarget).max(50), purpose: typed, durationDays: days, until: instant.nullable(), startsAt: instant, mode: z.enum(['direct', 'task']),
  reauthorise: z.boolean(), origin: originSchema, renews: typed, confirms: typed, breakGlass: z.boolean(),
}).partial()
export type RequestDraft = z.output<typeof requestDraftSchema>

/** What an approver takes away: never adds. Left out = as asked. */
export const narrowedSchema = z.strictObject({
  /** For a request with one target. */
  target: targetSchema.optional(), access: accessSchema.optional(), scope: scope.optional(),
  /** For one with several: what is left of them. */
  targets: z.array(requestTargetSchema).min(1).max(50).optional(),
  caller: callerSchema.partial().optional(),
  durationDays: days.optional(), until: instant.optional(),
  mode: z.literal('task').optional(), reauthorise: z.literal(true).optional(),
})
export type Narrowed = z.output<typeof narrowedSchema>

/** `POST …/{id}/decisions`. `revision`: what was looked at; another one now is refused (`stale_version`). */
export const decisionSchema = z.strictObject({
  answer: z.enum(['approve', 'deny']), reason: reasonSchema.optional(), narrowed: narrowedSchema.optional(), revision: z.number().int().min(1).optional(),
})
export type DecisionInput = z.output<typeof decisionSchema>

export type PersonRef = { id: string; name: string; email: string }
export type TargetView = { kind: 'tool' | 'context' | 'downstream'; name: string; access: 'read' | 'write' | 'admin'; scope: readonly string[] }

export type StepView = {
  step: Step
  need: number
  have: number
  /** Who holds it now; empty when done, or when nobody may. */
  holders: (PersonRef & { standing: Standing; onBehalfOf: PersonRef | null })[]
}

export type DecisionView = {
  id: string; step: Step; standing: Standing; answer: 'approve' | 'deny'; person: PersonRef; onBehalfOf: PersonRef | null; reason: string | null; at: string
  round: number; revision: number; narrowedTo: number | null
  /** False for an answer of an earlier round, and for one whose giver may not decide any more. */
  counts: boolean
}

/** What a request says, with the names that people know. */
export type ContentView = {
  server: string; caller: { agent: string; client: string; human: string }; targets: TargetView[]; purpose: string; mode: 'direct' | 'task'; reauthorise: boolean
  startsAt: string | null; durationDays: number | null; until: string | null; openEnded: boolean
}

export type RevisionView = { number: number; change: 'submitted' | 'edited' | 'narrowed'; by: string; at: string; content: ContentView }

/** A request as it is answered: the same state in the same words for everybody who may see it. */
export type RequestView = ContentView & {
  id: string; kind: RequestKind; state: RequestState
  /** The first target, for callers who ask for one at a time. */
  target: { kind: TargetView['kind']; name: string } | null; access: TargetView['access'] | null; scope: readonly string[]
  requester: PersonRef; submittedAt: string | null; lapsesAt: string | null; closedAt: string | null; closedBy: string | null; closeReason: string | null
  revision: number; round: number
  steps: StepView[]
  /** The state in one sentence: who holds it, or how it ended. */
  sentence: string
  decisions: DecisionView[]
  revisions: RevisionView[]
  /** Set where what was asked for is longer than the settings allow. */
  shortened: { maximumDays: number } | null
  grantId: string | null; grantIds: string[]
  renews: string | null; confirms: string | null
  origin: RequestOrigin | null
  createdAt: string
}

/** What lists of requests can be narrowed by. `waiting=me`: what the actor may decide now; `mine`: what the actor asked for. */
export const requestFilterSchema = z.strictObject({
  state: z.enum(REQUEST_STATES).optional(), kind: z.enum(REQUEST_KINDS).optional(), server: name(2000).optional(), agent: name(2000).optional(), requester: name(2000).optional(),
  mine: z.enum(['true', 'false']).transform((value) => value === 'true').optional(), waiting: z.literal('me').optional(),
})
export type RequestFilter = z.output<typeof requestFilterSchema>
