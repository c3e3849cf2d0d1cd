import { type Action, DAY_MS, type HolderFact, isInService, type Rule, RULES, whoActs, type World } from '@/lib/lifecycle/model'
import type { Duty } from '@/lib/lifecycle/next-duty'
import { KIND_OF_RULE } from '@/lib/lifecycle/next-duty'
import { inScope, type LifecyclePolicy } from '@/lib/lifecycle/policy'
import type { StoredDuty } from '@/lib/lifecycle/queries/duties'
import { holding } from '@/lib/lifecycle/rules'

/** What stands beside the rules: reviews of grants, transfers, and the end. Times in milliseconds. */
export type Besides = { reviewDueAt: number | null; transfer: { text: string; lapsesAt: number; waitsFor: string | null } | null; offboarding: { text: string; dueAt: number | null; ownerId: string | null } | null }

/** These have a date of their own, with or without a policy; the others are due when the grace is over. */
const BY_CALENDAR: ReadonlySet<Rule> = new Set<Rule>(['stale_secret', 'attestation_overdue', 'pilot_over'])

/** Everything that is asked of one server or agent, now or on a day to come. */
export function dutiesOf(fact: HolderFact, stored: readonly StoredDuty[], besides: Besides, policy: LifecyclePolicy, world: World): Duty[] {
  const found = RULES.flatMap((rule) => ruleDuty(rule, fact, stored.find((duty) => duty.rule === rule), policy, world))
  const who = whoActs(fact)
  if (besides.reviewDueAt !== null && isInService(fact)) found.push({ kind: 'review', text: `The grants of ${fact.name} are to be reviewed`, dueAt: besides.reviewDueAt, ownerId: who, action: null })
  if (besides.transfer !== null) found.push({ kind: 'transfer', text: besides.transfer.text, dueAt: besides.transfer.lapsesAt, ownerId: besides.transfer.waitsFor, action: null })
  if (besides.offboarding !== null) found.push({ kind: 'offboarding', ...besides.offboarding, action: null })
  return found
}

function ruleDuty(rule: Rule, fact: HolderFact, open: StoredDuty | undefined, policy: LifecyclePolicy, world: World): Duty[] {
  const setting = policy.rules[rule]
  const asked = setting.on && inScope(setting, fact)
  if (!asked && !BY_CALENDAR.has(rule)) return []
  const found = holding(rule, fact, setting, policy, world)
  if (found === null) return []
  const action = (what: Action, at: number, done: boolean): Duty['action'] => (what === 'notify' ? null : { what, at, done })
  const graceEnds = open?.dueAt ?? Math.max(world.now, found.since) + setting.graceDays * DAY_MS
  return [{
    kind: KIND_OF_RULE[rule], text: found.text, dueAt: BY_CALENDAR.has(rule) ? found.since : graceEnds, ownerId: whoActs(fact),
    action: asked ? action(open?.action ?? setting.action, graceEnds, open !== undefined && open.actedAt !== null) : null,
  }]
}
