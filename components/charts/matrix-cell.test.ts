import { describe, expect, it } from 'vitest'
import { cellWords } from './matrix-cell'

describe('a cell of the matrix in words', () => {
  it('names every part that is there, and executed apart from blocked', () => {
    expect(cellWords({ used: 7, unused: 0, unknown: 2, executed: 1, blocked: 3, href: '/' })).toBe('7 used; 2 not evaluable; 1 ungranted, executed; 3 ungranted, blocked')
  })

  it('says that nothing is declared and nothing was seen', () => {
    expect(cellWords(undefined)).toBe('nothing declared, nothing seen')
  })
})
