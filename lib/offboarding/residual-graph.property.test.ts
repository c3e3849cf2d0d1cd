import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aSubject, heirs } from '@/lib/testing/residual-builders'
import type { ResidualLine } from './model'
import { residualLines } from './residual'
import { type ChildEdge, childrenOf } from './residual-children'
import type { ResidualFacts } from './residual-facts'
import type { Heir } from './succession'

const RUNS = 400
const PEOPLE = 7
const who = fc.integer({ min: 0, max: PEOPLE - 1 })
const maybe = fc.option(who, { nil: null })
const person = (index: number | null): string | null => (index === null ? null : `p${index}`)

/** Managers at random: circles, people who manage themselves, people who left or are frozen. */
const anyOrganisation = fc.record({
  people: fc.array(fc.record({ active: fc.boolean(), frozen: fc.boolean(), manager: maybe }), { minLength: PEOPLE, maxLength: PEOPLE }),
  leaver: who, successor: maybe, owner: maybe, opener: maybe, emergency: fc.boolean(),
  servers: fc.array(fc.record({ owner: who, backup: maybe }), { maxLength: 6 }), agents: fc.nat({ max: 3 }), cases: fc.array(maybe, { maxLength: 2 }),
})
type Organisation = typeof anyOrganisation extends fc.Arbitrary<infer T> ? T : never

function factsOf(world: Organisation): ResidualFacts {
  const leaver = `p${world.leaver}`
  const people = new Map(world.people.map((one, i): [string, Heir] => [`p${i}`, { id: `p${i}`, name: `P${i}`, active: one.active, frozen: one.frozen, managerId: person(one.manager) }]))
  const servers = world.servers.map((one, i) => ({ id: `srv_${i}`, slug: `s${i}`, ownerId: `p${one.owner}`, backupOwnerId: person(one.backup) }))
  return aSubject('person', {
    subject: { id: leaver }, fallbackId: null, heirs: heirs({ people, leaverId: leaver, successorId: person(world.successor), caseOwnerId: person(world.owner), openedBy: person(world.opener), emergency: world.emergency }),
    owned: servers.filter((one) => one.ownerId === leaver), backed: servers.filter((one) => one.backupOwnerId === leaver && one.ownerId !== leaver), sponsored: Array.from({ length: world.agents }, (_, i) => ({ id: `agt_${i}`, name: `a${i}` })),
    reports: world.people.flatMap((one, i) => (one.manager === world.leaver && i !== world.leaver ? [{ id: `p${i}`, name: `P${i}` }] : [])),
    cases: world.cases.map((one, i) => ({ id: `off_${i}`, name: `c${i}`, subjectKind: 'server' as const, subjectId: `other${i}`, answerable: person(one) })),
  })
}

/** Could anybody at all take it? Everybody above the leaver, by following the chain once more than there are people. */
function candidates(world: Organisation, backup: number | null): Set<string> {
  const there = (index: number | null): boolean => index !== null && index !== world.leaver && world.people[index]?.active === true && world.people[index]?.frozen === false
  const found = new Set<number>()
  let at = world.people[world.leaver]?.manager ?? null
  for (let step = 0; step <= PEOPLE && at !== null; step += 1) {
    if (there(at)) found.add(at)
    at = world.people[at]?.manager ?? null
  }
  for (const one of [backup, world.successor, ...(world.emergency ? [world.owner, world.opener] : [])]) if (one !== null && there(one)) found.add(one)
  return new Set([...found].map((index) => `p${index}`))
}

const of = (lines: readonly ResidualLine[], kind: string): ResidualLine[] => lines.filter((line) => line.kind === kind)

