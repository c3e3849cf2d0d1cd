import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeOf } from '@/lib/registry/definition-change'
import { definitionHash } from '@/lib/registry/definition-hash'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { aTool, widened } from '@/lib/testing/discovery-builders'
import { bindingsOf, type BindingWorld, heldKey, type ListedDefinition, planBindings } from './definition-binding'

const DEFINITIONS: Record<string, (name: string) => ToolDefinition> = {
  plain: (name) => aTool(name), wide: (name) => widened(name), worded: (name) => aTool(name, { description: 'Other' }),
  other: (name) => aTool(name, { annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false, idempotentHint: true } }),
}
const KINDS = Object.keys(DEFINITIONS)
const make = (kind: string, name: string): ToolDefinition => DEFINITIONS[kind]?.(name) ?? aTool(name)

/** Any grants, bound to any definitions of two tools, some of them held, and any listing of these. */
const worlds = fc.record({
  targets: fc.array(fc.constantFrom('a', 'b', '*', 'a*', 'zzz'), { maxLength: 5 }),
  bound: fc.array(fc.tuple(fc.nat(4), fc.constantFrom('a', 'b'), fc.constantFrom(...KINDS)), { maxLength: 6 }),
  held: fc.array(fc.tuple(fc.nat(4), fc.constantFrom('a', 'b')), { maxLength: 3 }),
  listed: fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b'), kind: fc.constantFrom(...KINDS), isNew: fc.boolean(), added: fc.boolean() }), { selector: (tool) => tool.name, maxLength: 2 }),
  baseline: fc.boolean(),
}).map(({ targets, bound, held, listed, baseline }) => {
  const grants = targets.map((target, index) => ({ id: `g${index}`, target }))
  const bindings = [...new Map(bound.filter(([index]) => index < grants.length).map(([index, name, kind]) => [`${index} ${name}`, { grantId: `g${index}`, toolName: name, hash: definitionHash(make(kind, name)), number: 1 }])).values()]
  const byHash = new Map(['a', 'b'].flatMap((name) => KINDS.map((kind) => [definitionHash(make(kind, name)), make(kind, name)] as const)))
  const world: BindingWorld = { grants, bindings, held: new Set(held.map(([index, name]) => heldKey(`g${index}`, name))), definition: (_name, hash) => byHash.get(hash) }
  const tools: ListedDefinition[] = listed.map(({ name, kind, isNew, added }) => ({ name, hash: definitionHash(make(kind, name)), number: 2, definition: make(kind, name), isNew: isNew || added, added }))
  return { world, tools, baseline, byHash }
})

describe('what a listing does to the grants', () => {
  it('holds exactly the grants whose bound definition a new version widens, once, and never at the baseline', () => {
    fc.assert(fc.property(worlds, ({ world, tools, baseline, byHash }) => {
      const expected = baseline ? [] : world.bindings.filter((binding) => {
        const tool = tools.find((one) => one.name === binding.toolName)
        const target = world.grants.find((grant) => grant.id === binding.grantId)?.target ?? ''
        const before = byHash.get(binding.hash)
        const admitted = target === '*' || target === binding.toolName || (target === 'a*' && binding.toolName === 'a')
        return tool !== undefined && tool.isNew && admitted && before !== undefined && changeOf(before, tool.definition).kind === 'widening' && !world.held.has(heldKey(binding.grantId, binding.toolName))
      }).map((binding) => heldKey(binding.grantId, binding.toolName))
      const held = planBindings(world, tools, baseline).hold.map((hold) => heldKey(hold.grantId, hold.toolName ?? world.grants.find((grant) => grant.id === hold.grantId)?.target ?? ''))
      expect([...held].sort()).toEqual([...expected].sort())
    }))
  })

  it('never moves a binding along with a widening or an altering change', () => {
    fc.assert(fc.property(worlds, ({ world, tools, byHash }) => {
      for (const moved of planBindings(world, tools, false).bind) {
        const before = world.bindings.find((one) => one.grantId === moved.grantId && one.toolName === moved.toolName)
        const definition = byHash.get(before?.hash ?? '')
        if (before === undefined) expect(world.grants.find((grant) => grant.id === moved.grantId)?.target).toBe(moved.toolName)
        else expect(definition === undefined ? null : changeOf(definition, byHash.get(moved.hash) ?? aTool('a')).kind).toBe('wording')
      }
    }))
  })

  it('a definition that is not known any more counts as widened', () => {
    const world = { grants: [{ id: 'g', target: '*' }], bindings: [{ grantId: 'g', toolName: 'a', hash: 'gone', number: 1 }], held: new Set<string>(), definition: () => undefined }
    expect(planBindings(world, [{ name: 'a', hash: 'h', number: 2, definition: aTool('a'), isNew: true, added: false }], false).hold).toEqual([{ grantId: 'g', toolName: 'a', reason: 'The definition of a widened in version 2.' }])
  })

  it('a new grant binds every definition that it admits', () => {
    expect(bindingsOf([{ id: 'g', target: 'get_*' }], [{ name: 'get_a', hash: 'x', number: 3 }, { name: 'push', hash: 'y', number: 1 }])).toEqual([{ grantId: 'g', toolName: 'get_a', hash: 'x', number: 3 }])
  })
})
