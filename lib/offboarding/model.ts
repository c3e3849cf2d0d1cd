import { z } from 'zod'
import { emailSchema } from '@/lib/people/model'
import { type Stage, STAGES } from './machine'

export const SUBJECT_KINDS = ['server', 'agent', 'client', 'person'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]
export type Subject = { kind: SubjectKind; id: string }

export const offboardingReasonSchema = z.string().trim().min(1, 'must not be empty').max(2000)
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value))
const DAYS = z.number().int().min(1).max(365)

/** `POST /api/v1/offboarding`. `subject`: a slug, an e-mail, an agent's or client's name or identity, or any id. */
export const openCaseSchema = z.strictObject({
  kind: z.enum(SUBJECT_KINDS), subject: z.string().trim().min(1).max(400), reason: offboardingReasonSchema,
  intent: z.enum(['retire', 'replace', 'repurpose']).default('retire'), replacedBy: z.string().trim().min(1).max(400).optional(),
  ownerEmail: emailSchema.optional(), successorEmail: emailSchema.optional(), watchDays: DAYS.default(7),
  plannedFreezeAt: instant.optional(), plannedRevokeAt: instant.optional(),
  /** Opened and frozen in one. */
  freeze: z.boolean().default(false),
  /** Opened, frozen and revoked in one; explained afterwards. */
  emergency: z.boolean().default(false),
})
export type OpenCaseInput = z.output<typeof openCaseSchema>

/** `PATCH /api/v1/offboarding/{id}`. Null takes a date, a successor or a replacement away. */
export const planCaseSchema = z.strictObject({
  reason: offboardingReasonSchema.optional(), ownerEmail: emailSchema.nullable().optional(), successorEmail: emailSchema.nullable().optional(), watchDays: DAYS.optional(),
  plannedFreezeAt: instant.nullable().optional(), plannedRevokeAt: instant.nullable().optional(), replacedBy: z.string().trim().min(1).max(400).nullable().optional(),
})
export type PlanCaseInput = z.output<typeof planCaseSchema>

export const caseReasonSchema = z.strictObject({ reason: offboardingReasonSchema })
/** `POST …/revoke`. `handOver`: to whom single lines go, by line id; the others go as suggested. */
export const revokeCaseSchema = z.strictObject({ reason: offboardingReasonSchema, handOver: z.array(z.strictObject({ line: z.string().max(100), toEmail: emailSchema })).max(1000).default([]) })
export type RevokeCaseInput = z.output<typeof revokeCaseSchema>
/** `POST /api/v1/offboarding/{id}/lines/{line}/attest`: done elsewhere, with where that can be looked up. */
export const attestLineSchema = z.strictObject({ reference: z.string().trim().min(1, 'must not be empty').max(400), note: z.string().trim().max(2000).optional() })
export type AttestLineInput = z.output<typeof attestLineSchema>

/** `POST /api/v1/offboarding/many`: a team's, a vendor's, or these servers and agents. `dryRun`: what it would open. */
export const openManySchema = z.strictObject({
  kind: z.enum(['server', 'agent']), team: z.string().max(200).optional(),
  /** Host of the endpoint (or a domain above it), or the npm scope or package of the command. */
  vendor: z.string().trim().min(1).max(200).optional(), subjects: z.array(z.string().max(400)).max(500).optional(),
  reason: offboardingReasonSchema, watchDays: DAYS.default(7), plannedFreezeAt: instant.optional(), plannedRevokeAt: instant.optional(), freeze: z.boolean().default(false),
  /** Sent again with the same, what was opened already is not opened twice. */
  bulkId: z.string().regex(/^blk_[0-9a-z]{26}$/).optional(), dryRun: z.boolean().default(false),
})
export type OpenManyInput = z.output<typeof openManySchema>
export type OpenManyAnswer = { bulkId: string | null; rows: { subject: Named; status: 'opened' | 'would_open' | 'under_way' | 'refused'; caseId: string | null; why: string | null }[] }

export const caseFilterSchema = z.strictObject({
  stage: z.enum(STAGES).optional(), open: z.enum(['true', 'false']).transform((value) => value === 'true').optional(), kind: z.enum(SUBJECT_KINDS).optional(),
  subject: z.string().max(400).optional(), verdict: z.enum(['silent', 'watching', 'still_calling', 'not_evaluable']).optional(), bulk: z.string().max(100).optional(),
  mine: z.enum(['true', 'false']).transform((value) => value === 'true').optional(), q: z.string().trim().max(200).optional(),
})
export type CaseFilter = z.output<typeof caseFilterSchema>

/** Somebody or something with a name, for a line on a screen. */
export type Named = { id: string; name: string }

