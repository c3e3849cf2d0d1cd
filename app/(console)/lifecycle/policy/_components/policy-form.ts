import { type Action, ACTIONS, type Rule, RULES } from '@/lib/lifecycle/model'
import { type LifecyclePolicy, lifecyclePolicySchema } from '@/lib/lifecycle/policy'
import { ENVIRONMENTS, SENSITIVITIES } from '@/lib/registry/model'

/** One rule as it is typed. */
export type RuleForm = { on: boolean; days: string; graceDays: string; action: string; environments: readonly string[]; sensitivities: readonly string[] }
export type LifecycleForm = Record<Rule, RuleForm>

export function formOf({ rules }: LifecyclePolicy): LifecycleForm {
  const one = (rule: Rule): RuleForm => ({ ...rules[rule], days: rules[rule].days === null ? '' : String(rules[rule].days), graceDays: String(rules[rule].graceDays) })
  return { orphaned: one('orphaned'), unused: one('unused'), stale_secret: one('stale_secret'), attestation_overdue: one('attestation_overdue'), pilot_over: one('pilot_over'), no_workload_identity: one('no_workload_identity') }
}

/** The policy that was typed, and the paths of what is no number or does not fit; null while there are any. */
export function policyOf(form: LifecycleForm): { policy: LifecyclePolicy | null; faults: { path: string; message: string }[] } {
  const parsed = lifecyclePolicySchema.safeParse({ rules: Object.fromEntries(RULES.map((rule) => {
    const { on, days, graceDays, action, environments, sensitivities } = form[rule]
    return [rule, { on, days: days.trim() === '' ? null : Number(days), graceDays: graceDays.trim() === '' ? Number.NaN : Number(graceDays), action: actionOf(action), environments: ENVIRONMENTS.filter((one) => environments.includes(one)), sensitivities: SENSITIVITIES.filter((one) => sensitivities.includes(one)) }]
  })) })
  return parsed.success ? { policy: parsed.data, faults: [] } : { policy: null, faults: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) }
}

function actionOf(text: string): Action {
  return ACTIONS.find((action) => action === text) ?? 'notify'
}
