import { describe, expect, it } from 'vitest'
import { findAdapter } from '@/lib/activity/formats/adapters'
import { DAY, HOUR } from './calendar'
import { type ExampleCall, ordinaryCalls, recentCalls } from './calls'
import { toolOf, TOOLS } from './catalogue'
import { PEOPLE } from './company'
import { DUTIES } from './duties'
import { importedGrants } from './grants'
import { FORMAT_OF, lineOf } from './lines'
import { CHANGED_LISTINGS, listedTools } from './listings'
import { SERVERS } from './servers'
import { storyCalls } from './stories-long'
import { definition } from './tool'
import { AGENTS, CLIENTS } from './workloads'

const LOADED = Date.UTC(2026, 10, 20, 14, 5)
const TODAY = LOADED - (LOADED % DAY)
const days = (count: number): number[] => Array.from({ length: count }, (_, index) => TODAY - (count - 1 - index) * DAY)
const distinct = (values: readonly string[]): number => new Set(values).size

describe('the example company', () => {
  it('is as large as one: people, servers, tools, agents, clients and grants', () => {
    expect(PEOPLE).toHaveLength(120)
    expect(SERVERS.length).toBeGreaterThanOrEqual(60)
    expect(Object.values(TOOLS).flat().length).toBeGreaterThanOrEqual(900)
    expect(AGENTS.length).toBeGreaterThanOrEqual(40)
    expect(CLIENTS.length).toBeGreaterThanOrEqual(10)
    expect(importedGrants(LOADED).length).toBeGreaterThanOrEqual(400)
  })

  it('names only people, tools and servers that exist, and each of them once', () => {
    const people = new Map(PEOPLE.map((person) => [person.email, person]))
    expect(people.size).toBe(PEOPLE.length)
    expect(distinct(SERVERS.map((server) => server.slug))).toBe(SERVERS.length)
    expect(distinct(AGENTS.map((agent) => agent.spiffe))).toBe(AGENTS.length)
    expect(Object.keys(TOOLS).filter((slug) => !SERVERS.some((server) => server.slug === slug))).toEqual([])
    for (const server of SERVERS) {
      expect(people.get(server.owner)?.roles, server.slug).toContain('owner')
      if (server.backup !== null) expect(people.has(server.backup), server.slug).toBe(true)
    }
    for (const agent of AGENTS) expect(people.has(agent.sponsor), agent.name).toBe(true)
    for (const duty of DUTIES) for (const item of duty.items) for (const tool of item.tools) expect(toolOf(duty.server, tool).name).toBe(tool)
    expect(distinct(importedGrants(LOADED).map((row) => row.externalId))).toBe(importedGrants(LOADED).length)
  })

  it('lists every tool once, with a title, a sentence and a schema whose every argument is explained', () => {
    for (const [slug, tools] of Object.entries(TOOLS)) {
      expect(distinct(tools.map((tool) => tool.name)), slug).toBe(tools.length)
      for (const { name, title, description, inputSchema } of tools.map(definition)) {
        expect(`${title}: ${description}`, `${slug}/${name}`).toMatch(/^\w[^.?]+: .{10,}[.?]$/s)
        const { type, properties, required } = inputSchema as { type: string; properties: Record<string, { type: string; description: string }>; required: string[] }
        expect(type).toBe('object')
        for (const one of required) expect(properties[one], `${slug}/${name}`).toBeDefined()
        for (const property of Object.values(properties)) expect(property.description.length, `${slug}/${name}`).toBeGreaterThan(1)
      }
    }
  })

  it('runs each agent in one client, so that two clients of one agent are a story', () => {
    for (const [agent, duties] of Map.groupBy(DUTIES, (duty) => duty.agent)) expect(distinct(duties.flatMap((duty) => duty.clients)), agent).toBe(1)
  })

  it('has definitions that change: what is listed differs after each change, and not before', () => {
    for (const { server, ago } of CHANGED_LISTINGS) expect(listedTools(server, ago)).not.toEqual(listedTools(server, ago + 1))
    expect(listedTools('pdf-tools', 13)).toEqual(TOOLS['pdf-tools']?.map(definition))
  })
})

describe('the calls of the example company', () => {
  it('are the same lines for the same day, and others for another', () => {
    const lines = (): string[] => ordinaryCalls(TODAY - DAY, LOADED, 0.1, LOADED).map(lineOf)
    expect(lines()).toEqual(lines())
    expect(lines()).not.toEqual(ordinaryCalls(TODAY - 2 * DAY, LOADED, 0.1, LOADED).map(lineOf))
  })

  it('are written in the dialect of the source that saw them, and every line of each is an act', () => {
    const calls = [...ordinaryCalls(TODAY - 3 * DAY, LOADED, 0.3, LOADED), ...storyCalls(LOADED)]
    expect(distinct(calls.map((call) => FORMAT_OF[call.via]))).toBe(new Set(Object.values(FORMAT_OF)).size)
    for (const call of calls) {
      const adapted = findAdapter(FORMAT_OF[call.via])?.adapt(JSON.parse(lineOf(call)))
      expect(adapted, lineOf(call)).toMatchObject({ event: { server: call.server, target: call.tool, outcome: call.outcome } })
    }
  })

  it('tell every story whole, at whatever hour the demo is loaded', () => {
    for (const hour of [0.2, 1.6, 9, 23.9]) {
      const stories = storyCalls(TODAY + hour * HOUR)
      expect(stories).toHaveLength(storyCalls(LOADED).length)
      expect(stories.at(-1)?.at).toBeLessThan(TODAY + hour * HOUR)
    }
  })

  it('are over 200,000 in 90 days, in time order, none in the future, weekends quiet, more at the end, almost all ordinary', () => {
    const perDay = days(90).map((day) => ordinaryCalls(day, LOADED, 1, LOADED))
    const ordinary = perDay.reduce((sum, calls) => sum + calls.length, 0) + recentCalls(LOADED, 1).length
    const stories = storyCalls(LOADED)
    expect(ordinary + stories.length).toBeGreaterThan(200_000)
    expect(ordinary + stories.length).toBeLessThan(240_000)
    expect(stories.length).toBeLessThan(ordinary * 0.05)
    for (const calls of perDay) expect(calls.every((call, index) => index === 0 || (calls[index - 1]?.at ?? 0) <= call.at)).toBe(true)
    const newest = (calls: readonly ExampleCall[]): number => calls.reduce((last, call) => Math.max(last, call.at), 0)
    expect(Math.max(...perDay.map(newest), newest(stories), newest(recentCalls(LOADED, 1)))).toBeLessThan(LOADED)
    const countOf = (weekday: number, which: readonly ExampleCall[][]): number => which.reduce((sum, calls) => sum + (new Date(calls[0]?.at ?? 0).getUTCDay() === weekday ? calls.length : 0), 0)
    expect(countOf(0, perDay)).toBeLessThan(countOf(2, perDay) * 0.75)
    expect(countOf(2, perDay.slice(0, 28))).toBeLessThan(countOf(2, perDay.slice(-29, -1)))
  })
})
