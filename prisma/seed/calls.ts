import { argumentsOf, namesThing } from './arguments'
import { DAY, HOUR, momentOf, outageOf, someoneAtWork, weightOf } from './calendar'
import { toolOf } from './catalogue'
import { DUTIES } from './duties'
import type { Duty, DutyItem } from './duty'
import { type Rng, rng } from './prng'
import type { Via } from './server'
import { SERVERS } from './servers'
import { TOUCHES } from './touches'
import { AGENTS } from './workloads'

/** An act as it happened, before a source writes it down. Identities as the log names them; null = absent. */
export type ExampleCall = {
  /** Milliseconds. */
  at: number
  via: Via
  server: string
  /** The tool, or `<system>:<action>` for an action behind the server. */
  tool: string
  arguments: Record<string, unknown>
  agent: string | null
  client: string | null
  human: string | null
  outcome: 'success' | 'error' | 'denied'
  durationMs: number
  session: string
}

/** Calls of the full demo, and the working days' worth of them that 90 days hold, growth and weekends counted. */
const FULL = 221_000
const WORKING_DAYS = 70
/** A tool that people stopped using, and how many days ago: its definition had changed. What went on is a story. */
const STOPPED = { server: 'pdf-tools', tool: 'extract_text', ago: 11 }
/** Agents that are busy when something breaks. */
const CALLED_OUT = new Set(['oncall', 'incident-scribe', 'status-writer'])
const PER_WORKING_DAY = DUTIES.flatMap((duty) => duty.items).reduce((sum, item) => sum + item.perDay, 0)

/**
 * The ordinary calls of one UTC day (`day` = its first millisecond), in time order, none at or after `until`. The same day gives
 * the same calls. `scale` 1 is the full demo; at any scale every tool that an agent uses at all is used at least once.
 */
export function ordinaryCalls(day: number, until: number, scale: number, loadedAt: number): ExampleCall[] {
  const random = rng(`ordinary ${new Date(day).toISOString()}`)
  const outage = outageOf(random, day)
  const calls: ExampleCall[] = []
  for (const duty of DUTIES) {
    const used = duty.items.filter((item) => item.perDay > 0 && (item.endedDaysAgo === null || day + DAY < loadedAt - item.endedDaysAgo * DAY))
    const perDay = used.reduce((sum, item) => sum + item.perDay, 0)
    const wanted = (perDay / PER_WORKING_DAY) * (FULL / WORKING_DAYS) * scale * weightOf(duty, day, loadedAt) * (0.8 + 0.4 * random.next())
    calls.push(...sessionsOf(random, duty, used, wanted, day, null))
    if (outage !== null && wanted > 0 && CALLED_OUT.has(duty.agent)) calls.push(...sessionsOf(random, duty, used, perDay * 0.5 * scale, day, outage))
    calls.push(...firstUses(duty, used, day, loadedAt))
  }
  const stopped = (call: ExampleCall): boolean => call.server === STOPPED.server && call.tool === STOPPED.tool && call.at > loadedAt - STOPPED.ago * DAY
  return calls.filter((call) => call.at < Math.min(until, day + DAY) && !stopped(call)).toSorted((a, b) => a.at - b.at)
}

/** Calls of the last hours before the demo was loaded, so that it looks alive at night and on weekends too. */
export function recentCalls(loadedAt: number, scale: number): ExampleCall[] {
  const random = rng(`recent ${new Date(loadedAt).toISOString()}`)
  const calls: ExampleCall[] = []
  for (const duty of DUTIES.filter((one) => one.hours !== 'night' && one.human !== 'none')) {
    const used = duty.items.filter((one) => one.endedDaysAgo === null && one.perDay > 0 && one.target !== STOPPED.tool)
    const perDay = used.reduce((sum, item) => sum + item.perDay, 0)
    calls.push(...sessionsOf(random, duty, used, perDay * 0.25 * scale, loadedAt - 4 * HOUR, loadedAt - 4 * HOUR))
  }
  return calls.filter((call) => call.at < loadedAt - 60_000).toSorted((a, b) => a.at - b.at)
}

