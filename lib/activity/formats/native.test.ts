import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkNative } from './native'
import { nativeEventSchema } from './native-schema'

const good = { occurredAt: '2026-11-20T14:03:11.482Z', kind: 'tool_call', server: 'github', target: 'create_issue', outcome: 'success' }

const odd = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', '\u0007', '\u0085', '\ud800', 'x'.repeat(5000), '2026-02-30T00:00:00Z', '2026-11-20T14:03:11+01:00', '2026-11-20t14:03:11.1z', '2026-11-20 14:03:11Z', '2026-11-20T23:59:60Z'),
  fc.constantFrom('tool_call', 'decision', 'read', 'admin', 'success', 'denied', 'ü', '__proto__'),
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 1e12, 1e13, Number.NaN, Number.POSITIVE_INFINITY, [], {}, ['a'], ['a', ''], [1], ['\u0001'], [{ iss: 'i', sub: 's' }], [{ iss: 'i' }], [{ iss: 'i', sub: 's', x: 1 }], { a: { b: [1] } }, [[]]),
  fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 20 }), fc.jsonValue({ maxDepth: 3 }),
)
const FIELDS = ['id', 'occurredAt', 'kind', 'server', 'target', 'access', 'resources', 'human', 'client', 'agent', 'delegation', 'task', 'session', 'traceId', 'spanId', 'parentSpanId', 'outcome', 'decisionId', 'durationMs', 'parameters', 'surprise']

describe('the check by hand', () => {
  test('accepts exactly what the described schema accepts', () => {
    const events = fc.tuple(fc.dictionary(fc.constantFrom(...FIELDS), odd, { maxKeys: 4 }), fc.subarray(Object.keys(good), { minLength: 3 }))
      .map(([changes, kept]) => ({ ...Object.fromEntries(Object.entries(good).filter(([key]) => kept.includes(key) || kept.length < 5)), ...changes }))
    fc.assert(fc.property(fc.oneof(events, odd), (value) => {
      // JSON cannot say undefined or a number that is not finite in any other way than these.
      expect('event' in checkNative(value)).toBe(nativeEventSchema.safeParse(value).success)
    }), { numRuns: 3000 })
  })

  test.each([
    ['the example of the contract', { ...good, id: 'c0ffee-1', access: 'write', resources: ['repo:acme/api'], human: 'dana@acme.test', delegation: [{ iss: 'https://idp.acme.test', sub: 'dana@acme.test' }], durationMs: 311, parameters: { repo: 'acme/api' } }, null],
    ['an unknown field', { ...good, surprise: 1 }, 'unknown_field'],
    ['null instead of absence', { ...good, human: null }, 'invalid_event'],
    ['a target with a control character', { ...good, target: 'a\u0000b' }, 'invalid_event'],
    ['nothing but a target', { target: 'x' }, 'invalid_event'],
    ['a list', [good], 'invalid_event'],
  ])('%s', (_, value, code) => {
    const checked = checkNative(value)
    expect('refusal' in checked ? checked.refusal.code : null).toBe(code)
  })

  test('parameters nested too deep are refused without being walked', () => {
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i += 1) deep = [deep]
    expect(checkNative({ ...good, parameters: { deep } })).toMatchObject({ refusal: { code: 'invalid_event' } })
  })
})
