import { describe, expect, it } from 'vitest'
import { share } from './search'

describe('the share of each group', () => {
  it('lets no group crowd out another, and keeps groups together', () => {
    expect(share([['a1', 'a2', 'a3'], ['b1'], ['c1', 'c2', 'c3']], 5)).toEqual(['a1', 'a2', 'b1', 'c1', 'c2'])
  })

  it('gives everything where there is room', () => {
    expect(share([['a1'], [], ['c1', 'c2']], 20)).toEqual(['a1', 'c1', 'c2'])
  })
})
