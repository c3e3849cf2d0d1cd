import { describe, expect, it } from 'vitest'
import { ACCESS, SENSITIVITIES } from '@/lib/registry/model'
import { approvalPolicySchema, DEFAULT_POLICY, policyChanges } from '@/lib/requests/approval-policy'
import { effectChoices, formOf, policyOf, stepOptions, withCell } from './policy-form'

describe('the form of the approval policy', () => {
  it('says the policy that it was made of', () => {
    expect(policyOf(formOf(DEFAULT_POLICY))).toEqual({ policy: DEFAULT_POLICY, faults: [] })
  })

  it.each(ACCESS.flatMap((access) => SENSITIVITIES.map((sensitivity) => [access, sensitivity] as const)))('offers for %s on %s servers only what the server takes, and what it has now', (access, sensitivity) => {
    for (const { value } of stepOptions(access, sensitivity)) {
      const { policy } = policyOf(withCell(formOf(DEFAULT_POLICY), 'steps', access, sensitivity, value))
      expect(approvalPolicySchema.safeParse(policy).success).toBe(true)
      if (policy !== null) expect(policyChanges(DEFAULT_POLICY, policy).length).toBeLessThanOrEqual(1)
    }
    expect(stepOptions(access, sensitivity).map(({ value }) => value)).toContain(formOf(DEFAULT_POLICY).steps[access][sensitivity])
  })

  it.each(['', '0', '366', '1.5', '-3', 'x', '1e2'])('refuses “%s” as a number of days, and says where', (text) => {
    expect(policyOf(withCell(formOf(DEFAULT_POLICY), 'days', 'write', 'internal', text))).toMatchObject({ policy: null, faults: [{ path: 'maximumDays.write.internal' }] })
  })

  it('offers tags once: those that servers carry first', () => {
    expect(effectChoices(['iam', 'other'], [{ tag: 'secrets' }, { tag: 'iam' }])).toEqual(['secrets', 'iam', 'other', 'payments', 'regulated_data', 'production_change'])
  })
})
