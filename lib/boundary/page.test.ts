import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decodeCursor, encodeCursor, pageOf } from './page'

describe('a cursor', () => {
  it('comes back as the position it was made of', () => {
    expect(decodeCursor(encodeCursor(['2026-11-20', 'ünï']), z.tuple([z.string(), z.string()]))).toEqual(['2026-11-20', 'ünï'])
    expect(decodeCursor(undefined, z.string())).toBeNull()
  })

  it.each([
    ['of another list', encodeCursor({ name: 'a' })], ['that is no JSON', 'e30'.slice(0, 2)], ['with U+0000, which no database takes for text', encodeCursor('a\u0000')],
    ['with half a character', encodeCursor('\ud800')], ['that is nothing', ''],
  ])('%s is refused', (_, cursor) => {
    expect(() => decodeCursor(cursor, z.string())).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })
})

it('a page ends where the list does', () => {
  const page = (found: number[]) => pageOf(found, 2, (row) => row * 10, (row) => row)
  expect(page([1, 2])).toEqual({ items: [10, 20], nextCursor: null })
  expect(page([1, 2, 3])).toEqual({ items: [10, 20], nextCursor: encodeCursor(2) })
})
