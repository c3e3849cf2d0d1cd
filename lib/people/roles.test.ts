import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ROLES, type Role } from './model'
import { GUARDED_ROLES, mayConsent, planRoles } from './roles'

const base = { personId: 'p1', before: ['member'] as Role[], behind: ['boss'], holders: { admin: ['boss'], security_reviewer: ['boss'] } }

describe('giving and taking roles', () => {
  test('a guarded role is given at once while fewer than two hold it', () => {
    expect(planRoles({ ...base, wanted: ['member', 'security_reviewer'] })).toEqual({ ok: true, roles: ['member', 'security_reviewer'], pending: [] })
  })

  test('a guarded role waits for a second holder once two hold it', () => {
    const holders = { admin: ['boss'], security_reviewer: ['boss', 'other'] }
    expect(planRoles({ ...base, holders, wanted: ['member', 'security_reviewer', 'auditor'] })).toEqual({ ok: true, roles: ['member', 'auditor'], pending: ['security_reviewer'] })
  })

  test('the console itself, behind which nobody stands, gives a guarded role at once', () => {
    const holders = { admin: ['boss'], security_reviewer: ['boss', 'other'] }
    expect(planRoles({ ...base, behind: [], holders, wanted: ['member', 'security_reviewer'] })).toEqual({ ok: true, roles: ['member', 'security_reviewer'], pending: [] })
  })

  test('nobody changes their own roles, through a token neither', () => {
    expect(planRoles({ ...base, personId: 'boss', before: ['admin'], wanted: ['admin', 'auditor'] }).ok).toBe(false)
    expect(planRoles({ ...base, personId: 'boss', before: ['admin'], wanted: ['admin', 'auditor'], behind: ['somebody', 'boss'] }).ok).toBe(false)
  })

  test('the last holder of a guarded role keeps it', () => {
    expect(planRoles({ ...base, personId: 'p2', before: ['admin'], wanted: ['member'], holders: { admin: ['p2'], security_reviewer: ['boss'] } }).ok).toBe(false)
    expect(planRoles({ ...base, personId: 'p2', before: ['admin'], wanted: ['member'], holders: { admin: ['p2', 'boss'], security_reviewer: ['boss'] } }).ok).toBe(true)
  })

  test('whatever is wished, no guarded role is given beyond the second holder without consent', () => {
    const roles = fc.subarray([...ROLES])
    const ids = fc.subarray(['a', 'b', 'c'])
    fc.assert(fc.property(roles, roles, ids, ids, (before, wanted, admins, reviewers) => {
      const holders: Record<string, string[]> = { admin: admins, security_reviewer: reviewers }
      const plan = planRoles({ personId: 'x', before, wanted, behind: ['boss'], holders })
      if (!plan.ok) return
      for (const role of GUARDED_ROLES) {
        if (plan.roles.includes(role) && !before.includes(role)) expect((holders[role] ?? []).length).toBeLessThan(2)
      }
      expect(new Set([...plan.roles, ...plan.pending])).toEqual(new Set(wanted))
    }))
  })
})

describe('consent to a waiting role', () => {
  const signedIn = { kind: 'person' as const, bootstrap: false }
  const change = { personId: 'new', requestedBy: 'boss', role: 'admin' as Role }
  test.each([
    ['a second holder may', { personId: 'other', behind: ['other'] }, null],
    ['a service token may not', { personId: 'other', behind: ['other'], kind: 'token' as const }, 'service token'],
    ['the start token may', { personId: 'other', behind: ['other'], kind: 'token' as const, bootstrap: true }, null],
    ['one who does not hold it may not', { personId: 'stranger', behind: ['stranger'] }, 'Only a holder'],
    ['who asked may not', { personId: 'boss', behind: ['boss'] }, 'Whoever asked'],
    ['who asked may not through another’s token', { personId: 'other', behind: ['other', 'boss'] }, 'Whoever asked'],
  ])('%s', (_title, actor, refusal) => {
    const found = mayConsent(change, { ...signedIn, ...actor }, ['boss', 'other'])
    if (refusal === null) expect(found).toBeNull()
    else expect(found).toContain(refusal)
  })

  test('nobody consents to their own', () => {
    expect(mayConsent({ ...change, personId: 'other' }, { ...signedIn, personId: 'other', behind: ['other'] }, ['boss', 'other'])).toContain('own')
  })
})
