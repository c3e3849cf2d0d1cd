import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newToken } from './secrets'
import { checksumOf, formatToken, parseToken } from './token-format'

const text = (length: number) => fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), { minLength: length, maxLength: length }).map((list) => list.join(''))

test('every token that is formed is read back', () => {
  fc.assert(fc.property(text(12), text(40), (id, secret) => {
    expect(parseToken(formatToken(id, secret))).toEqual({ id })
  }))
  expect(parseToken(newToken())).not.toBeNull()
})

test('a token with one character changed is not a token', () => {
  fc.assert(fc.property(text(12), text(40), fc.nat(), fc.constantFrom(...'abcdef0123456789'), (id, secret, at, letter) => {
    const token = formatToken(id, secret)
    const place = 4 + (at % (token.length - 4))
    const changed = token.slice(0, place) + letter + token.slice(place + 1)
    if (changed !== token) expect(parseToken(changed)).toBeNull()
  }))
})

test('an outside program can form a token from the description: the first eight hex digits of SHA-256 over what stands before', () => {
  const body = `bwk_${'a'.repeat(12)}_${'b'.repeat(40)}`
  expect(parseToken(`${body}_${checksumOf(body)}`)).toEqual({ id: 'a'.repeat(12) })
})
