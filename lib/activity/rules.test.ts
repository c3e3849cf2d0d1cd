import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extendAlive, healthOf } from './alive'
import { layoutOf, recordsOf } from './delivery'
import { findAdapter } from './formats/adapters'
import { prepareRecord } from './prepare'
import { cutResource, resourceKeys } from './resource-keys'
import { parseTime } from './rfc3339'
import type { SourceSettings } from './source'

describe('a time', () => {
  test.each([
    ['2026-11-20T14:03:11.482Z', 1795183391482], ['2026-11-20T15:03:11.4829999+01:00', 1795183391482], ['2026-11-20t14:03:11.4z', 1795183391400], ['2026-11-20T14:03:11-00:00', 1795183391000],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)], ['2023-02-29T00:00:00Z', null], ['2026-11-20T24:00:00Z', null], ['2026-11-20T14:03:60Z', null], ['2026-11-20T14:03:11', null], ['2026-11-20', null],
    ['2026-11-20T14:03:11+24:00', null], ['2026-11-20 14:03:11Z', null], ['٢026-11-20T14:03:11Z', null], ['2026-11-20T14:03:11.4829999999999999Z', 1795183391482],
  ])('%s', (text, expected) => {
    expect(parseTime(text)).toBe(expected)
  })

  test('is what the language reads, for every instant', () => {
    fc.assert(fc.property(fc.date({ min: new Date('0000-01-01Z'), max: new Date('9999-12-31Z'), noInvalidDate: true }), (date) => {
      expect(parseTime(date.toISOString())).toBe(date.getTime())
    }))
  })
})

describe('resource keys', () => {
  test.each([
    [['repo:acme/api'], ['repo:acme/api']],
    [['repo:acme/api/issues'], ['repo:acme/api/issues']],
    [['repo:acme/api/issues/7', 'repo:acme/api/issues/8'], ['repo:acme/api/issues/*']],
    [['b', 'a', 'b'], ['a', 'b']],
    [['1', '2', '3', '4', '5', '6', '7', '8'], ['1', '2', '3', '4', '5', '6', '7', '8']],
    [['1', '2', '3', '4', '5', '6', '7', '8', '9'], ['*']],
    [['a'.repeat(200)], ['a'.repeat(200)]],
    [['a'.repeat(201)], [`${'a'.repeat(199)}*`]],
    [[], []],
  ])('%j → %j', (resources, keys) => {
    expect(resourceKeys(resources)).toEqual(keys)
  })

  test('are never longer than 200 characters, never broken text, and the same in any order', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })), (resources) => {
      const keys = resourceKeys(resources)
      expect(keys).toEqual(resourceKeys([...resources].reverse()))
      expect(keys.length).toBeLessThanOrEqual(8)
    }))
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 600 }), (resource) => {
      expect(cutResource(resource).length).toBeLessThanOrEqual(200)
      expect(cutResource(resource).isWellFormed()).toBe(true)
    }))
  })
})

describe('alive intervals', () => {
  const times = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 40 })

  test('are those of all times together, in whatever order and portions they arrive', () => {
    fc.assert(fc.property(fc.array(times, { maxLength: 6 }), fc.integer({ min: 1, max: 60 }), (portions, heartbeat) => {
      const merged = portions.reduce<ReturnType<typeof extendAlive>>((intervals, portion) => extendAlive(intervals, portion, heartbeat), [])
      expect(merged).toEqual(extendAlive([], portions.flat(), heartbeat))
    }))
  })

  test('hold no gap longer than the heartbeat and are further apart than one', () => {
    fc.assert(fc.property(times, fc.integer({ min: 1, max: 60 }), (all, heartbeat) => {
      const intervals = extendAlive([], all, heartbeat)
      for (const time of all) expect(intervals.filter(({ from, to }) => from <= time && time <= to)).toHaveLength(1)
      intervals.slice(1).forEach((next, i) => expect(next.from - (intervals[i]?.to ?? 0)).toBeGreaterThan(heartbeat))
      for (const { from, to } of intervals) {
        const inside = [...new Set(all.filter((time) => time >= from && time <= to))].sort((a, b) => a - b)
        inside.slice(1).forEach((time, i) => expect(time - (inside[i] ?? 0)).toBeLessThanOrEqual(heartbeat))
        expect([inside[0], inside.at(-1)]).toEqual([from, to])
      }
    }))
  })

  test('a source that states no heartbeat is never silent', () => {
    expect(healthOf({ heartbeatMs: null, lastHeardAt: null }, 1e15)).toBe('not_stated')
    expect(healthOf({ heartbeatMs: 60_000, lastHeardAt: null }, 0)).toBe('never')
    expect(healthOf({ heartbeatMs: 60_000, lastHeardAt: 0 }, 60_000)).toBe('alive')
    expect(healthOf({ heartbeatMs: 60_000, lastHeardAt: 0 }, 60_001)).toBe('silent')
  })
})

describe('a delivery', () => {
  test('as a document is {events: []} and nothing else', () => {
    expect(recordsOf('{"events":[1,{"a":2}]}', 'json').map((record) => record.value)).toEqual([1, { a: 2 }])
    for (const text of ['', '7', '[]', '{}', '{"events":{}}', '{"events":[],"x":1}', '{"events":[', '[{"events":[]}]']) expect(() => recordsOf(text, 'json'), text).toThrow()
  })

  test('as lines has one record per non-blank line, whatever it holds', () => {
    expect(recordsOf('\n{"a":1}\r\n   \nnonsense\n{}', 'lines').map((record) => [record.index, record.text])).toEqual([[0, '{"a":1}'], [1, 'nonsense'], [2, '{}']])
    expect(recordsOf('', 'lines')).toEqual([])
  })

  test('without a type is looked at', () => {
    expect(recordsOf('{"events":[{"a":1}]}', layoutOf(null))).toHaveLength(1)
    expect(recordsOf('{"events":1}\n{"b":1}', layoutOf('text/plain; charset=utf-8'))).toHaveLength(2)
    expect(() => layoutOf('text/xml')).toThrow()
  })
})

test('preparing a record never throws and always ends in a draft or a letter that can be stored', () => {
  const source: SourceSettings = { id: 'src_1', name: 'gw', format: 'native', vantage: 'gateway', redaction: 'masked', covers: [], attribution: {}, heartbeatMs: null }
  const now = Date.parse('2026-11-20T12:00:00Z')
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.jsonValue().map((value) => JSON.stringify({ occurredAt: '2026-11-20T11:00:00Z', kind: 'tool_call', server: 's', target: 't', outcome: 'success', parameters: { value } })), fc.constantFrom('{"parameters":1e999}', '['.repeat(100_000)))
  for (const format of ['native', 'toolhive']) {
    const adapter = findAdapter(format)
    if (adapter === null) throw new Error('No such format.')
    fc.assert(fc.property(text, (line) => {
      const prepared = prepareRecord({ index: 0, text: line }, adapter, source, now)
      const body = 'letter' in prepared ? prepared.letter.body : JSON.stringify(prepared.draft.parameters ?? {})
      expect(body.includes('\u0000') || !body.isWellFormed()).toBe(false)
    }), { numRuns: 500 })
  }
})
