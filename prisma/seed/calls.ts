import { argumentsOf, namesThing, TOUCHES } from './arguments'
import { LEAVER, membersOf, PEOPLE } from './company'
import { type Duty, DUTIES, type DutyItem } from './duties'
import { type Rng, rng } from './prng'
import { SERVERS, type Via } from './servers'
import { BUSINESS_TOOLS } from './tools-business'
import { ENGINEERING_TOOLS } from './tools-engineering'
import type { ExampleTool } from './tool'
import { AGENTS } from './workloads'

export const DAY = 86_400_000
const HOUR = 3_600_000

/** A call as it happened, before a source writes it down. Identities as the log names them; null = absent. */
export type ExampleCall = {
  /** Milliseconds. */
  at: number
  via: Via
  server: string
  tool: string
  arguments: Record<string, unknown>
  agent: string | null
  client: string | null
  human: string | null
  outcome: 'success' | 'error' | 'denied'
  durationMs: number
  session: string
}

export const TOOLS: Record<string, readonly ExampleTool[]> = { ...ENGINEERING_TOOLS, ...BUSINESS_TOOLS }

export function toolOf(server: string, name: string): ExampleTool {
  const found = TOOLS[server]?.find((tool) => tool.name === name)
  if (found === undefined) throw new Error(`The example server ${server} has no tool ${name}.`)
  return found
}

const HOURS: Record<Duty['hours'], readonly number[]> = {
  office: [1, 1, 0, 0, 1, 3, 10, 22, 34, 38, 36, 30, 30, 38, 40, 38, 32, 26, 20, 15, 11, 7, 4, 2],
  round: [9, 8, 8, 8, 9, 10, 12, 14, 16, 16, 15, 14, 14, 16, 16, 16, 14, 13, 12, 12, 11, 10, 10, 9],
  night: [4, 30, 40, 36, 10, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
}
const ANYBODY = PEOPLE.map((person) => person.email).filter((email) => email !== LEAVER)
const WEEKEND: Record<Duty['hours'], number> = { office: 0.12, round: 0.8, night: 1 }
/** Calls in the 60 days of the full demo. */
const FULL = 55_000
const PER_WORKING_DAY = DUTIES.flatMap((duty) => duty.items).reduce((sum, item) => sum + item.perDay, 0)

/**
 * The ordinary calls of one UTC day (`day` = its first millisecond), in time order, none at or after `until`. The same day gives
 * the same calls: about a thousand on a working day, far fewer on a weekend. `scale` 1 is the full demo.
 */
export function ordinaryCalls(day: number, until: number, scale: number, loadedAt: number): ExampleCall[] {
  const random = rng(`ordinary ${new Date(day).toISOString()}`)
  const weekday = new Date(day).getUTCDay()
  const weekend = weekday === 0 || weekday === 6
  const calls: ExampleCall[] = []
  for (const duty of DUTIES) {
    for (const item of duty.items) {
      // 46.4 working days' worth of calls lie in 60 days once weekends are counted at their weight.
      const rate = (item.perDay / PER_WORKING_DAY) * (FULL / 47) * scale * (weekend ? WEEKEND[duty.hours] : 1)
      const count = Math.floor(rate * (0.8 + 0.4 * random.next()) + random.next())
      for (let i = 0; i < count; i += 1) {
        const at = day + hourOf(random, HOURS[duty.hours]) * HOUR + random.below(HOUR)
        const ended = item.endedDaysAgo === null ? Infinity : loadedAt - item.endedDaysAgo * DAY
        const call = ordinaryCall(random, duty, item, at)
        if (at < until && at < ended) calls.push(call)
      }
    }
  }
  return calls.toSorted((a, b) => a.at - b.at)
}

/** Calls of the last hours before the demo was loaded, so that it looks alive at night and on weekends too. */
export function recentCalls(loadedAt: number, scale: number): ExampleCall[] {
  const random = rng(`recent ${new Date(loadedAt).toISOString()}`)
  const calls: ExampleCall[] = []
  for (const duty of DUTIES.filter((one) => one.hours !== 'night')) {
    for (const item of duty.items.filter((one) => one.endedDaysAgo === null)) {
      const count = Math.floor(item.perDay * 0.2 * scale + random.next() * 0.6 * Math.min(item.perDay, 1))
      for (let i = 0; i < count; i += 1) calls.push(ordinaryCall(random, duty, item, loadedAt - 60_000 - random.below(5 * HOUR)))
    }
  }
  return calls.toSorted((a, b) => a.at - b.at)
}

function hourOf(random: Rng, weights: readonly number[]): number {
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [hour, weight] of weights.entries()) {
    rest -= weight
    if (rest < 0) return hour
  }
  return weights.length - 1
}

function ordinaryCall(random: Rng, duty: Duty, item: DutyItem, at: number): ExampleCall {
  const tool = toolOf(duty.server, random.pick(item.tools))
  const things = duty.things.length > 0 ? duty.things : (TOUCHES[duty.server]?.things ?? [])
  // The square of the draw prefers the first things of a list, as real work does.
  const thing = things[Math.floor(random.next() ** 2 * things.length)] ?? null
  const human = humanOf(random, duty.human)
  const client = random.pick(duty.clients)
  return {
    at, via: viaOf(duty.server), server: duty.server, tool: tool.name, agent: spiffeOf(duty.agent), client, human,
    arguments: argumentsOf(random, duty.server, tool, namesThing(duty.server, tool) ? thing : null),
    outcome: random.chance(0.03) ? 'error' : 'success', durationMs: 20 + Math.floor(random.next() ** 3 * 4_000),
    session: sessionOf(duty.agent, human, at),
  }
}

function humanOf(random: Rng, rule: string): string | null {
  if (rule === 'none') return null
  if (rule.startsWith('team:')) return random.pick(membersOf(rule.slice(5)))
  return rule === 'any' ? random.pick(ANYBODY) : rule
}

export function viaOf(server: string): Via {
  return SERVERS.find((one) => one.slug === server)?.via ?? 'claude-code'
}

export function spiffeOf(agent: string): string {
  const found = AGENTS.find((one) => one.name === agent)
  if (found === undefined) throw new Error(`There is no example agent ${agent}.`)
  return found.spiffe
}

/** One session per agent, human and half day. */
export function sessionOf(agent: string, human: string | null, at: number): string {
  return rng(`session ${agent} ${human ?? ''} ${Math.floor(at / (12 * HOUR))}`).hex(32)
}
