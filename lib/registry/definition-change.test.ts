import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { accepts } from '@/lib/testing/json-schema'
import cases from './definition-cases.json'
import { changeOf } from './definition-change'
import type { ChangeKind } from './definition-model'
import { definitionHash } from './definition-hash'
import type { ToolDefinition } from './tool-definition'

type Json = Record<string, unknown>
const tool = (inputSchema: unknown): ToolDefinition => ({ name: 'a', inputSchema })

test.each(cases.changes as unknown as [string, ToolDefinition, ToolDefinition, ChangeKind, string[]][])('%s', (_, before, after, kind, paths) => {
  const change = changeOf(before, after)
  expect({ kind: change.kind, paths: [...new Set(change.reasons.filter(({ effect }) => effect === kind).map(({ path }) => path))].sort() }).toEqual({ kind, paths: [...paths].sort() })
  for (const { what } of change.reasons) expect(what).toMatch(/^[A-Z“].*\.$/)
})

describe('each constraint', () => {
  test.each(cases.reversals as unknown as [string, unknown, unknown][])('%s: loosened is widening, tightened is altering, in an output both are altering', (_, narrow, wide) => {
    expect(changeOf(tool(narrow), tool(wide)).kind).toBe('widening')
    expect(changeOf({ name: 'a', outputSchema: narrow }, { name: 'a', outputSchema: wide }).kind).toBe('altering')
    const back = changeOf(tool(wide), tool(narrow))
    expect(back.kind).toBe('altering')
  })
})

/** Small schemas over few names and values, so that pairs are often near to each other. */
const schemas = fc.letrec<{ schema: unknown; object: Json }>((tie) => {
  const sub = tie('schema')
  const numbers = fc.integer({ min: 0, max: 4 })
  const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
  const type = fc.constantFrom('string', 'number', 'integer', 'object', 'array', 'null')
  return {
    schema: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom(true, false, {}), tie('object')),
    object: fc.record({
      type: some(fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 }))), enum: some(fc.uniqueArray(fc.constantFrom<unknown>('', 'a', 'bb', 1, 2, null), { minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one) })),
      const: some(fc.constantFrom<unknown>('a', 1)), minimum: some(numbers), maximum: some(numbers), exclusiveMinimum: some(numbers), exclusiveMaximum: some(numbers), multipleOf: some(fc.constantFrom(1, 2, 3)),
      minLength: some(numbers), maxLength: some(numbers), pattern: some(fc.constantFrom('a', '^b')), minItems: some(numbers), maxItems: some(numbers), uniqueItems: some(fc.boolean()),
      required: some(fc.uniqueArray(fc.constantFrom('a', 'b'))), properties: some(fc.dictionary(fc.constantFrom('a', 'b', 'c'), sub, { maxKeys: 2 })), additionalProperties: some(sub), propertyNames: some(sub),
      items: some(sub), prefixItems: some(fc.array(sub, { minLength: 1, maxLength: 2 })), anyOf: some(fc.array(sub, { minLength: 1, maxLength: 2 })), allOf: some(fc.array(sub, { minLength: 1, maxLength: 2 })),
      oneOf: some(fc.array(sub, { minLength: 1, maxLength: 2 })), not: some(sub), description: some(fc.constantFrom('x', 'y')),
    }, { requiredKeys: [] }).map((schema) => {
      // A few keywords each: a schema of all of them accepts nothing.
      const present = Object.entries(schema).filter(([, value]) => value !== undefined)
      return Object.fromEntries(present.filter((_, i) => (i * 7 + present.length) % 5 < 2))
    }),
  }
})

const values = fc.oneof({ depthSize: 'small' }, fc.constantFrom<unknown>('', 'a', 'bb', 'abc', 'babbb', 0, 1, 1.5, 2, 3, 4, 5, 6, null, {}, [], ['a', 'a'], [1, 2], { a: 'a' }, { a: 1, b: 2 }, { c: null }, { d: 'a' }, { a: ['a'], d: 1 }, [[1], 'a', null]),
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom<unknown>('a', 'bb', 1, 2.5, null, ['a'], { a: 1 })), fc.array(fc.constantFrom<unknown>('a', 'bb', 1, 2.5, null, { a: 1 }), { maxLength: 4 }))

/** A schema changed at one place. */
function edited(schema: unknown, other: unknown, path: readonly number[]): unknown {
  if (typeof schema !== 'object' || schema === null) return other
  const keys = Object.keys(schema)
  const [head, ...rest] = path
  const key = keys[(head ?? 0) % (keys.length + 1)]
  if (head === undefined || key === undefined) return typeof other === 'object' && !Array.isArray(schema) ? { ...schema, ...(other as Json) } : other
  if (rest.length === 0 && !Array.isArray(schema)) return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key))
  const inner = (schema as Json)[key]
  if (typeof inner !== 'object') return { ...schema, ...(typeof other === 'object' ? (other as Json) : {}) }
  const next = edited(inner, other, rest)
  return Array.isArray(schema) ? schema.map((one: unknown, i) => (String(i) === key ? next : one)) : { ...schema, [key]: next }
}

