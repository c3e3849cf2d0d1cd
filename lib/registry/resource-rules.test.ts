import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import cases from './definition-cases.json'
import { deriveResources, LONGEST_RESOURCE, MOST_RESOURCES, type ResourceRules, resourceRulesSchema, storedRules } from './resource-rules'
import { suggestResourceRules } from './suggest-rules'

test.each(cases.suggestions as unknown as [string, unknown, Record<string, string>][])('%s suggests its rules, which a person could have set', (_, inputSchema, rules) => {
  const suggested = suggestResourceRules({ name: 'a', inputSchema })
  expect(suggested).toEqual(rules)
  expect(resourceRulesSchema.safeParse(suggested).success).toBe(true)
})

test.each(cases.derivations as unknown as [string, ResourceRules, unknown, string[] | null][])('%s', (_, rules, parameters, resources) => {
  expect(resourceRulesSchema.safeParse(rules).success).toBe(true)
  expect(deriveResources(rules, parameters)).toEqual(resources)
})

describe('rules as input', () => {
  test.each(cases.refusedRules.map((rules) => [rules]))('%j are refused, and count as none where they are stored', (rules) => {
    expect(resourceRulesSchema.safeParse(rules).success).toBe(false)
    expect(storedRules(rules)).toEqual({})
  })
  test.each(cases.acceptedRules.map((rules) => [rules]))('%j are taken', (rules) => {
    expect(resourceRulesSchema.safeParse(rules).success).toBe(true)
  })
})

it('whatever the arguments, what is derived is distinct, within the limits of an event, and free of control characters', () => {
  const rules: ResourceRules = { '/a': 'x:{}', '/b/c': '{}', '/d': '{/a}/{}' }
  const member = fc.oneof({ depthSize: 'small' }, fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), fc.jsonValue())
  fc.assert(fc.property(fc.record({ a: member, b: fc.record({ c: member }), d: member }, { requiredKeys: [] }), (parameters) => {
    const found = deriveResources(rules, parameters)
    if (found === null) return
    expect(new Set(found).size).toBe(found.length)
    expect(found.length).toBeLessThanOrEqual(MOST_RESOURCES)
    for (const resource of found) expect(resource !== '' && resource.length <= LONGEST_RESOURCE && !/\p{Cc}/u.test(resource) && resource.isWellFormed()).toBe(true)
  }))
  expect(deriveResources({ '/a': 'x:{}' }, { a: Array.from({ length: MOST_RESOURCES + 1 }, (_, i) => i) })).toBeNull()
  expect(deriveResources({ '/a': 'x:{}' }, { a: 'y'.repeat(LONGEST_RESOURCE) })).toBeNull()
})

it('any schema at all suggests rules that a person could have set', () => {
  const names = fc.oneof(fc.constantFrom('repo', 'owner', 'path', 'a/b', 'x_id', '__proto__', 'table', 'key'), fc.string())
  fc.assert(fc.property(fc.dictionary(names, fc.oneof(fc.constant({ type: 'string' }), fc.jsonValue())), fc.jsonValue(), (properties, required) => {
    expect(resourceRulesSchema.safeParse(suggestResourceRules({ name: 'a', inputSchema: { properties, required } })).success).toBe(true)
  }))
})
