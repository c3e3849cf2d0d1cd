import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planGroupRoles } from './group-roles'
import { ROLES, type Role } from './model'

const others = { admin: 1, security_reviewer: 1 }

describe('roles by groups', () => {
  test.each<[string, { before: Role[]; groupRoles: Role[]; given: Role[] | null; otherHolders?: object }, { roles: Role[]; groupRoles: Role[]; kept?: Role[] }]>([
    ['a new group gives its role beside what is there', { before: ['member'], groupRoles: [], given: ['auditor'] }, { roles: ['member', 'auditor'], groupRoles: ['auditor'] }],
    ['a group that is gone takes its role along', { before: ['member', 'auditor'], groupRoles: ['auditor'], given: [] }, { roles: ['member'], groupRoles: [] }],
    ['a role given by hand stays when the group goes', { before: ['member', 'auditor'], groupRoles: [], given: [] }, { roles: ['member', 'auditor'], groupRoles: [] }],
    ['a role given by hand stays by hand though a group gives it too', { before: ['auditor'], groupRoles: [], given: ['auditor'] }, { roles: ['auditor'], groupRoles: [] }],
    ['a missing claim changes nothing', { before: ['member', 'admin'], groupRoles: ['admin'], given: null }, { roles: ['member', 'admin'], groupRoles: ['admin'] }],
    ['the last administrator stays, and goes when there is another', { before: ['admin'], groupRoles: ['admin'], given: [], otherHolders: {} }, { roles: ['admin'], groupRoles: ['admin'], kept: ['admin'] }],
    ['an administrator who is not the last goes', { before: ['admin'], groupRoles: ['admin'], given: [] }, { roles: [], groupRoles: [] }],
  ])('%s', (_title, input, expected) => {
    expect(planGroupRoles({ otherHolders: others, ...input })).toMatchObject({ kept: [], ...expected })
  })

  test('whatever was there: nothing comes that no group gives, nothing by hand goes, and the last administrator stays', () => {
    const roles = fc.subarray([...ROLES])
    fc.assert(fc.property(roles, roles, roles, fc.nat(2), (before, byGroup, given, admins) => {
      const plan = planGroupRoles({ before, groupRoles: byGroup, given, otherHolders: { admin: admins, security_reviewer: 1 } })
      for (const role of plan.roles) expect(before.includes(role) || given.includes(role)).toBe(true)
      for (const role of before.filter((one) => !byGroup.includes(one))) expect(plan.roles).toContain(role)
      if (before.includes('admin') && admins === 0) expect(plan.roles).toContain('admin')
      for (const role of plan.groupRoles) expect(plan.roles).toContain(role)
      expect(new Set(plan.roles).size).toBe(plan.roles.length)
      // Doing it twice is doing it once.
      expect(planGroupRoles({ before: plan.roles, groupRoles: plan.groupRoles, given, otherHolders: { admin: admins, security_reviewer: 1 } })).toMatchObject({ added: [], removed: [] })
    }))
  })
})
