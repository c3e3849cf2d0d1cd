import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskRecord, redactParameters } from './redact'
import { isSecretName } from '@/lib/registry/secret-shapes'
import { HIDDEN } from '@/lib/registry/secret-shapes'
import { hideSecrets } from './secrets'

const given = { repo: 'acme/api', apiKey: 'abc', note: 'token ghp_abcdefghijklmnopqrstuvwxyz0123456789', nested: { password: ['a', 'b'], count: 3, long: 'x'.repeat(300) }, ok: true, none: null }

describe('parameters', () => {
  test('are dropped, cut to names, masked or kept as the source says', () => {
    expect(redactParameters(given, 'drop')).toBeNull()
    expect(redactParameters(given, 'keys')).toEqual({ repo: null, apiKey: null, note: null, nested: { password: [null, null], count: null, long: null }, ok: null, none: null })
    expect(redactParameters(given, 'masked')).toEqual({ repo: 'acme/api', apiKey: HIDDEN, note: `token ${HIDDEN}`, nested: { password: HIDDEN, count: 3, long: '[300 characters]' }, ok: true, none: null })
    expect(redactParameters(given, 'full')).toEqual(given)
  })

  test('a member named __proto__ stays data', () => {
    const parsed = JSON.parse('{"__proto__":{"polluted":1},"a\\u0000":"b\\ud800"}') as Record<string, unknown>
    for (const redaction of ['masked', 'full'] as const) {
      const kept = JSON.stringify(redactParameters(parsed, redaction))
      expect(kept).toBe('{"__proto__":{"polluted":1},"a\ufffd":"b\ufffd"}')
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

test.each(['password', 'dbPassword', 'client_secret', 'X-Auth-Token', 'Authorization', 'apiKey', 'API_KEY', 'accessKey', 'private-key', 'cookies'])('%s names a secret', (name) => {
  expect(isSecretName(name)).toBe(true)
})

test.each(['repo', 'spin', 'tokenizer', 'design', 'passenger', 'monkey', 'title'])('%s names no secret', (name) => {
  expect(isSecretName(name)).toBe(false)
})

test.each([
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'github_pat_11ABCDEFG0abcdefghijkl_mnop', 'sk-ant-REDACTED', 'sk_live_abcdefghijkl', 'xoxb-1234567890-abcdef', 'AKIAIOSFODNN7EXAMPLE',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----', 'Bearer abcdefgh12345678', 'bwk_abcdefghijkl_0123456789012345678901234567890123456789_01234567',
  'q7Zk2Lx9Vb4Nw8Rt3Yp6Sd1F',
])('%s is hidden inside a text', (secret) => {
  const hidden = hideSecrets(`before ${secret} after`)
  expect(hidden).toContain(HIDDEN)
  expect(hidden).not.toContain(secret.slice(8, 20))
})

test.each(['4bf92f3577b34da6a3ce929d0e0e4736', '0f1b6e0e-6f0f-4f0e-9a2e-7d1c2b9f8a31', 'https://mcp.acme.test/a/b/c?d=e', 'spiffe://acme.test/agent/triage', 'a sentence about passwords and tokens', 'internal/service-catalogue-reader'])('%s stays readable', (text) => {
  expect(hideSecrets(text)).toBe(text)
})

test('credentials inside an address are hidden', () => {
  expect(hideSecrets('postgresql://app:s3cr3tpass@db.acme.test/x')).toBe(`postgresql://app:${HIDDEN}@db.acme.test/x`)
})

test('a dead letter keeps a record readable enough to be tried again', () => {
  const record = { id: 'e1', occurredAt: '2026-11-20T14:03:11Z', kind: 'tool_call', server: 'github', target: 'login', traceId: '4bf92f3577b34da6a3ce929d0e0e4736', parameters: { password: 'hunter2hunter2' }, surprise: 1 }
  const body = maskRecord(JSON.stringify(record), record)
  expect(body).not.toContain('hunter2')
  expect(JSON.parse(body)).toEqual({ ...record, parameters: { password: HIDDEN } })
})

test('masking takes no longer than its text is long, whatever the text', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('eyJ', '-', '.', '://', ':', '@', 'Bearer ', 'A', 'a', '1', '-----BEGIN PRIVATE KEY-----'), maxLength: 2000 }), (text) => {
    hideSecrets(text.slice(0, 4096))
  }), { numRuns: 200 })
})
