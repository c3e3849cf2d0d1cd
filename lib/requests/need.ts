import { type ApprovalPolicy, maximumDays, mayBeOpenEnded, type ServerWeight, type StepCount, stepsByAll } from './approval-policy'
import type { RequestContent, RequestTarget } from './content'
import type { RequestKind } from './state'
import { type GrantWindow, windowAt } from './window'

/** After the glass was broken two distinct security reviewers look at it, whatever it was for: the owner may have broken it. */
const AFTERWARDS: StepCount = { owner: 0, security: 2 }

/** Who must say yes to this. `policies`: the one at its submission and the one now. */
export function needOf(kind: RequestKind, policies: readonly ApprovalPolicy[], content: RequestContent, server: ServerWeight): StepCount {
  return kind === 'break_glass' ? AFTERWARDS : stepsByAll(policies, content.targets.map((target) => target.access), server)
}

/** The window of one target's grant, approved at `approvedAt` (milliseconds). `after`: the end of what it renews. */
export function windowFor(policies: readonly ApprovalPolicy[], content: RequestContent, target: RequestTarget, server: ServerWeight, approvedAt: number, after: number | null = null): GrantWindow | null {
  return windowAt(content, approvedAt, { maximumDays: maximumDays(policies, target.access, server), openEnded: mayBeOpenEnded(target.access, server), after })
}

const HOUR_MS = 3_600_000

/** In an emergency: from now on, for hours. */
export function emergencyWindow(policies: readonly ApprovalPolicy[], content: RequestContent, now: number): GrantWindow {
  const longest = now + Math.min(...policies.map((policy) => policy.breakGlassHours)) * HOUR_MS
  const asked = windowAt({ startsAt: null, terms: content.terms }, now, { maximumDays: 1, openEnded: false })
  const until = Math.min(asked?.until ?? longest, longest)
  return { from: now, until: Math.max(until, now + 1), cut: content.terms.length > 0 && (asked?.until ?? 0) > longest }
}

/** Where what was asked for is longer than the settings allow: the shortest of the longest times, in days. */
export function shortenedTo(policies: readonly ApprovalPolicy[], content: RequestContent, server: ServerWeight, now: number): number | null {
  const cut = content.targets.filter((target) => windowFor(policies, content, target, server, now)?.cut === true)
  return cut.length === 0 ? null : Math.min(...cut.map((target) => maximumDays(policies, target.access, server)))
}