export const RESIDUAL_KINDS = [
  'grant_given', 'grant_held', 'grant_scheduled', 'team_grant', 'any_grant', 'request', 'approval_duty', 'task_credential', 'api_token', 'session', 'sign_in_link', 'secret', 'downstream',
  'owned_server', 'backed_server', 'sponsored_agent', 'managed_person', 'team', 'delegated_child', 'review_duty', 'stand_in', 'webhook', 'policy', 'source', 'ingest_token', 'case_owned', 'client_copy', 'workload_identity', 'silence',
] as const
export type ResidualKind = (typeof RESIDUAL_KINDS)[number]
export const RESIDUAL_ACTIONS = ['revoke', 'withdraw', 'hand_over', 'rotate', 'remove', 'reassign', 'edit', 'end', 'watch'] as const
export type ResidualAction = (typeof RESIDUAL_ACTIONS)[number]
export const LINE_STATES = ['open', 'done', 'attested', 'proven', 'exempt'] as const
export type LineState = (typeof LINE_STATES)[number]

/** One thing that still reaches: what, why, who must act, how it will be proven. `who` null = the console itself, at revocation. */
export type ResidualLine = {
  key: string; kind: ResidualKind; objectId: string | null; title: string; why: string; action: ResidualAction; who: string | null
  /** Of hand_over and reassign: the suggested successor; null = somebody must be named before revocation. */
  to: string | null
  proofBy: string
  detail: Record<string, unknown>
}

/** Who calls it or what it calls, how often, and what breaks; as at opening. */
export type BlastRadius = {
  days: number; calls: number; executed: number; lastAt: string | null
  /** Most calls first, at most 50 of each. */
  callers: { kind: 'agent' | 'client' | 'person' | 'server'; id: string | null; name: string; calls: number; lastAt: string }[]
  /** In words, the worst first: "triage-agent loses create_issue, 1,204 calls in 30 days". */
  breaks: { text: string; severity: 'low' | 'medium' | 'high'; path: string | null }[]
  weeks: number[]
}

/** What cancel restores: of a server its life cycle, of the others nothing but the freeze. */
export type FrozenBefore = { lifecycle?: string; lifecycleBefore?: string | null; pilotUntil?: string | null; active?: boolean }

export const VERDICTS = ['silent', 'watching', 'still_calling', 'not_evaluable'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What the watch has found. Times RFC 3339, durations in milliseconds. */
export type SilenceVerdict = {
  verdict: Verdict; text: string
  from: string; to: string
  /** The time that must be vouched for, how much of it is, and when that will be enough if nothing else happens. */
  neededMs: number; vouchedMs: number; dueAt: string | null
  /** By the gateways' and servers' own sources, per server watched. */
  servers: { id: string; name: string; vouchedMs: number; sources: { name: string; alive: { from: string; to: string }[] }[]; gaps: { from: string; to: string; why: string }[] }[]
  /** Heard since the revocation: executed and refused calls, by whom, the last ones first (at most 20 events). */
  calls: number; refused: number; lastAt: string | null; callers: { name: string; calls: number; lastAt: string }[]; events: string[]
  /** Dead letters and drops that must be decided first. */
  blocking: string[]
}

export type LineView = {
  id: string; kind: ResidualKind; objectId: string | null; title: string; why: string; action: ResidualAction; state: LineState
  /** Null = the console itself. */
  owner: Named | null; to: Named | null; proofBy: string; proof: string | null; provenAt: string | null
  actedAt: string | null; actedBy: Named | null; reference: string | null; note: string | null; overdue: boolean; detail: Record<string, unknown>
  /** A console path to what it is about; null = there is no page. */
  path: string | null
}

export type CaseRow = {
  id: string; subject: { kind: SubjectKind; id: string; name: string; path: string | null }; stage: Stage; intent: 'retire' | 'replace' | 'repurpose'; emergency: boolean
  openedAt: string; openedBy: Named; owner: Named | null; lines: { total: number; done: number }; /** Owned things that have nobody to go to, while they can still be handed over. */ ownerless: number; verdict: Verdict | null
  /** "The watch has 4 h 7 min left": what it waits for, in one sentence. */
  sentence: string
  nextAt: string | null; overdue: boolean; closedAt: string | null; closedAs: 'silent' | 'exception' | null
}

export type CaseView = CaseRow & {
  reason: string; occasion: 'manual' | 'left' | 'transition' | 'policy' | 'bulk'; occasionText: string | null; bulkId: string | null; replacedBy: Named | null; successor: Named | null
  plannedFreezeAt: string | null; plannedRevokeAt: string | null; watchDays: number; explanation: { text: string; by: Named; at: string } | null
  stages: { stage: Stage; at: string | null; by: Named | null; note: string | null }[]
  blast: BlastRadius | null; watchFrom: string | null; silence: SilenceVerdict | null; lookedAt: string | null
  closeReason: string | null; closedBy: Named | null; reopened: number; reopenedAt: string | null; cancelled: { at: string; by: Named; reason: string } | null
  lineList: LineView[]
  version: number
}

