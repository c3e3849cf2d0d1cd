import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GrantFact } from '@/lib/grants/model'
import { matchesPattern, compilePattern } from '@/lib/grants/target-match'
import { agentGateway, toolHive } from '@/lib/testing/enforcement-engines'
import { CLAIMS, exportWorld } from '@/lib/testing/enforcement-world'
import { caseGrant } from '@/lib/testing/grant-world'
import { readRego } from '@/lib/testing/rego-oracle'
import { agentGatewayConfig } from './agentgateway'
import { toolHiveConfig } from './cedar'
import { express } from './express'
import { restsAfter } from './glob'
import { opaConfig } from './opa'

const TOKEN = { sub: 'dana', email: 'dana@acme.test', client_id: 'code', act: { sub: 'spiffe://acme.test/triage' } }
const HOSTILE = [
  '"', '\\', '\\"', '"]) || true; permit(principal, action, resource); //', '\n', '\r\n', '\u0000', '\u007f', '\u202e', 'ünï', '🦊', '${jwt.sub}', '{{x}}', '%s', '?', '.', '.*', '(a|b)', '[a-z]', '^$', "'", '`', '/* */', '#', '\\u{41}', '\\E.*', 'a b', '\\*',
]
const hostile = fc.array(fc.constantFrom('a', 'b', ...HOSTILE), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))

function engines(grants: readonly GrantFact[]): ((name: string) => boolean)[] {
  const world = exportWorld(grants, 1000)
  const expressed = express(world, [...world.declarations.servers.values()].filter((one) => one.id === 'github'), CLAIMS, 'leave_out')
  const cedar = toolHive(toolHiveConfig(expressed, CLAIMS))
  const cel = agentGateway(agentGatewayConfig(expressed, CLAIMS))
  const rego = readRego(opaConfig(expressed, CLAIMS))
  return [(name) => cedar({ kind: 'tool', name }, TOKEN).allowed, (name) => cel({ kind: 'tool', name }, 'github', TOKEN), (name) => rego({ kind: 'tool', name }, 'github', TOKEN, 1000)]
}

const grant = (target: string): GrantFact => caseGrant({}, { target, agent: 'triage', client: 'code', human: 'dana', access: 'admin' })

describe('names that want to be more than names', () => {
  test('an exact target admits that text and no other, in every language', () => {
    fc.assert(fc.property(hostile.map((text) => text.replaceAll('*', '')), hostile, (target, other) => {
      for (const allows of engines([grant(target)])) {
        expect(allows(target)).toBe(true)
        expect(allows(other)).toBe(other === target)
      }
    }), { numRuns: 150 })
  })

  test('a glob’s stars are the only wildcards that it has', () => {
    fc.assert(fc.property(hostile, hostile, hostile, (before, after, between) => {
      const target = `${before}*${after}`
      for (const allows of engines([grant(target)])) {
        for (const name of [`${before}${between}${after}`, `${before}${after}`, between, `x${before}${after}`, target.replace('*', 'zz')]) {
          expect(allows(name), JSON.stringify([target, name])).toBe(matchesPattern(compilePattern(target), name))
        }
      }
    }), { numRuns: 150 })
  })

  test('hostile claims never count as somebody else', () => {
    const expressed = engines([grant('x')])
    expect(expressed.map((allows) => allows('x'))).toEqual([true, true, true])
    const world = exportWorld([grant('x')], 1000)
    const found = express(world, [...world.declarations.servers.values()].filter((one) => one.id === 'github'), CLAIMS, 'leave_out')
    const cedar = toolHive(toolHiveConfig(found, CLAIMS))
    const cel = agentGateway(agentGatewayConfig(found, CLAIMS))
    const rego = readRego(opaConfig(found, CLAIMS))
    for (const token of [{}, { ...TOKEN, act: 'spiffe://acme.test/triage' }, { ...TOKEN, act: { sub: ['spiffe://acme.test/triage'] } }, { ...TOKEN, email: ['dana@acme.test'] }, { ...TOKEN, client_id: { code: true } }, { ...TOKEN, email: '' }, { sub: 'spiffe://acme.test/triage', client_id: 'code', email: 'dana@acme.test' }, { ...TOKEN, email: undefined }]) {
      const plain = JSON.parse(JSON.stringify(token)) as Record<string, unknown>
      expect([cedar({ kind: 'tool', name: 'x' }, plain).allowed, cel({ kind: 'tool', name: 'x' }, 'github', plain), rego({ kind: 'tool', name: 'x' }, 'github', plain, 1000)], JSON.stringify(token)).toEqual([false, false, false])
    }
    expect(cel({ kind: 'tool', name: 'x' }, 'github', null)).toBe(false)
    expect(cel({ kind: 'tool', name: 'x' }, 'jira', TOKEN)).toBe(false)
  })
})

test.each([
  ['*', ['*']], ['p*', ['*']], ['prompt:*', ['*']], ['prompt:x', ['x']], ['*:x*', ['*:x*', 'x*']], ['file:*', []], ['prompt*y', ['*y']], ['*t:', ['*t:', '']],
])('what is left of %s after “prompt:”', (glob, rests) => {
  expect(restsAfter(glob, 'prompt:')).toEqual(rests.toSorted())
})

test('the rests of a glob match exactly what the glob matches after the text', () => {
  const glob = fc.array(fc.constantFrom('*', 'p', 'prompt:', ':', 'x'), { maxLength: 6 }).map((parts) => parts.join(''))
  fc.assert(fc.property(glob, fc.array(fc.constantFrom('x', ':', 'p'), { maxLength: 4 }).map((parts) => parts.join('')), (pattern, rest) => {
    const left = restsAfter(pattern, 'prompt:').some((one) => matchesPattern(compilePattern(one), rest))
    expect(left).toBe(matchesPattern(compilePattern(pattern), `prompt:${rest}`))
  }))
})

test('an export of nothing still denies: neither gateway has a way to say “no policy”', () => {
  const world = exportWorld([], 1000)
  const nothing = express(world, [], CLAIMS, 'leave_out')
  expect(agentGatewayConfig(nothing, CLAIMS).mcpAuthorization.rules).toContain('false')
  expect(agentGateway(agentGatewayConfig(nothing, CLAIMS))({ kind: 'tool', name: 'x' }, 'github', TOKEN)).toBe(false)
  expect(toolHiveConfig(nothing, CLAIMS).cedar.policies.length).toBeGreaterThan(0)
  expect(toolHive(toolHiveConfig(nothing, CLAIMS))({ kind: 'tool', name: 'x' }, TOKEN).allowed).toBe(false)
})