const pairs = fc.tuple(schemas.object, schemas.schema, fc.array(fc.nat(6), { maxLength: 4 })).chain(([before, other, path]) =>
  fc.record({ before: fc.constant(before as unknown), after: fc.oneof(fc.constant(edited(before, other, path)), fc.constant(other)) }))

describe('for any two definitions', () => {
  it('there is no change exactly when the hash is the same', () => {
    fc.assert(fc.property(pairs, ({ before, after }) => {
      expect(changeOf(tool(before), tool(after)).kind === 'none').toBe(definitionHash(tool(before)) === definitionHash(tool(after)))
      expect(changeOf(tool(before), tool(structuredClone(before)))).toEqual({ kind: 'none', reasons: [] })
    }), { numRuns: 500 })
  })

  it('what is not widening admits no call that was refused before', () => {
    let told = 0
    fc.assert(fc.property(pairs, fc.array(values, { minLength: 20, maxLength: 40 }), ({ before, after }, samples) => {
      if (changeOf(tool(before), tool(after)).kind === 'widening') return
      told += 1
      for (const value of samples) expect(accepts(after, value) && !accepts(before, value), JSON.stringify(value)).toBe(false)
    }), { numRuns: 1500 })
    expect(told).toBeGreaterThan(150)
  })

  it('a new optional parameter is widening, wherever it is', () => {
    const wrap: ((inner: unknown) => unknown)[] = [
      (inner) => ({ properties: { w: inner } }), (inner) => ({ items: inner }), (inner) => ({ anyOf: [{ type: 'null' }, inner] }), (inner) => ({ allOf: [inner] }), (inner) => ({ oneOf: [inner] }),
      (inner) => ({ $defs: { d: inner }, $ref: '#/$defs/d' }), (inner) => ({ additionalProperties: inner }), (inner) => ({ patternProperties: { '^x': inner } }), (inner) => ({ if: {}, else: inner }), (inner) => ({ prefixItems: [inner] }),
    ]
    fc.assert(fc.property(schemas.object, schemas.schema, fc.array(fc.constantFrom(...wrap), { maxLength: 5 }), (schema, added, wraps) => {
      const after = { ...schema, properties: { ...(schema['properties'] as Json | undefined), fresh: added } }
      const around = (inner: unknown): unknown => wraps.reduce((whole, one) => one(whole), inner)
      expect(changeOf(tool(around(schema)), tool(around(after))).kind).toBe('widening')
    }), { numRuns: 400 })
  })
})

describe('a hostile definition', () => {
  const deep = (levels: number, leaf: unknown): unknown => {
    let schema = leaf
    for (let i = 0; i < levels; i += 1) schema = { properties: { a: schema } }
    return schema
  }

  test.each([200, 100_000])('nested %i levels deep is widening and told as too deep', (levels) => {
    const change = changeOf(tool(deep(levels, { maxLength: 1 })), tool(deep(levels, { maxLength: 0 })))
    expect(change).toMatchObject({ kind: 'widening', reasons: [{ what: expect.stringMatching(/too deep/) }] })
  })

  test('wide beyond the bound is widening, in bounded time', () => {
    const wide = (length: number): unknown => ({ properties: Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`p${i}`, { maxLength: length }])) })
    expect(changeOf(tool(wide(2)), tool(wide(1))).kind).toBe('widening')
    const branches = (length: number): unknown => ({ anyOf: Array.from({ length: 3000 }, () => ({ anyOf: [{ maxLength: length }, { minLength: length }] })) })
    expect(changeOf(tool(branches(2)), tool(branches(1))).kind).toBe('widening')
  })

  test('references in a circle are compared once', () => {
    const cyclic = (maxLength: number): unknown => ({ $ref: '#/$defs/node', $defs: { node: { properties: { next: { $ref: '#/$defs/node' }, self: { $ref: '#' }, text: { maxLength } } } } })
    expect(changeOf(tool(cyclic(2)), tool(cyclic(1))).kind).toBe('altering')
    expect(changeOf(tool(cyclic(1)), tool(cyclic(2))).kind).toBe('widening')
  })

  test('anything at all in place of a schema is compared without an error', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      const keywords = fc.sample(fc.constantFrom('type', 'enum', 'properties', 'items', 'anyOf', 'allOf', 'required', 'minimum', '$defs', 'not', '$ref', 'patternProperties', 'prefixItems', '$schema'), 2)
      const [a, b] = [Object.fromEntries(keywords.map((keyword) => [keyword, before])), Object.fromEntries(keywords.map((keyword) => [keyword, after]))]
      for (const [x, y] of [[before, after], [a, b], [{ properties: { p: a } }, { properties: { p: b } }]]) {
        expect(changeOf(tool(x), tool(y)).kind === 'none').toBe(definitionHash(tool(x)) === definitionHash(tool(y)))
      }
    }), { numRuns: 500 })
    expect(changeOf(tool(JSON.parse('{"properties":{"__proto__":{"type":"string"}}}')), tool({ properties: {} })).kind).toBe('widening')
    expect(changeOf(tool({ maximum: Number.POSITIVE_INFINITY }), tool({})).kind).toBe('widening')
  })
})
