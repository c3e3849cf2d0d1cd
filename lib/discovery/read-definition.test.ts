import { describe, expect, test } from 'vitest'
import { definitionHash } from '@/lib/registry/definition-hash'
import { JSON_DEPTH, jsonProblem } from './json-shape'
import { readContext, readTool } from './read-definition'

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`)

describe('a listed tool', () => {
  test('keeps the six members of its definition as they came, and only those', () => {
    const raw = { name: 'a', title: 'A', description: 'x', inputSchema: { type: 'object', 'x-own': [1] }, outputSchema: { type: 'object' }, annotations: { readOnlyHint: true, other: 1 }, icons: [], _meta: {} }
    const { icons: _icons, _meta: _rest, ...definition } = raw
    expect(readTool(raw)).toEqual({ ok: true, value: definition })
  })

  test('does not gain members that it lacks, so that its hash is the server’s', () => {
    const raw = { name: 'a', inputSchema: { type: 'object' } }
    const reading = readTool(raw)
    expect(reading.ok && Object.keys(reading.value)).toEqual(['name', 'inputSchema'])
    expect(reading.ok && definitionHash(reading.value)).toBe(definitionHash(raw))
  })

  test('may refer to itself in its schema', () => {
    expect(readTool({ name: 'a', inputSchema: { type: 'object', properties: { next: { $ref: '#' } } } }).ok).toBe(true)
  })

  test('may have a name in any script, 128 characters long', () => {
    expect(readTool({ name: 'ё'.repeat(128), inputSchema: {} }).ok).toBe(true)
    expect(readTool({ name: 'x'.repeat(129), inputSchema: {} }).ok).toBe(false)
  })
})

describe('listed contexts', () => {
  test('resources are known by URI, templates by their template, prompts by name', () => {
    expect(readContext('resource', { uri: 'file:///a', name: 'a', title: 'A', mimeType: 'text/plain', size: 3 })).toEqual({ ok: true, value: { kind: 'resource', name: 'file:///a', title: 'A', mimeType: 'text/plain', detail: { name: 'a', size: 3 } } })
    expect(readContext('template', { uriTemplate: 'file:///{a}', name: 'a' })).toMatchObject({ ok: true, value: { kind: 'template', name: 'file:///{a}', title: 'a' } })
    expect(readContext('prompt', { name: 'p', arguments: [{ name: 'x', required: true }] })).toEqual({ ok: true, value: { kind: 'prompt', name: 'p', detail: { arguments: [{ name: 'x', required: true }] } } })
  })

  test.each([['resource', { name: 'a' }, 'a resource without a name: uri is no text'], ['prompt', { name: 'p', arguments: {} }, 'the prompt "p": arguments is no list'], ['template', 7, 'a template without a name: it is no object']] as const)('a %s that is none is told', (kind, raw, problem) => {
    expect(readContext(kind, raw)).toEqual({ ok: false, code: 'invalid_answer', problem })
  })
})

describe('a JSON value that can be kept', () => {
  test('is nested at most 64 deep, however deep it comes', () => {
    expect(jsonProblem(nested(JSON_DEPTH))).toBeNull()
    expect(jsonProblem(nested(JSON_DEPTH + 1))).toMatch(/deeper than 64/)
    expect(jsonProblem(nested(5000))).toMatch(/deeper than 64/)
  })

  test.each([['U+0000', 'a\u0000'], ['half a pair', '\udc00'], ['U+0000 in a key', { 'a\u0000': 1 }], ['a number that is none', [Number.NaN]]])('has no %s', (_, value) => {
    expect(jsonProblem({ value })).not.toBeNull()
  })

  test('may hold anything else', () => {
    expect(jsonProblem({ a: [null, true, 1.5, 'é😀\u200b\n', { __proto__: null, b: [] }] })).toBeNull()
  })
})
