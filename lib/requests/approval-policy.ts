import { z } from 'zod'
import { ACCESS, ACCESS_RANK, type Access, SENSITIVITIES, type Sensitivity } from '@/lib/registry/model'
import { reasonSchema } from '@/lib/registry/server-input'

/** How many people must say yes: the server's owner (or who stands in), and distinct security reviewers. */
export type StepCount = { owner: 0 | 1; security: 0 | 1 | 2 }

const countSchema = z.strictObject({ owner: z.union([z.literal(0), z.literal(1)]), security: z.union([z.literal(0), z.literal(1), z.literal(2)]) })
  .refine(({ owner, security }) => owner + security > 0, 'somebody must approve')

const daysSchema = z.number().int().min(1).max(365)

function matrix<T extends z.ZodType>(cell: T) {
  return z.strictObject({ read: row(cell), write: row(cell), admin: row(cell) })
}

function row<T extends z.ZodType>(cell: T) {
  return z.strictObject({ public: cell, internal: cell, confidential: cell, restricted: cell })
}

/** A policy as stored: whatever was allowed when somebody set it is still read when the floors below rise. */
export const storedPolicySchema = z.strictObject({
  steps: matrix(countSchema),
  /** Days. */
  maximumDays: matrix(daysSchema),
  /** Servers with one of these tags need what admin on a restricted server needs. */
  strictEffects: z.array(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a tag such as payments or regulated_data')).max(30).transform((list) => [...new Set(list)].sort()),
  /** Unanswered for this long, a request lapses. */
  lapseDays: z.number().int().min(1).max(90),
  /** The requester may remind those who hold the request once in this time. */
  nudgeHours: z.number().int().min(1).max(168),
  /** A grant that breaks the glass ends after this long at the latest. */
  breakGlassHours: z.number().int().min(1).max(24),
})
export type ApprovalPolicy = z.output<typeof storedPolicySchema>

/** Admin, and anything on restricted servers, takes an owner and a security reviewer at least, whoever sets the policy: one pair of eyes is never enough for these. */
export function hasFloor(access: Access, sensitivity: Sensitivity): boolean {
  return access === 'admin' || sensitivity === 'restricted'
}

/** Who must approve what, and for how long at most: access × sensitivity. What somebody may set. */
export const approvalPolicySchema = storedPolicySchema.superRefine(({ steps }, refinement) => {
  for (const access of ACCESS) {
    for (const sensitivity of SENSITIVITIES) {
      const { owner, security } = steps[access][sensitivity]
      if (hasFloor(access, sensitivity) && (owner < 1 || security < 1)) refinement.addIssue({ code: 'custom', path: ['steps', access, sensitivity], message: 'takes the owner and one security reviewer at least' })
    }
  }
})

/** A change of the policy: all of it anew, why, and the number of the one that was looked at. */
export const changePolicySchema = z.strictObject({ content: approvalPolicySchema, reason: reasonSchema, number: z.number().int().min(0) })
export type ChangePolicy = z.output<typeof changePolicySchema>

const OWNER: StepCount = { owner: 1, security: 0 }
const OWNER_AND_ONE: StepCount = { owner: 1, security: 1 }
const OWNER_AND_TWO: StepCount = { owner: 1, security: 2 }

/** Number 0: in force until somebody sets another. */
export const DEFAULT_POLICY: ApprovalPolicy = {
  steps: {
    read: { public: OWNER, internal: OWNER, confidential: OWNER_AND_ONE, restricted: OWNER_AND_TWO },
    write: { public: OWNER_AND_ONE, internal: OWNER_AND_ONE, confidential: OWNER_AND_ONE, restricted: OWNER_AND_TWO },
    admin: { public: OWNER_AND_TWO, internal: OWNER_AND_TWO, confidential: OWNER_AND_TWO, restricted: OWNER_AND_TWO },
  },
  maximumDays: {
    read: { public: 180, internal: 180, confidential: 180, restricted: 90 },
    write: { public: 90, internal: 90, confidential: 90, restricted: 45 },
    admin: { public: 7, internal: 7, confidential: 7, restricted: 3 },
  },
  strictEffects: [],
  lapseDays: 14,
  nudgeHours: 24,
  breakGlassHours: 4,
}

/** What of a server decides who must approve. */
export type ServerWeight = { sensitivity: Sensitivity; effects: readonly string[] }

export function highestAccess(accesses: readonly Access[]): Access {
  return ACCESS.toReversed().find((access) => accesses.includes(access)) ?? 'read'
}

function more(a: StepCount, b: StepCount): StepCount {
  return { owner: a.owner >= b.owner ? a.owner : b.owner, security: a.security >= b.security ? a.security : b.security }
}

/** Who must approve a request for these accesses on this server, by one policy. */
export function stepsBy(policy: ApprovalPolicy, accesses: readonly Access[], server: ServerWeight): StepCount {
  // Whoever may do more may do the less too, so that no setting makes it easier to ask for more.
  const admitted = ACCESS.filter((access) => !isAbove(access, highestAccess(accesses)))
  const own = admitted.map((access) => policy.steps[access][server.sensitivity]).reduce(more)
  return server.effects.some((effect) => policy.strictEffects.includes(effect)) ? more(own, policy.steps.admin.restricted) : own
}

/** By several policies: the one at submission and the one now. The stricter counts, so that nobody is let through by a change made meanwhile. */
export function stepsByAll(policies: readonly ApprovalPolicy[], accesses: readonly Access[], server: ServerWeight): StepCount {
  return policies.map((policy) => stepsBy(policy, accesses, server)).reduce(more)
}

/** The longest that a grant may last, in days; by several policies the shortest. */
export function maximumDays(policies: readonly ApprovalPolicy[], access: Access, server: ServerWeight): number {
  return Math.min(...policies.map((policy) => policy.maximumDays[access][server.sensitivity]))
}

/** Only reading on public and internal servers may go on without an end. */
export function mayBeOpenEnded(access: Access, server: ServerWeight): boolean {
  return access === 'read' && (server.sensitivity === 'public' || server.sensitivity === 'internal')
}

/** "owner + 2 security reviewers". */
export function stepsText({ owner, security }: StepCount): string {
  const reviewers = security === 0 ? [] : [`${security} security ${security === 1 ? 'reviewer' : 'reviewers'}`]
  return [...(owner === 1 ? ['owner'] : []), ...reviewers].join(' + ')
}

/** One thing that two policies say differently, in words; `looser`: the second asks for less there. */
export type PolicyChange = { about: string; from: string; to: string; looser: boolean }

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** Everything that `to` says differently, for the trail and for the screen that changes the policy. */
export function policyChanges(from: ApprovalPolicy, to: ApprovalPolicy): PolicyChange[] {
  const found: PolicyChange[] = []
  const add = (about: string, was: string, is: string, looser: boolean): void => {
    if (was !== is) found.push({ about, from: was, to: is, looser })
  }
  for (const access of ACCESS) {
    for (const sensitivity of SENSITIVITIES) {
      const [a, b] = [from.steps[access][sensitivity], to.steps[access][sensitivity]]
      add(`approvals for ${access} on ${sensitivity} servers`, stepsText(a), stepsText(b), b.owner < a.owner || b.security < a.security)
      const [days, then] = [from.maximumDays[access][sensitivity], to.maximumDays[access][sensitivity]]
      add(`longest grant for ${access} on ${sensitivity} servers`, counted(days, 'day'), counted(then, 'day'), then > days)
    }
  }
  const effects = new Set([...from.strictEffects, ...to.strictEffects])
  for (const effect of effects) {
    const [was, is] = [from, to].map((policy) => (policy.strictEffects.includes(effect) ? 'the strictest steps' : 'the steps of its sensitivity'))
    add(`servers with the effect ${effect}`, was ?? '', is ?? '', !to.strictEffects.includes(effect))
  }
  add('a request lapses after', counted(from.lapseDays, 'day'), counted(to.lapseDays, 'day'), to.lapseDays > from.lapseDays)
  add('a reminder is possible every', counted(from.nudgeHours, 'hour'), counted(to.nudgeHours, 'hour'), false)
  add('what breaks the glass ends after', counted(from.breakGlassHours, 'hour'), counted(to.breakGlassHours, 'hour'), to.breakGlassHours > from.breakGlassHours)
  return found
}

/** Everything in which `to` asks for less than `from`, in words. */
export function loosened(from: ApprovalPolicy, to: ApprovalPolicy): string[] {
  return policyChanges(from, to).filter(({ looser }) => looser).map((change) => changeText(change))
}

export function changeText({ about, from, to }: PolicyChange): string {
  return `${about}: ${from} → ${to}`
}

/** Does a class of access lie above another? */
export function isAbove(a: Access, b: Access): boolean {
  return ACCESS_RANK[a] > ACCESS_RANK[b]
}