describe('over random organisations', () => {
  test('every owned thing has exactly one line, to somebody who is there and is not the leaver, or to nobody only where nobody could take it', () => {
    fc.assert(fc.property(anyOrganisation, (world) => {
      const facts = factsOf(world)
      const lines = residualLines(facts)
      for (const server of facts.owned) {
        const own = of(lines, 'owned_server').filter((line) => line.objectId === server.id)
        expect(own).toHaveLength(1)
        const could = candidates(world, world.servers[Number(server.id.slice(4))]?.backup ?? null)
        expect(own[0]?.to === null ? could.size === 0 : could.has(own[0]?.to ?? ''), JSON.stringify([own[0]?.to, [...could]])).toBe(true)
      }
      for (const agent of facts.sponsored) {
        const own = of(lines, 'sponsored_agent').filter((line) => line.objectId === agent.id)
        expect(own).toHaveLength(1)
        const could = candidates(world, null)
        expect(own[0]?.to === null ? could.size === 0 : could.has(own[0]?.to ?? '')).toBe(true)
      }
      for (const line of lines) if (line.to !== null) expect([line.to === facts.subject.id, facts.heirs.people.get(line.to)?.active, facts.heirs.people.get(line.to)?.frozen]).toEqual([false, true, false])
      expect(of(lines, 'backed_server').map((line) => line.objectId)).toEqual(facts.backed.map((one) => one.id))
      for (const line of of(lines, 'backed_server')) expect(line.to === null || line.to !== facts.backed.find((one) => one.id === line.objectId)?.ownerId).toBe(true)
      const managed = of(lines, 'managed_person').flatMap((line) => (line.detail['ids'] as string[]).map((id) => [id, line.to]))
      expect(managed.map(([id]) => id).toSorted()).toEqual(facts.reports.map((one) => one.id).toSorted())
      for (const [id, to] of managed) expect(to).not.toBe(id)
      expect(new Set(of(lines, 'case_owned').map((line) => line.objectId)).size).toBe(facts.cases.length)
      expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length)
      expect(residualLines(factsOf(world))).toEqual(lines)
    }), { numRuns: RUNS })
  })
})

const NODES = 8
const anyGraph = fc.array(fc.record({ from: fc.nat({ max: NODES - 1 }), to: fc.nat({ max: NODES - 1 }), at: fc.option(fc.constantFrom('2026-11-01', '2026-11-02'), { nil: null }) }), { maxLength: 24 })

/** Who is reached from 0 at all, by closing the relation under itself until nothing is added. */
function reached(edges: readonly { from: number; to: number }[]): Set<number> {
  const pairs = new Set(edges.map((edge) => edge.from * NODES + edge.to))
  for (let size = -1; size !== pairs.size;) {
    size = pairs.size
    for (const a of pairs) for (const b of pairs) if (a % NODES === Math.floor(b / NODES)) pairs.add(Math.floor(a / NODES) * NODES + (b % NODES))
  }
  return new Set([...pairs].filter((pair) => Math.floor(pair / NODES) === 0 && pair % NODES !== 0).map((pair) => pair % NODES))
}

describe('over random chains of delegation', () => {
  test('exactly those who act for it through whomever are its children, each once, with a path that is one, whatever the order of what was seen', () => {
    fc.assert(fc.property(anyGraph, fc.integer(), (graph, turn) => {
      const edges: ChildEdge[] = graph.map(({ from, to, at }) => ({ from: `n${from}`, to: `n${to}`, lastAt: at }))
      const nodes = new Map(Array.from({ length: NODES }, (_, i) => [`n${i}`, { key: `n${i}`, name: `n${i}`, agentId: null, sponsorId: null }]))
      const children = childrenOf({ key: 'n0', name: 'n0' }, nodes, edges)
      expect(children.map((child) => child.key).toSorted()).toEqual([...reached(graph)].map((node) => `n${node}`).toSorted())
      const steps = new Set(edges.map((edge) => `${edge.from} ${edge.to}`))
      for (const { path, key } of children) {
        expect([path[0], path.at(-1), new Set(path).size]).toEqual(['n0', key, path.length])
        for (let i = 1; i < path.length; i += 1) expect(steps.has(`${path[i - 1] ?? ''} ${path[i] ?? ''}`)).toBe(true)
      }
      const turned = edges.map((_, i) => edges[(((i + turn) % edges.length) + edges.length) % edges.length]).filter((edge) => edge !== undefined)
      expect(childrenOf({ key: 'n0', name: 'n0' }, nodes, turned)).toEqual(children)
    }), { numRuns: RUNS })
  })
})
