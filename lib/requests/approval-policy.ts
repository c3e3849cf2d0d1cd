import { z } from 'zod'
import { ACCESS, ACCESS_RANK, type Access, SENSITIVITIES, type Sensitivity } from '@/lib/registry/model'

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

/** Who must approve what, and for how long at most: access × sensitivity. */
export const approvalPolicySchema = z.strictObject({
  steps: matrix(countSchema),
  /** Days. */
  maximumDays: matrix(daysSchema),
  /** Servers with one of these tags need what admin on a restricted server needs. */
  strictEffects: z.array(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a tag such as payments or regulated_data')).max(30),
  /** Unanswered for this long, a request lapses. */
  lapseDays: z.number().int().min(1).max(90),
  /** The requester may remind those who hold the request once in this time. */
  nudgeHours: z.number().int().min(1).max(168),
  /** A grant that breaks the glass ends after this long at the latest. */
  breakGlassHours: z.number().int().min(1).max(24),
})
export type ApprovalPolicy = z.output<typeof approvalPolicySchema>

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
  const own = accesses.map((access) => policy.steps[access][server.sensitivity]).reduce(more, policy.steps.read[server.sensitivity])
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

/** Every cell in which `to` asks for less than `from`, in words; for the trail and for the screen that changes the policy. */
export function loosened(from: ApprovalPolicy, to: ApprovalPolicy): string[] {
  const found: string[] = []
  for (const access of ACCESS) {
    for (const sensitivity of SENSITIVITIES) {
      const [a, b] = [from.steps[access][sensitivity], to.steps[access][sensitivity]]
      if (b.owner < a.owner || b.security < a.security) found.push(`fewer approvals for ${access} on ${sensitivity} servers`)
      if (to.maximumDays[access][sensitivity] > from.maximumDays[access][sensitivity]) found.push(`longer grants for ${access} on ${sensitivity} servers`)
    }
  }
  for (const effect of from.strictEffects) if (!to.strictEffects.includes(effect)) found.push(`${effect} no longer asks for the strictest steps`)
  return found
}

/** Does a class of access lie above another? */
export function isAbove(a: Access, b: Access): boolean {
  return ACCESS_RANK[a] > ACCESS_RANK[b]
}
