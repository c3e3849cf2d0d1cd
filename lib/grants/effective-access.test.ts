import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { higherAccess } from '@/lib/registry/model'
import { anyCall, anyGrants } from '@/lib/testing/arbitrary-grants'
import { caseGrant, worldWith } from '@/lib/testing/grant-world'
import { agentsOf, expandCallers } from './access-callers'
import { type AccessRow, type AccessWorld, effectiveAccess } from './effective-access'
import { isActive } from './holders'
import { admitsAccess, covers, inScope, matchesCaller } from './match'
import { type Call, type Declarations, type GrantFact, KIND_TARGET, type ToolFact } from './model'
import { classAt, toolKey } from './resolve-call'
import { matchesPattern, compilePattern, matchesTarget } from './target-match'

const CLASSES = { create_issue: 'write', close_issue: 'admin', 'fs/../x': 'read' } as const

type ToolName = keyof typeof CLASSES
const NAMES = Object.keys(CLASSES) as ToolName[]

/** Grants that often share everything but their scope or ceiling, and a catalogue that knows some of the tools. */
const anyWorld: fc.Arbitrary<{ grants: GrantFact[]; known: AccessWorld }> = fc.tuple(anyGrants, fc.array(fc.tuple(fc.nat(11), fc.constantFrom([], ['repo:a/*'], ['repo:b']), fc.constantFrom('read', 'write', 'admin')), { maxLength: 4 }), fc.subarray(NAMES))
  .map(([first, twins, names]) => {
    const more = twins.flatMap(([index, scope, access], i): GrantFact[] => { const twin = first[index]; return twin === undefined ? [] : [{ ...twin, id: `t${i}`, scope, access: access as GrantFact['access'] }] })
    const grants = [...first, ...more]
    return { grants, known: world(grants, names) }
  })

function world(grants: readonly GrantFact[], names: readonly ToolName[] = NAMES): AccessWorld {
  const tools = new Map(names.map((name) => [name, CLASSES[name]] as const).map(([name, access]): [string, ToolFact] => [toolKey('github', name), { serverId: 'github', name, classes: [{ at: 0, access }] }]))
  return { declarations: worldWith(grants, { tools }), tools: new Map([['github', names.map((name) => ({ name, removedAt: null }))]]) }
}

/** A row read as a grant, so that the rules themselves say whom and what it admits. */
function asGrant(row: AccessRow): GrantFact {
  return { id: row.key, serverId: row.serverId, agentId: row.agentId, clientId: row.clientId, human: row.human, targetKind: row.kind, target: row.target, access: row.access, scope: row.scope, validFrom: 0, validUntil: null, revokedAt: null, mode: 'direct', suspensions: [] }
}

/** A call that the row says is possible; a glob's own text is a target that it admits. */
function sampleOf(declarations: Declarations, row: AccessRow, at: number): Call {
  const active = (holders: Declarations['agents']): string | null => [...holders.keys()].find((id) => isActive(holders, id, at)) ?? null
  const member = (teamId: string): string | null => (declarations.memberships.get(teamId) ?? []).map((stay) => stay.personId).find((id) => matchesCaller(declarations, asGrant(row), { ...empty, at, humanId: id, humanName: id, agentId: agentId(), agentName: agentId(), clientId: clientId(), clientName: clientId() })) ?? null
  const agentId = (): string | null => row.agentId ?? active(declarations.agents)
  const clientId = (): string | null => row.clientId ?? active(declarations.clients)
  const empty: Call = { at, kind: 'tool_call', serverId: row.serverId, target: row.target, access: row.access, resources: row.scope.slice(0, 1), agentId: null, agentName: null, clientId: null, clientName: null, humanId: null, humanName: null }
  const human = row.human.rule === 'person' ? row.human.personId : row.human.rule === 'team' ? member(row.human.teamId) : row.human.rule === 'any' ? active(declarations.people) : null
  const kind = row.kind === 'tool' ? 'tool_call' : row.kind === 'context' ? 'context_access' : 'downstream_action'
  return { ...empty, kind, agentId: agentId(), agentName: agentId(), clientId: clientId(), clientName: clientId(), humanId: human, humanName: human }
}

/** Does the row admit the call? A glob speaks only for targets that have no row of their own among its grants. */
function admits(declarations: Declarations, rows: readonly AccessRow[], row: AccessRow, call: Call): boolean {
  if (row.serverId !== call.serverId || row.kind !== KIND_TARGET[call.kind]) return false
  const fits = row.kind === 'context' ? matchesTarget(row.target, call.target) : matchesPattern(compilePattern(row.target), call.target)
  if (!fits || !matchesCaller(declarations, asGrant(row), call) || !admitsAccess(asGrant(row), call) || !inScope(asGrant(row), call)) return false
  return row.target === call.target || !rows.some((other) => other.target === call.target && row.grantIds.every((id) => other.grantIds.includes(id)))
}

const callerActive = (declarations: Declarations, call: Call): boolean =>
  (call.agentId === null || isActive(declarations.agents, call.agentId, call.at)) && (call.clientId === null || isActive(declarations.clients, call.clientId, call.at)) && (call.humanId === null || isActive(declarations.people, call.humanId, call.at))

