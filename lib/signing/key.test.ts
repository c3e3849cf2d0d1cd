import { createPublicKey, verify as check } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { processState } from '@/lib/db/process-state'
import { sign, signingKey, verify } from './key'

const bytes = new TextEncoder().encode('what was decided')

beforeEach(() => {
  processState().rootSecret = 'the secret of tests, long enough for anything'
})

describe('the console’s own key', () => {
  test('is the same for every process with the same secret, and another with another', () => {
    const before = signingKey()
    expect(signingKey()).toEqual(before)
    processState().rootSecret = 'another secret of tests, long enough for anything'
    expect(signingKey().keyId).not.toBe(before.keyId)
  })

  test('signs so that the public key alone verifies it, and no other bytes', () => {
    const signature = sign(bytes)
    expect(signature).toHaveLength(64)
    expect(check(null, bytes, createPublicKey(signingKey().publicKeyPem), signature)).toBe(true)
    expect(verify(new TextEncoder().encode('what was not decided'), signature)).toBe(false)
  })

  test('its public half says nothing of the secret', () => {
    expect(signingKey().publicKeyPem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
    expect(signingKey().publicKeyPem).not.toContain('PRIVATE')
  })
})
