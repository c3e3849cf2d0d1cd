import { describe, expect, it } from 'vitest'
import { compareValues, sortingOf, sortText } from './sort'

describe('the order of a table in its address', () => {
  const known = new Set(['lastSeen', 'name'])

  it('is read and written the same way', () => {
    for (const text of ['name', '-lastSeen']) expect(sortText(sortingOf(text, known))).toBe(text)
  })

  it('ignores a column that is not there', () => {
    expect(sortingOf('-password', known)).toEqual([])
  })

  it('compares numbers by size, names as people do, and puts what is missing first', () => {
    expect([10, null, 9].sort(compareValues)).toEqual([null, 9, 10])
    expect(['tool10', 'Tool9', 'alpha'].sort(compareValues)).toEqual(['alpha', 'Tool9', 'tool10'])
  })
})
