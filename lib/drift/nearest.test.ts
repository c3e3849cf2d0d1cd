import { describe, expect, test } from 'vitest'
import { NOW } from '@/lib/testing/drift-time'
import { aDriftInput, aGrantFact, aUse } from '@/lib/testing/drift-builders'
import { callOf } from './coverage'
import { nearestGrant } from './nearest'

function nearest(grants: ReturnType<typeof aGrantFact>[], use: ReturnType<typeof aUse>, preferred: string | null = null) {
  const call = callOf(use, NOW)
  if (call === null) throw new Error('The use is a call.')
  return nearestGrant(aDriftInput(grants, []).declarations, call, preferred)
}

describe('why no grant covers it: the nearest one', () => {
  test('is the one the verdict named, else the one that fits in most dimensions', () => {
    const grants = [aGrantFact({ id: 'g1', target: 'pull', access: 'read' }), aGrantFact({ id: 'g2', target: 'pull', access: 'admin' })]
    expect(nearest(grants, aUse({ access: 'admin' }))).toMatchObject({ grant: { id: 'g2' }, fit: { caller: true, time: true, target: false, access: true, scope: true } })
    expect(nearest(grants, aUse({ access: 'admin' }), 'g1')).toMatchObject({ grant: { id: 'g1' }, fit: { target: false, access: false } })
  })

  test('of two that fit as much, is the caller’s own', () => {
    const grants = [aGrantFact({ id: 'g1', agent: 'release' }), aGrantFact({ id: 'g2', target: 'pull' })]
    expect(nearest(grants, aUse())).toMatchObject({ grant: { id: 'g2' }, fit: { caller: true, target: false } })
  })

  test('is none where the server has no grant', () => {
    expect(nearest([aGrantFact({ server: 'pay' })], aUse())).toBeNull()
  })
})
