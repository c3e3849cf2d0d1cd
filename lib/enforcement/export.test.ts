import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers } from '@/lib/grants/match'
import type { Call } from '@/lib/grants/model'
import { agentGateway, askedFor, toolHive } from '@/lib/testing/enforcement-engines'
import { anyExport, asSeen, CLAIMS, tokenOf } from '@/lib/testing/enforcement-world'
import { readRego } from '@/lib/testing/rego-oracle'
import { agentGatewayConfig } from './agentgateway'
import { toolHiveConfig } from './cedar'
import { express } from './express'
import { isGuarded } from './glob'
import type { ExportWorld, Permit } from './model'
import { opaConfig } from './opa'

const RUNS = 400

function covered(world: ExportWorld, call: Call): boolean {
  return (world.declarations.grants.get(call.serverId ?? '') ?? []).some((grant) => covers(world.declarations, grant, call))
}

/** What the permits say in so many words, apart from any language. */
function saysPermitted(world: ExportWorld, permits: readonly Permit[], call: Call): boolean {
  const asked = askedFor(call)
  return permits.some((permit) => {
    const grant = (world.declarations.grants.get(call.serverId ?? '') ?? []).find((one) => one.id === permit.grantId)
    if (asked === null || grant === undefined || permit.kind !== asked.kind || !covers(world.declarations, grant, call)) return false
    const active = call.agentName !== 'old' || call.at < 1400
    return active && (permit.names.exact.includes(asked.name) || (permit.names.glob !== null && !permit.names.except.includes(asked.name) && (asked.kind === 'tool' || !isGuarded(asked.name))))
  })
}

function check(ask: (world: ExportWorld, calls: readonly Call[], permits: readonly Permit[]) => (call: Call) => boolean): void {
  let permittedCalls = 0
  fc.assert(fc.property(anyExport, ({ world, calls }) => {
    const server = world.declarations.servers.get('github')
    if (server === undefined) throw new Error('no server')
    const seen = calls.map((call) => asSeen(world.declarations, { ...call, serverId: call.serverId === null ? null : 'github', resources: [] })).filter((call) => call.serverId !== null)
    const { permits } = express(world, [server], CLAIMS, 'leave_out')
    const allowed = ask(world, seen, permits)
    for (const call of seen) {
      const permitted = allowed(call)
      permittedCalls += Number(permitted)
      if (permitted) expect(covered(world, call), `permitted, and no grant covers it: ${JSON.stringify(call)}`).toBe(true)
      if (saysPermitted(world, permits, call)) expect(permitted, `said to be expressed, and refused: ${JSON.stringify(call)}`).toBe(true)
    }
  }), { numRuns: RUNS })
  expect(permittedCalls, 'worlds in which nothing is permitted show nothing').toBeGreaterThan(RUNS / 5)
}

describe('an exported policy never permits what no grant covers, and permits what it says it expresses', () => {
  test('in Cedar’s own engine, fed as ToolHive feeds it, without a single evaluation error', () => {
    check((world) => {
      const engine = toolHive(toolHiveConfig(express(world, [...world.declarations.servers.values()].filter((one) => one.id === 'github'), CLAIMS, 'leave_out'), CLAIMS))
      return (call) => {
        const asked = askedFor(call)
        if (asked === null) return false
        const { allowed, errors } = engine(asked, tokenOf(call))
        expect(errors).toEqual([])
        return allowed
      }
    })
  })

  test('in a CEL engine, by the order of agentgateway', () => {
    check((world) => {
      const engine = agentGateway(agentGatewayConfig(express(world, [...world.declarations.servers.values()].filter((one) => one.id === 'github'), CLAIMS, 'leave_out'), CLAIMS))
      return (call) => {
        const asked = askedFor(call)
        return asked !== null && engine(asked, 'github', tokenOf(call))
      }
    })
  })

  test('as the Rego policy reads the data', () => {
    check((world) => {
      const engine = readRego(opaConfig(express(world, [...world.declarations.servers.values()].filter((one) => one.id === 'github'), CLAIMS, 'leave_out'), CLAIMS))
      return (call) => {
        const asked = askedFor(call)
        return asked !== null && engine(asked, 'github', tokenOf(call), world.now)
      }
    })
  })
})
