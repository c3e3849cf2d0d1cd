import { randomInt } from 'node:crypto'
import { formatToken } from './token-format'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** `length` random characters of [a-z0-9], from the system's source of randomness. */
export function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
}

/** A new token value; it is shown once and only its hash is kept. */
export function newToken(): string {
  return formatToken(randomText(12), randomText(40))
}
