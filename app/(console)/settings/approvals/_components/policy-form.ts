import type { Access, Sensitivity } from '@/lib/registry/model'
import { type ApprovalPolicy, hasFloor, type StepCount, stepsText } from '@/lib/requests/approval-policy'

/** What is typed: numbers as texts, so that a field can be empty for a moment. */
export type PolicyForm = {
  steps: Record<Access, Record<Sensitivity, string>>
  days: Record<Access, Record<Sensitivity, string>>
  effects: string[]
  lapseDays: string
  nudgeHours: string
  breakGlassHours: string
}

const code = ({ owner, security }: StepCount): string => `${owner}-${security}`

const ALL: readonly StepCount[] = [{ owner: 1, security: 0 }, { owner: 0, security: 1 }, { owner: 1, security: 1 }, { owner: 0, security: 2 }, { owner: 1, security: 2 }]

/** Who may be asked to agree, as choices; where the floor holds only what does not go below it. */
export function stepOptions(access: Access, sensitivity: Sensitivity): { value: string; label: string }[] {
  return ALL.filter(({ owner, security }) => !hasFloor(access, sensitivity) || (owner > 0 && security > 0)).map((steps) => ({ value: code(steps), label: stepsText(steps) }))
}

function each<T>(cell: (access: Access, sensitivity: Sensitivity) => T): Record<Access, Record<Sensitivity, T>> {
  const row = (access: Access): Record<Sensitivity, T> => ({ public: cell(access, 'public'), internal: cell(access, 'internal'), confidential: cell(access, 'confidential'), restricted: cell(access, 'restricted') })
  return { read: row('read'), write: row('write'), admin: row('admin') }
}

export function formOf(policy: ApprovalPolicy): PolicyForm {
  return {
    steps: each((access, sensitivity) => code(policy.steps[access][sensitivity])), days: each((access, sensitivity) => String(policy.maximumDays[access][sensitivity])),
    effects: [...policy.strictEffects], lapseDays: String(policy.lapseDays), nudgeHours: String(policy.nudgeHours), breakGlassHours: String(policy.breakGlassHours),
  }
}

const whole = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN)

/** What the form says, or the fields that say no whole number within their limits. */
export function policyOf(form: PolicyForm): { policy: ApprovalPolicy; faults: [] } | { policy: null; faults: { path: string; message: string }[] } {
  const faults: { path: string; message: string }[] = []
  const number = (path: string, text: string, most: number): number => {
    const value = whole(text)
    if (!(value >= 1 && value <= most)) faults.push({ path, message: `must be a whole number from 1 to ${most}` })
    return value
  }
  const steps = each<StepCount>((access, sensitivity) => ALL.find((one) => code(one) === form.steps[access][sensitivity]) ?? { owner: 1, security: 2 })
  const maximumDays = each((access, sensitivity) => number(`maximumDays.${access}.${sensitivity}`, form.days[access][sensitivity], 365))
  const policy: ApprovalPolicy = {
    steps, maximumDays, strictEffects: [...form.effects].sort(), lapseDays: number('lapseDays', form.lapseDays, 90),
    nudgeHours: number('nudgeHours', form.nudgeHours, 168), breakGlassHours: number('breakGlassHours', form.breakGlassHours, 24),
  }
  return faults.length === 0 ? { policy, faults: [] } : { policy: null, faults }
}

/** The form with one cell of one matrix changed. */
export function withCell(form: PolicyForm, of: 'steps' | 'days', access: Access, sensitivity: Sensitivity, value: string): PolicyForm {
  return { ...form, [of]: { ...form[of], [access]: { ...form[of][access], [sensitivity]: value } } }
}

/** Tags that can be chosen: those chosen, those that servers carry, and the usual ones. */
export function effectChoices(chosen: readonly string[], carried: readonly { tag: string }[]): string[] {
  return [...new Set([...carried.map(({ tag }) => tag), ...chosen, 'payments', 'iam', 'secrets', 'regulated_data', 'production_change'])]
}

