import { resolveName, stateAt } from '@/lib/names/resolve'
import { REGISTERED_STATES } from '@/lib/registry/model'
import { rotationDue } from '@/lib/registry/secret-rotation'
import { fingerprint } from './fingerprint'
import { isInService } from './grant-use'
import type { DriftInput, Observation, SignalFact } from './model'
import { type Called, coveredServer } from './names'
import { quietOf } from './resolution'
import { days, shortName, times } from './sentences'
import { adjusted } from './severity'
import { standing } from './state-findings'
import { DAY_MS, lastDays } from './window'

const NOBODY = { target: null, agentId: null, agent: null, client: null, human: null, grantId: null, sourceName: null } as const

/** Servers in service that nothing can tell from another that answers at their address. */
export function withoutIdentity(input: DriftInput): Observation[] {
  return input.registry.flatMap(({ serverId, hasIdentity }) => {
    const server = input.declarations.servers.get(serverId)
    if (server === undefined || hasIdentity || !isInService(input.declarations, serverId, input.now)) return []
    return [{
      ...NOBODY, fingerprint: fingerprint('no_workload_identity', [serverId]), kind: 'no_workload_identity', life: 'state', severity: adjusted('low', server), state: 'open', resolution: null,
      serverId, server: server.slug, firstSeen: input.now, lastSeen: input.now, executed: 0, blocked: 0, evaluable: true,
      explanation: `${server.slug} has no workload identity: whoever answers at its address is taken for it. It is ${server.sensitivity}, so it may be in service without one.`,
      evidence: { sensitivity: server.sensitivity }, remedies: ['set_identity', 'accept'], replacement: null,
    }]
  })
}

/** Secret-shaped values where anybody who reads the register can read them: in a command or an endpoint. */
export function registeredSecrets(input: DriftInput): Observation[] {
  return input.registry.flatMap(({ serverId, secrets }) => {
    const server = input.declarations.servers.get(serverId)
    const state = stateAt(server?.states ?? [], input.now)
    if (server === undefined || state === 'retired' || state === 'rejected') return []
    return secrets.map(({ place, shape }): Observation => ({
      ...NOBODY, fingerprint: fingerprint('embedded_secret', [serverId, place]), kind: 'embedded_secret', life: 'state', severity: adjusted('high', server), state: 'open', resolution: null,
      serverId, server: server.slug, firstSeen: input.now, lastSeen: input.now, executed: 0, blocked: 0, evaluable: true,
      explanation: `The ${place} of ${server.slug} holds what looks like a secret (${shape}). Everybody who may see the server can read it: rotate it, and name where it is kept instead.`,
      evidence: { place, shape }, remedies: ['rotate', 'accept'], replacement: null,
    }))
  })
}

/** Secrets of servers in service whose period is over: since the last rotation, or since the server was let in where there was none. */
export function staleSecrets(input: DriftInput): Observation[] {
  return input.rotations.flatMap((fact) => {
    const server = input.declarations.servers.get(fact.serverId)
    if (server === undefined || !isInService(input.declarations, server.id, input.now)) return []
    const registeredAt = server.states.find((change) => REGISTERED_STATES.has(change.state))?.at ?? null
    const due = rotationDue({ everyDays: fact.everyDays, rotatedAt: fact.rotatedAt, registeredAt })
    if (due === null || due > input.now) return []
    const past = Math.floor((input.now - due) / DAY_MS) + fact.everyDays
    return [standing(input.now, due, {
      kind: 'stale_secret', fingerprint: fingerprint('stale_secret', [server.id, fact.name]), severity: adjusted('medium', server), serverId: server.id, server: server.slug, sourceName: null,
      explanation: `${fact.name} of ${server.slug} is to be rotated every ${days(fact.everyDays)}. ${fact.rotatedAt === null ? `It never was, as far as is known, ${days(past)} after the server went into service` : `That was done ${days(past)} ago${fact.reference === null ? '' : ` (${fact.reference})`}`}: whoever has seen it since can still use it.`,
      evidence: { secret: fact.name, everyDays: fact.everyDays, rotatedAt: fact.rotatedAt === null ? null : new Date(fact.rotatedAt).toISOString(), reference: fact.reference, dueAt: new Date(due).toISOString() }, remedies: ['rotate'],
    }, { target: fact.name })]
  })
}

type Sent = Extract<SignalFact, { kind: 'embedded_secret' }> & { serverId: string | null; agentId: string | null }

/** Secret-shaped values that agents sent as parameters: about (server, target, agent, parameter). The values are kept nowhere. */
export function sentSecrets(input: DriftInput, called: Called): Observation[] {
  const since = lastDays(input.settings.useWindowDays, input.now).from
  const groups = new Map<string, Sent[]>()
  for (const signal of input.signals) {
    if (signal.kind !== 'embedded_secret' || signal.lastAt < since) continue
    const { names } = input.declarations
    const serverId = resolveName(names, 'server', signal.server, signal.source, signal.lastAt)
    const agentId = signal.agent === null ? null : resolveName(names, 'agent', signal.agent, signal.source, signal.lastAt)
    const key = JSON.stringify([serverId, serverId === null ? signal.server : null, signal.target, agentId, agentId === null ? signal.agent : null, signal.parameter])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [{ ...signal, serverId, agentId }])
    else group.push({ ...signal, serverId, agentId })
  }
  return [...groups].flatMap(([key, sent]) => {
    const [first] = sent
    return first === undefined ? [] : [observe(input, called, JSON.parse(key) as (string | null)[], first, sent)]
  })
}

function observe(input: DriftInput, called: Called, about: (string | null)[], first: Sent, sent: readonly Sent[]): Observation {
  const server = first.serverId === null ? null : (input.declarations.servers.get(first.serverId) ?? null)
  const agent = first.agentId === null ? first.agent : (called.get(first.agentId)?.best ?? first.agentId)
  const lastSeen = sent.reduce((last, one) => Math.max(last, one.lastAt), -Infinity)
  const { withheld, ...resolution } = server === null ? { state: 'open' as const, resolution: null, withheld: null } : quietOf(input, coveredServer(input.declarations, called, server.id), lastSeen)
  const calls = sent.reduce((total, one) => total + one.count, 0)
  const shapes = [...new Set(sent.map((one) => one.shape))].sort()
  const where = `${first.target} on ${server?.slug ?? first.server}`
  return {
    ...NOBODY, fingerprint: fingerprint('embedded_secret', about), kind: 'embedded_secret', life: 'act', severity: adjusted('high', server), ...resolution,
    serverId: server?.id ?? null, server: server?.slug ?? first.server, target: first.target, agentId: first.agentId, agent,
    firstSeen: sent.reduce((first, one) => Math.min(first, one.firstAt), Infinity), lastSeen, executed: 0, blocked: 0, evaluable: true,
    explanation: `${shortName(agent)} sent what looks like a secret (${shapes.join(', ')}) as ${first.parameter} of ${where}, ${times(calls)}. The value is not kept here, but whoever keeps the server's own log has it: rotate it.`,
    evidence: { parameter: first.parameter, shapes, calls, sources: [...new Set(sent.map((one) => one.source))].sort(), ...(withheld === null ? {} : { quietNotEvaluable: withheld }) },
    remedies: ['rotate', 'suspend', 'accept'], replacement: null,
  }
}
