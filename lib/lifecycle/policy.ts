import { z } from 'zod'
import { ENVIRONMENTS, SENSITIVITIES } from '@/lib/registry/model'
import { reasonSchema } from '@/lib/registry/server-input'
import type { PolicyChange } from '@/lib/requests/approval-policy'
import { type Action, ACTIONS, counted, type HolderFact, type Rule, RULES } from './model'

const settingSchema = z.strictObject({
  on: z.boolean(),
  /** Of `unused` and `attestation_overdue`: after how many days. Of `stale_secret`: how old a static secret without a cadence of its own may become; null = none is asked. Of the others null. */
  days: z.number().int().min(1).max(1000).nullable(),
  /** Between the day on which it is found and told, and the action. */
  graceDays: z.number().int().min(0).max(365),
  action: z.enum(ACTIONS),
  /** Only servers of these; empty = any. A rule that is narrowed looks at no agents, which have neither. */
  environments: z.array(z.enum(ENVIRONMENTS)).max(ENVIRONMENTS.length).transform((list) => ENVIRONMENTS.filter((one) => list.includes(one))),
  sensitivities: z.array(z.enum(SENSITIVITIES)).max(SENSITIVITIES.length).transform((list) => SENSITIVITIES.filter((one) => list.includes(one))),
})
export type RuleSetting = z.output<typeof settingSchema>

/** Rules that ask after how many days, and the one that may. */
export const NEEDS_DAYS: ReadonlySet<Rule> = new Set<Rule>(['unused', 'attestation_overdue'])
export const MAY_HAVE_DAYS: ReadonlySet<Rule> = new Set<Rule>(['unused', 'attestation_overdue', 'stale_secret'])

/** What must not last, how long it may, and what follows. */
export const lifecyclePolicySchema = z.strictObject({ rules: z.strictObject({ orphaned: settingSchema, unused: settingSchema, stale_secret: settingSchema, attestation_overdue: settingSchema, pilot_over: settingSchema, no_workload_identity: settingSchema }) })
  .superRefine(({ rules }, refinement) => {
    for (const rule of RULES) {
      const { days } = rules[rule]
      if (days === null && NEEDS_DAYS.has(rule)) refinement.addIssue({ code: 'custom', path: ['rules', rule, 'days'], message: 'says after how many days' })
      if (days !== null && !MAY_HAVE_DAYS.has(rule)) refinement.addIssue({ code: 'custom', path: ['rules', rule, 'days'], message: 'is not asked of this rule' })
    }
  })
export type LifecyclePolicy = z.output<typeof lifecyclePolicySchema>

/** A change of the policy: all of it anew, why, and the number of the one that was looked at. */
export const changeLifecyclePolicySchema = z.strictObject({ content: lifecyclePolicySchema, reason: reasonSchema, number: z.number().int().min(0) })
export type ChangeLifecyclePolicy = z.output<typeof changeLifecyclePolicySchema>
export const previewPolicySchema = z.strictObject({ content: lifecyclePolicySchema })

const setting = (days: number | null, graceDays: number, action: Action): RuleSetting => ({ on: true, days, graceDays, action, environments: [], sensitivities: [] })

/** Number 0: in force until somebody sets another. It tells; only what nobody answers for is quarantined. */
export const DEFAULT_LIFECYCLE_POLICY: LifecyclePolicy = {
  rules: {
    orphaned: setting(null, 14, 'quarantine'), unused: setting(90, 14, 'notify'), stale_secret: setting(null, 14, 'notify'),
    attestation_overdue: setting(180, 14, 'notify'), pilot_over: setting(null, 7, 'notify'), no_workload_identity: setting(null, 30, 'notify'),
  },
}

/** Every so many days somebody says that it is still theirs: the server's own cadence, else the policy's. */
export function attestEveryDays(policy: LifecyclePolicy, fact: { reviewEveryDays?: number | null | undefined }): number {
  return fact.reviewEveryDays ?? policy.rules.attestation_overdue.days ?? 180
}

/** Does a rule look at this one at all? */
export function inScope({ environments, sensitivities }: RuleSetting, fact: HolderFact): boolean {
  if (fact.kind === 'agent') return environments.length === 0 && sensitivities.length === 0
  return (environments.length === 0 || environments.includes(fact.environment)) && (sensitivities.length === 0 || sensitivities.includes(fact.sensitivity))
}

export const RULE_WORDS: Record<Rule, string> = {
  orphaned: 'nobody answers for it', unused: 'nothing has called it, or it has called nothing', stale_secret: 'a secret is older than it may be',
  attestation_overdue: 'nobody has said that it is still theirs', pilot_over: 'its pilot is over', no_workload_identity: 'it has no workload identity',
}
export const ACTION_WORDS: Record<Action, string> = { notify: 'tell security too', quarantine: 'quarantine', offboard: 'offboard' }

/** Everything that `to` says differently. */
export function lifecyclePolicyChanges(from: LifecyclePolicy, to: LifecyclePolicy): PolicyChange[] {
  return RULES.flatMap((rule) => changesOf(rule, from.rules[rule], to.rules[rule]))
}

function changesOf(rule: Rule, a: RuleSetting, b: RuleSetting): PolicyChange[] {
  const about = `when ${RULE_WORDS[rule]}`
  if (!a.on && !b.on) return []
  if (a.on !== b.on) return [{ about, from: a.on ? inWords(a) : 'nothing follows', to: b.on ? inWords(b) : 'nothing follows', looser: a.on }]
  const found: PolicyChange[] = []
  const add = (what: string, was: string, is: string, looser: boolean): void => {
    if (was !== is) found.push({ about: `${about}: ${what}`, from: was, to: is, looser })
  }
  add('after', daysText(a.days), daysText(b.days), (b.days ?? Infinity) > (a.days ?? Infinity))
  add('grace', counted(a.graceDays, 'day'), counted(b.graceDays, 'day'), b.graceDays > a.graceDays)
  add('what follows', ACTION_WORDS[a.action], ACTION_WORDS[b.action], ACTIONS.indexOf(b.action) < ACTIONS.indexOf(a.action))
  add('where', scopeText(a), scopeText(b), !covers(b, a))
  return found
}

/** Does `a` look at everything at which `b` looks? */
function covers(a: RuleSetting, b: RuleSetting): boolean {
  const within = (wide: readonly string[], narrow: readonly string[]): boolean => wide.length === 0 || (narrow.length > 0 && narrow.every((one) => wide.includes(one)))
  return within(a.environments, b.environments) && within(a.sensitivities, b.sensitivities)
}

function daysText(days: number | null): string {
  return days === null ? 'only by its own cadence' : counted(days, 'day')
}

/** "production, restricted servers"; "any server or agent". */
export function scopeText({ environments, sensitivities }: RuleSetting): string {
  if (environments.length === 0 && sensitivities.length === 0) return 'any server or agent'
  return `${[environments.join(' or '), sensitivities.join(' or ')].filter((part) => part !== '').join(', ')} servers`
}

/** "after 90 days, 14 days of grace, then quarantine". */
export function inWords(one: RuleSetting): string {
  return `${one.days === null ? '' : `after ${counted(one.days, 'day')}, `}${counted(one.graceDays, 'day')} of grace, then ${ACTION_WORDS[one.action]}${one.environments.length + one.sensitivities.length === 0 ? '' : `, ${scopeText(one)}`}`
}

export function lifecycleChangeText({ about, from, to }: PolicyChange): string {
  return `${about}: ${from} → ${to}`
}
