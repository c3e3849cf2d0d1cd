import { describe, expect, it } from 'vitest'
import { DAY, ordinaryCalls, recentCalls, TOOLS, toolOf } from './calls'
import { PEOPLE } from './company'
import { DUTIES } from './duties'
import { importedGrants } from './grants'
import { lineOf } from './lines'
import { SERVERS } from './servers'
import { storyCalls } from './stories'
import { AGENTS } from './workloads'

const LOADED = Date.UTC(2026, 10, 20, 14, 5)
const TODAY = LOADED - (LOADED % DAY)
const days = (count: number): number[] => Array.from({ length: count }, (_, index) => TODAY - (count - 1 - index) * DAY)

describe('the example company', () => {
  it('is large enough to be looked at: people, servers, tools, agents and grants', () => {
    expect(PEOPLE.length).toBeGreaterThanOrEqual(40)
    expect(SERVERS.length).toBeGreaterThanOrEqual(14)
    expect(Object.values(TOOLS).flat().length).toBeGreaterThanOrEqual(130)
    expect(AGENTS.length).toBeGreaterThanOrEqual(11)
    expect(importedGrants(LOADED).length).toBeGreaterThanOrEqual(115)
  })

  it('names only people, tools and servers that exist', () => {
    const emails = new Set(PEOPLE.map((person) => person.email))
    for (const server of SERVERS) {
      expect(emails).toContain(server.owner)
      if (server.backup !== null) expect(emails).toContain(server.backup)
    }
    for (const agent of AGENTS) expect(emails).toContain(agent.sponsor)
    for (const duty of DUTIES) for (const item of duty.items) for (const tool of item.tools) expect(toolOf(duty.server, tool).name).toBe(tool)
    expect(new Set(importedGrants(LOADED).map((row) => row.externalId)).size).toBe(importedGrants(LOADED).length)
  })

  it('gives the same lines for the same day, and other lines for another', () => {
    const lines = (): string[] => ordinaryCalls(TODAY - DAY, LOADED, 0.1, LOADED).map(lineOf)
    expect(lines()).toEqual(lines())
    expect(lines()).not.toEqual(ordinaryCalls(TODAY - 2 * DAY, LOADED, 0.1, LOADED).map(lineOf))
  })

  it('has 50,000 to 60,000 events in 60 days, in time order, none in the future, weekends quiet', () => {
    const perDay = days(60).map((day) => ordinaryCalls(day, LOADED, 1, LOADED))
    const total = perDay.flat().length + recentCalls(LOADED, 1).length + storyCalls(LOADED).length
    expect(total).toBeGreaterThan(50_000)
    expect(total).toBeLessThan(60_000)
    for (const calls of perDay) expect(calls.map((call) => call.at)).toEqual(calls.map((call) => call.at).toSorted((a, b) => a - b))
    expect(Math.max(...perDay.flat().map((call) => call.at), ...storyCalls(LOADED).map((call) => call.at))).toBeLessThan(LOADED)
    const sunday = perDay.find((calls) => new Date(calls[0]?.at ?? 0).getUTCDay() === 0) ?? []
    const tuesday = perDay.find((calls) => new Date(calls[0]?.at ?? 0).getUTCDay() === 2) ?? []
    expect(sunday.length * 2).toBeLessThan(tuesday.length)
  })
})
