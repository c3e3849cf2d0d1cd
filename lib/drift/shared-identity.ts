import type { Declarations } from '@/lib/grants/model'
import { resolveName } from '@/lib/names/resolve'
import { gapOf } from './evaluability'
import { fingerprint } from './fingerprint'
import type { DriftInput, Observation, SignalFact } from './model'
import type { Called } from './names'
import type { Resolution } from './resolution'
import { shortName, some } from './sentences'
import { adjusted } from './severity'
import { lastDays } from './window'

const HOUR = 3_600_000

type AgentClient = Extract<SignalFact, { kind: 'agent_client' }>

/** That an agent came from a client, from its first to its last time in one hour. `agent` and `client` are ids, or names nobody holds. */
type Coming = { agent: string; agentId: string | null; client: string; source: string; from: number; to: number }

/** Two comings of one agent from different clients, at most an hour apart. */
type Pair = { earlier: Coming; later: Coming }

/** Agents that came from two clients within an hour: an identity that is held in two places. */
export function sharedIdentities(input: DriftInput, called: Called): Observation[] {
  const since = lastDays(input.settings.useWindowDays, input.now).from
  const byAgent = new Map<string, Coming[]>()
  for (const signal of input.signals) {
    if (signal.kind !== 'agent_client' || signal.lastAt < since) continue
    for (const coming of comingsOf(input.declarations, signal)) {
      const key = `${coming.agentId === null ? 'name' : 'id'} ${coming.agent}`
      const list = byAgent.get(key)
      if (list === undefined) byAgent.set(key, [coming])
      else list.push(coming)
    }
  }
  return [...byAgent.values()].flatMap((comings) => {
    const pairs = pairsOf(comings)
    const [first] = pairs
    return first === undefined ? [] : [observe(input, called, first, pairs, [...new Set(comings.map((coming) => coming.source))].sort())]
  })
}

/** An hour of one agent and client by name. Where a name changed hands within the hour, only its two ends are known. */
function comingsOf(declarations: Declarations, signal: AgentClient): Coming[] {
  const at = (time: number): Coming => {
    const agentId = resolveName(declarations.names, 'agent', signal.agent, signal.source, time)
    const clientId = resolveName(declarations.names, 'client', signal.client, signal.source, time)
    return { agent: agentId ?? signal.agent, agentId, client: clientId ?? signal.client, source: signal.source, from: time, to: time }
  }
  const [first, last] = [at(signal.firstAt), at(signal.lastAt)]
  return first.agent === last.agent && first.client === last.client ? [{ ...first, to: signal.lastAt }] : [first, last]
}

/**
 * For each coming the nearest one before it from another client, where that is at most an hour away. Comings lie within an hour of
 * the clock, so the last of the earlier and the first of the later decide exactly.
 */
export function pairsOf(comings: readonly Coming[]): Pair[] {
  const pairs: Pair[] = []
  // The two latest ends seen so far, of different clients.
  let latest: Coming | null = null
  let second: Coming | null = null
  for (const later of [...comings].sort((a, b) => a.from - b.from || a.to - b.to || (a.client < b.client ? -1 : 1))) {
    const earlier: Coming | null = latest !== null && latest.client !== later.client ? latest : second
    if (earlier !== null && later.from - earlier.to <= HOUR) pairs.push({ earlier, later })
    if (latest === null || later.to >= latest.to) {
      if (latest !== null && latest.client !== later.client) second = latest
      latest = later
    } else if (later.client !== latest.client && (second === null || later.to > second.to)) {
      second = later
    }
  }
  return pairs
}

function observe(input: DriftInput, called: Called, first: Pair, pairs: readonly Pair[], sources: readonly string[]): Observation {
  const { agent: key, agentId } = first.later
  const name = (id: string): string => called.get(id)?.best ?? id
  const agent = name(key)
  const ends = pairs.flatMap(({ earlier, later }) => [earlier, later])
  const clients = [...new Set(ends.map((coming) => name(coming.client)))].sort()
  const last = pairs.reduce((a, b) => (lastOf(b) > lastOf(a) ? b : a))
  const { withheld, ...resolution } = quiet(input, sources, lastOf(last))
  return {
    fingerprint: fingerprint('shared_identity', [agentId, agentId === null ? key : null]), kind: 'shared_identity', life: 'act', severity: adjusted('high', null), ...resolution,
    serverId: null, server: null, target: null, agentId, agent, client: null, human: null, grantId: null, sourceName: null,
    firstSeen: pairs.reduce((first, pair) => Math.min(first, firstOf(pair)), Infinity), lastSeen: lastOf(last), executed: 0, blocked: 0, evaluable: true,
    explanation: `${shortName(agent)} came from ${some(clients, 3)} within an hour, ${pairs.length === 1 ? 'once' : `${pairs.length} times`}. One identity is held in two places, so what it does can no longer be laid to one of them.`,
    evidence: { clients: clients.slice(0, 50), sources: sources.slice(0, 50), pairs: pairs.slice(-10).map((pair) => pairFacts(pair, name)), ...(withheld === null ? {} : { quietNotEvaluable: withheld }) },
    remedies: ['check_identity', 'rotate', 'suspend', 'accept'], replacement: null,
  }
}

/** The last time of the pair that is surely within an hour of the other client. */
function lastOf({ earlier, later }: Pair): number {
  return later.to - earlier.to <= HOUR ? Math.max(earlier.to, later.to) : later.from
}

function firstOf({ earlier, later }: Pair): number {
  return later.from - earlier.from <= HOUR ? earlier.from : earlier.to
}

function pairFacts({ earlier, later }: Pair, name: (id: string) => string): Record<string, unknown> {
  const iso = (at: number): string => new Date(at).toISOString()
  const facts = (coming: Coming): Record<string, unknown> => ({ client: name(coming.client), source: coming.source, from: iso(coming.from), to: iso(coming.to) })
  return { earlier: facts(earlier), later: facts(later), minutesApart: Math.max(0, Math.round((later.from - earlier.to) / 60_000)) }
}

/** Long without it, while every source that tells of the agent watched all the time. */
function quiet(input: DriftInput, names: readonly string[], lastSeen: number): Resolution {
  const window = lastDays(input.settings.quietDays, input.now)
  if (lastSeen >= window.from) return { state: 'open', resolution: null, withheld: null }
  const gaps = names.flatMap((name) => {
    const source = input.sources.find((one) => one.name === name)
    return source === undefined ? [] : (gapOf(source, window) ?? [])
  })
  return gaps.length === 0 ? { state: 'resolved', resolution: 'quiet', withheld: null } : { state: 'open', resolution: null, withheld: gaps }
}
