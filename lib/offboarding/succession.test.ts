import { describe, expect, test } from 'vitest'
import { aLine, heirs } from '@/lib/testing/residual-builders'
import { managerUp, successorOf } from './succession'

const world = heirs({ leaverId: 'leaver', successorId: 'next' })

describe('who gets what a leaver owned', () => {
  test.each([
    ['whoever is named comes first', { named: 'next', backupId: 'backup', managerOf: 'leaver' }, ['next', 'named']],
    ['then the backup owner', { backupId: 'backup', managerOf: 'leaver' }, ['backup', 'backup']],
    ['then the manager', { backupId: null, managerOf: 'leaver' }, ['boss', 'manager']],
    ['never the leaver, though they are their own backup', { named: 'leaver', backupId: 'leaver', managerOf: 'leaver' }, ['boss', 'manager']],
    ['never somebody whom it must not be', { backupId: 'backup', managerOf: 'leaver', never: ['backup', 'boss'] }, ['chief', 'manager']],
    ['then the successor of the case', { managerOf: null }, ['next', 'successor']],
  ])('%s', (_title, owned, [to, by]) => {
    expect(successorOf(owned, world)).toMatchObject({ to, by })
  })

  test('somebody who left or is frozen is passed over, up the line', () => {
    const people = aLine({ leaver: 'boss', boss: 'chief', chief: null }, { boss: { active: false } })
    expect(managerUp(heirs({ people, leaverId: 'leaver' }), 'leaver')).toBe('chief')
    expect(managerUp(heirs({ people: aLine({ leaver: 'boss', boss: 'chief', chief: null }, { boss: { frozen: true }, chief: { frozen: true } }), leaverId: 'leaver' }), 'leaver')).toBeNull()
  })

  test('managers in a circle, and somebody who manages themself, come to an end', () => {
    expect(managerUp(heirs({ people: aLine({ leaver: 'a', a: 'b', b: 'leaver' }, { a: { active: false }, b: { active: false } }), leaverId: 'leaver' }), 'leaver')).toBeNull()
    expect(managerUp(heirs({ people: aLine({ leaver: 'leaver' }), leaverId: 'leaver' }), 'leaver')).toBeNull()
  })

  test('in an emergency whoever answers for the case takes what nobody else can, else whoever opened it; otherwise nobody does', () => {
    const alone = { people: aLine({ leaver: null, sec: null, ines: null }), leaverId: 'leaver', caseOwnerId: 'sec', openedBy: 'ines' }
    expect(successorOf({ managerOf: 'leaver' }, heirs(alone))).toMatchObject({ to: null, by: 'nobody' })
    expect(successorOf({ managerOf: 'leaver' }, heirs({ ...alone, emergency: true }))).toMatchObject({ to: 'sec', by: 'case_owner' })
    expect(successorOf({ managerOf: 'leaver' }, heirs({ ...alone, emergency: true, caseOwnerId: 'leaver' }))).toMatchObject({ to: 'ines', by: 'opener' })
  })
})