describe('what is possible on random worlds', () => {
  it('is covered: a call made of any effective row is one that a grant of the row covers', () => {
    fc.assert(fc.property(anyWorld, fc.integer({ min: 900, max: 2100 }), ({ grants, known }, at) => {
      for (const row of effectiveAccess(known, {}, at)) {
        if (row.rest !== null) continue
        const call = sampleOf(known.declarations, row, at)
        expect(row.grantIds.some((id) => covers(known.declarations, grants.find((grant) => grant.id === id) as GrantFact, call)), JSON.stringify({ row, call })).toBe(true)
      }
    }), { numRuns: 1500 })
  })

  it('is complete: every call that a grant covers, of callers who are active, is admitted by an effective row', () => {
    fc.assert(fc.property(anyWorld, anyCall, ({ grants, known }, reported) => {
      const { declarations } = known
      // A tool's class raises what its calls count as.
      const call = { ...reported, access: higherAccess(reported.access, (reported.kind === 'tool_call' && reported.serverId !== null ? classAt(declarations, reported.serverId, reported.target, reported.at) : null) ?? 'read') }
      if (call.serverId === 'attic' || call.serverId === 'draft' || !callerActive(declarations, call)) return
      const rows = effectiveAccess(known, {}, call.at)
      expect(rows.some((row) => row.rest === null && admits(declarations, rows, row, call))).toBe(grants.some((grant) => covers(declarations, grant, call)))
    }), { numRuns: 3000 })
  })

  it('is the same when it is asked about one server, caller or target: a part of the whole, and all of it that concerns them', () => {
    fc.assert(fc.property(anyWorld, anyCall, ({ known }, call) => {
      if (call.serverId === null || call.agentId === null || !callerActive(known.declarations, call)) return
      const part = effectiveAccess(known, { serverId: call.serverId, agentId: call.agentId, target: call.target }, call.at)
      expect(part.every((row) => row.serverId === call.serverId && (row.agentId === null || row.agentId === call.agentId))).toBe(true)
      const whole = effectiveAccess(known, {}, call.at)
      const admitted = (rows: readonly AccessRow[]): boolean => rows.some((row) => row.rest === null && admits(known.declarations, rows, row, call))
      expect(admitted(part)).toBe(admitted(whole))
    }), { numRuns: 1500 })
  })

  it('keeps every row apart, and loses none of them to an expansion that has nobody to name', () => {
    fc.assert(fc.property(anyWorld, ({ known }) => {
      const rows = effectiveAccess(known, {}, 1300)
      expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
      const named = expandCallers(known.declarations, rows, 1300, ['agents', 'people'])
      expect(named.filter((row) => row.rest === null).every((row) => row.agentId !== null && row.human.rule !== 'any' && row.human.rule !== 'team')).toBe(true)
      expect(new Set(named.map((row) => row.key)).size).toBe(named.length)
      expect(new Set(named.filter((row) => row.rest === null).map((row) => row.agentId))).toEqual(agentsOf(known.declarations, rows, 1300))
    }), { numRuns: 800 })
  })
})

describe('what stands and gives nothing', () => {
  const rests = (change: Parameters<typeof caseGrant>[1], at = 1100): (string | null)[] => effectiveAccess(world([caseGrant({}, { target: 'create_issue', agent: 'triage', ...change })]), {}, at).map((row) => row.rest)

  it('says why', () => {
    expect(rests({})).toEqual([null])
    expect(rests({ suspensions: [{ from: 1000, to: null }] })).toEqual(['suspended'])
    expect(rests({ mode: 'task' })).toEqual(['task'])
    expect(rests({ agent: 'old' }, 1500)).toEqual(['agent'])
    expect(rests({ human: 'gone' }, 1500)).toEqual(['person'])
    expect(rests({ human: 'team:nobody' })).toEqual(['nobody'])
    expect(rests({ access: 'read' })).toEqual(['above_ceiling'])
    expect(rests({ server: 'attic' })).toEqual(['server'])
  })

  it('rests for the one tool that is held, and for no other of the glob', () => {
    const rows = effectiveAccess(world([caseGrant({}, { target: '*_issue', access: 'admin', suspensions: [{ from: 0, to: null, toolName: 'close_issue' }] })]), {}, 1100)
    expect(rows.map((row) => [row.target, row.open, row.rest])).toEqual([['*_issue', true, null], ['close_issue', false, 'tool_held'], ['create_issue', false, null]])
  })

  it('has a row of its own for a held tool that no catalogue knows', () => {
    const rows = effectiveAccess(world([caseGrant({}, { target: 'x_*', suspensions: [{ from: 0, to: null, toolName: 'x_gone' }] })]), {}, 1100)
    expect(rows.map((row) => [row.target, row.rest])).toEqual([['x_*', null], ['x_gone', 'tool_held']])
  })

  it('leaves out what has not begun or has ended', () => {
    expect(rests({ validFrom: 1200 })).toEqual([])
    expect(rests({ validUntil: 1100 })).toEqual([])
    expect(rests({ revokedAt: 1050 })).toEqual([])
  })

  it('joins two grants for the same caller, target and scope, the higher access lasting as long as its own grant', () => {
    const rows = effectiveAccess(world([caseGrant({ id: 'a' }, { target: 'x', access: 'read', validUntil: 2000 }), caseGrant({ id: 'b' }, { target: 'x', access: 'write', validUntil: 1500 })]), {}, 1100)
    expect(rows).toMatchObject([{ access: 'write', until: 1500, grantIds: ['a', 'b'] }])
  })
})
