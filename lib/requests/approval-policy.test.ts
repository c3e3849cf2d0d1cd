import { describe, expect, it } from 'vitest'
import { ACCESS, SENSITIVITIES } from '@/lib/registry/model'
import { type ApprovalPolicy, approvalPolicySchema, changePolicySchema, DEFAULT_POLICY, hasFloor, loosened, policyChanges, stepsText, storedPolicySchema } from './approval-policy'

const cell = (policy: ApprovalPolicy, access: 'read' | 'write' | 'admin', sensitivity: 'public' | 'internal' | 'confidential' | 'restricted', steps: object): unknown =>
  ({ ...policy, steps: { ...policy.steps, [access]: { ...policy.steps[access], [sensitivity]: steps } } })

describe('what nobody can set', () => {
  it.each(ACCESS.flatMap((access) => SENSITIVITIES.map((sensitivity) => [access, sensitivity] as const)))('for %s on %s servers', (access, sensitivity) => {
    const set = (steps: object): boolean => approvalPolicySchema.safeParse(cell(DEFAULT_POLICY, access, sensitivity, steps)).success
    expect(set({ owner: 0, security: 0 })).toBe(false)
    expect(set({ owner: 1, security: 1 })).toBe(true)
    expect(set({ owner: 1, security: 0 })).toBe(!hasFloor(access, sensitivity))
    expect(set({ owner: 0, security: 2 })).toBe(!hasFloor(access, sensitivity))
  })

  it('is still read where it was set before', () => {
    const before = cell(DEFAULT_POLICY, 'admin', 'public', { owner: 1, security: 0 })
    expect(approvalPolicySchema.safeParse(before).success).toBe(false)
    expect(storedPolicySchema.parse(before)).toEqual(before)
  })

  it('is a change without a reason, or of nothing in particular', () => {
    expect(changePolicySchema.safeParse({ content: DEFAULT_POLICY, reason: ' ', number: 0 }).success).toBe(false)
    expect(changePolicySchema.safeParse({ content: DEFAULT_POLICY, reason: 'x' }).success).toBe(false)
  })
})

describe('what a change says', () => {
  it.each([
    [{ owner: 1, security: 0 }, 'owner'], [{ owner: 1, security: 1 }, 'owner + 1 security reviewer'], [{ owner: 1, security: 2 }, 'owner + 2 security reviewers'], [{ owner: 0, security: 2 }, '2 security reviewers'],
  ] as const)('%j is "%s"', (steps, words) => expect(stepsText(steps)).toBe(words))

  it.each<[string, (policy: ApprovalPolicy) => unknown, { about: string; from: string; to: string; looser: boolean }]>([
    ['fewer reviewers', (policy) => cell(policy, 'write', 'confidential', { owner: 1, security: 0 }), { about: 'approvals for write on confidential servers', from: 'owner + 1 security reviewer', to: 'owner', looser: true }],
    ['more reviewers', (policy) => cell(policy, 'read', 'public', { owner: 1, security: 2 }), { about: 'approvals for read on public servers', from: 'owner', to: 'owner + 2 security reviewers', looser: false }],
    ['reviewers instead of the owner', (policy) => cell(policy, 'read', 'public', { owner: 0, security: 2 }), { about: 'approvals for read on public servers', from: 'owner', to: '2 security reviewers', looser: true }],
    ['longer grants', (policy) => ({ ...policy, maximumDays: { ...policy.maximumDays, admin: { ...policy.maximumDays.admin, restricted: 30 } } }), { about: 'longest grant for admin on restricted servers', from: '3 days', to: '30 days', looser: true }],
    ['shorter grants', (policy) => ({ ...policy, maximumDays: { ...policy.maximumDays, admin: { ...policy.maximumDays.admin, restricted: 1 } } }), { about: 'longest grant for admin on restricted servers', from: '3 days', to: '1 day', looser: false }],
    ['an effect more', (policy) => ({ ...policy, strictEffects: ['payments'] }), { about: 'servers with the effect payments', from: 'the steps of its sensitivity', to: 'the strictest steps', looser: false }],
    ['a later lapse', (policy) => ({ ...policy, lapseDays: 60 }), { about: 'a request lapses after', from: '14 days', to: '60 days', looser: true }],
    ['reminders', (policy) => ({ ...policy, nudgeHours: 1 }), { about: 'a reminder is possible every', from: '24 hours', to: '1 hour', looser: false }],
    ['longer broken glass', (policy) => ({ ...policy, breakGlassHours: 24 }), { about: 'what breaks the glass ends after', from: '4 hours', to: '24 hours', looser: true }],
  ])('names %s', (_, change, said) => {
    const to = approvalPolicySchema.parse(change(DEFAULT_POLICY))
    expect(policyChanges(DEFAULT_POLICY, to)).toEqual([said])
    expect(policyChanges(to, DEFAULT_POLICY)).toEqual([{ ...said, from: said.to, to: said.from, looser: expect.any(Boolean) }])
    expect(loosened(DEFAULT_POLICY, to)).toEqual(said.looser ? [`${said.about}: ${said.from} → ${said.to}`] : [])
  })

  it('names an effect taken away as a loosening, and nothing for tags in another order or twice', () => {
    const from = { ...DEFAULT_POLICY, strictEffects: ['iam', 'payments'] }
    expect(loosened(from, { ...DEFAULT_POLICY, strictEffects: ['iam'] })).toEqual(['servers with the effect payments: the strictest steps → the steps of its sensitivity'])
    expect(policyChanges(from, approvalPolicySchema.parse({ ...DEFAULT_POLICY, strictEffects: ['payments', 'iam', 'iam'] }))).toEqual([])
  })
})
