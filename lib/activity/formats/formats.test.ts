import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ADAPTERS, evidenceOf, FORMATS } from './adapters'
import { formatName } from './format-names'
import { checkNative } from './native'

/** What a record becomes: an event and what goes with it, or a refusal; `fault` = the check of events refuses what came out. */
type Case = { name: string; record: unknown; event?: unknown; refusal?: string; noAct?: boolean; fault?: string; callId?: string; side?: string; atMost?: string; requestSize?: number; responseSize?: number }

function casesOf(format: string): Case[] {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `${format}.cases.json`), 'utf8')) as Case[]
}

const dialects = FORMATS.filter((format) => format !== 'native')

test('every format has an adapter, a version of its own name, and a name for people', () => {
  expect([...FORMATS].sort()).toEqual(Object.keys(ADAPTERS).sort())
  for (const format of FORMATS) {
    expect(ADAPTERS[format]?.version).toMatch(new RegExp(`^${format}/\\d+$`))
    expect(formatName(format)).not.toBe(format)
  }
})

describe.each(dialects)('%s', (format) => {
  const adapt = ADAPTERS[format]?.adapt ?? (() => { throw new Error('No adapter.') })

  test.each(casesOf(format).map((one) => [one.name, one] as const))('%s', (_, { name: _name, record, fault, ...expected }) => {
    const adapted = adapt(record)
    if ('refusal' in adapted) {
      expect({ refusal: adapted.refusal.code, ...(adapted.noAct === undefined ? {} : { noAct: adapted.noAct }) }).toEqual(expected)
      return
    }
    expect(adapted).toEqual(expected)
    const checked = checkNative(adapted.event)
    expect('refusal' in checked ? checked.refusal.message : undefined).toBe(fault)
  })

  test('what nobody knows about changes nothing', () => {
    for (const { record } of casesOf(format)) {
      if (typeof record !== 'object' || record === null || Array.isArray(record)) continue
      const [plain, strange] = [adapt(record), adapt({ ...record, 'x-surprise': { deep: [1, null] } })]
      // An id made of everything a line says is another one for another line.
      const withoutId = (value: unknown): string => JSON.stringify(value).replace(/"line:[0-9a-f]+"/, '')
      expect(withoutId(strange)).toBe(withoutId(plain))
    }
  })

  test('never throws, whatever it is given, and what it makes is an event or refused', () => {
    const records = casesOf(format).map(({ record }) => record)
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>('\u0000', '\ud800', '__proto__', -1, 1e308, '1e999', 'x'.repeat(5000), { constructor: 1 }, [[]], '99999999999999999999'))
    const changed = fc.tuple(fc.constantFrom(...records), fc.array(fc.tuple(fc.nat(), odd), { maxLength: 4 })).map(([record, changes]) => mutate(record, changes))
    fc.assert(fc.property(fc.oneof(changed, odd), (record) => {
      const adapted = adapt(record)
      if ('event' in adapted) checkNative(adapted.event)
      else expect(adapted.refusal.message).not.toBe('')
    }), { numRuns: 400 })
  })
})

/** A copy of the record with some of its members, at any depth, replaced. */
function mutate(record: unknown, changes: readonly (readonly [number, unknown])[]): unknown {
  const copy: unknown = structuredClone(record)
  const places: [Record<string, unknown>, string][] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key])
      walk((value as Record<string, unknown>)[key])
    }
  }
  walk(copy)
  for (const [at, value] of changes) {
    const place = places[at % Math.max(1, places.length)]
    if (place !== undefined) place[0][place[1]] = value
  }
  return copy
}

describe('the evidence grade', () => {
  const [otlp, claude, gateway] = ['otlp', 'claude-code', 'agentgateway'].map((name) => ADAPTERS[name])
  test('follows the source’s vantage, and a caller’s own span counts as observed only for a gateway', () => {
    if (otlp === undefined) throw new Error('No adapter.')
    expect(['gateway', 'server', 'agent', 'mixed'].map((vantage) => [evidenceOf(otlp, vantage, { side: 'caller' }), evidenceOf(otlp, vantage, { side: 'server' })])).toEqual([
      ['gateway_observed', 'gateway_observed'], ['agent_reported', 'server_observed'], ['agent_reported', 'agent_reported'], ['agent_reported', 'agent_reported'],
    ])
  })
  test('a record can lower it and never raise it', () => {
    if (otlp === undefined || claude === undefined || gateway === undefined) throw new Error('No adapter.')
    expect(evidenceOf(gateway, 'gateway', { atMost: 'inferred' })).toBe('inferred')
    expect(evidenceOf(otlp, 'agent', { atMost: 'gateway_observed' })).toBe('agent_reported')
    expect(evidenceOf(claude, 'gateway')).toBe('agent_reported')
  })
})