/** About `wanted` calls in sittings of a few each; `around` puts them into the four hours from then. */
function sessionsOf(random: Rng, duty: Duty, used: readonly DutyItem[], wanted: number, day: number, around: number | null): ExampleCall[] {
  const size = duty.human === 'none' ? 14 : 6
  const calls: ExampleCall[] = []
  for (let sitting = Math.floor(wanted / size + random.next()); sitting > 0 && used.length > 0; sitting -= 1) {
    const person = someoneAtWork(random, duty, day)
    if (person === undefined) continue
    const session = random.hex(32)
    const client = random.pick(duty.clients)
    const thing = thingOf(random, duty)
    let at = around === null ? momentOf(random, duty, person, day) : around + random.below(4 * HOUR)
    for (let count = 1 + random.below(2 * size - 1); count > 0; count -= 1) {
      const tool = random.pick(weighted(random, used).tools)
      calls.push(ordinaryCall(random, duty, tool, random.chance(0.85) ? thing : thingOf(random, duty), { at, client, human: person?.email ?? null, session }))
      at += 3_000 + random.below(70_000)
    }
  }
  return calls
}

/** One call of each tool that a duty uses, on a day of its own. */
function firstUses(duty: Duty, used: readonly DutyItem[], day: number, loadedAt: number): ExampleCall[] {
  const ago = Math.floor((loadedAt - day) / DAY)
  return used.flatMap((item) => item.tools.flatMap((tool) => {
    const random = rng(`first ${duty.agent} ${duty.server} ${tool}`)
    const from = (item.endedDaysAgo ?? 2) + 2
    const chosen = from + random.below(Math.max(1, Math.min(duty.since, 88) - from - 1))
    if (chosen !== ago) return []
    const person = someoneAtWork(random, duty, day)
    if (person === undefined) return []
    const own = { at: momentOf(random, duty, person, day), client: random.pick(duty.clients), human: person?.email ?? null, session: random.hex(32) }
    return [ordinaryCall(random, duty, tool, thingOf(random, duty), own)]
  }))
}

function thingOf(random: Rng, duty: Duty): string | null {
  const things = duty.things.length > 0 ? duty.things : (TOUCHES[duty.server]?.things ?? [])
  // The square of the draw prefers the first things of a list, as real work does.
  return things[Math.floor(random.next() ** 2 * things.length)] ?? null
}

function weighted(random: Rng, items: readonly DutyItem[]): DutyItem {
  let rest = random.next() * items.reduce((sum, item) => sum + item.perDay, 0)
  return items.find((item) => (rest -= item.perDay) < 0) ?? random.pick(items)
}

type Own = Pick<ExampleCall, 'at' | 'client' | 'human' | 'session'>

function ordinaryCall(random: Rng, duty: Duty, name: string, thing: string | null, own: Own): ExampleCall {
  const tool = toolOf(duty.server, name)
  const luck = random.next()
  const outcome = luck < 0.004 ? 'denied' : luck < 0.034 ? 'error' : 'success'
  return {
    ...own, via: viaOf(duty.server), server: duty.server, tool: name, agent: spiffeOf(duty.agent), outcome,
    arguments: argumentsOf(random, duty.server, tool, namesThing(duty.server, tool) ? thing : null),
    durationMs: outcome === 'denied' ? 2 + random.below(9) : 20 + Math.floor(random.next() ** 3 * 4_000),
  }
}

const VIA = new Map(SERVERS.map((server) => [server.slug, server.via]))

/** The source that sees the calls to a server; what nobody registered is seen by the agents alone. */
export function viaOf(server: string): Via {
  return VIA.get(server) ?? 'laptops'
}

const SPIFFE = new Map(AGENTS.map((agent) => [agent.name, agent.spiffe]))

export function spiffeOf(agent: string): string {
  const found = SPIFFE.get(agent)
  if (found === undefined) throw new Error(`There is no example agent ${agent}.`)
  return found
}

/** One session per agent, human and half day: what stories use. */
export function sessionOf(agent: string, human: string | null, at: number): string {
  return rng(`session ${agent} ${human ?? ''} ${Math.floor(at / (12 * HOUR))}`).hex(32)
}
