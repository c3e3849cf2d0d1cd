import { covers } from './evaluability'
import { fingerprint } from './fingerprint'
import { isInService } from './grant-use'
import type { DriftInput, Observation, SourceFact } from './model'
import { type Called, coveredServer } from './names'
import { some } from './sentences'
import { adjusted } from './severity'

type Head = Pick<Observation, 'kind' | 'fingerprint' | 'severity' | 'serverId' | 'server' | 'sourceName' | 'explanation' | 'evidence' | 'remedies'>

/** A state of the records that holds since some time, with what it is about besides a server or source. */
export function standing(now: number, since: number, head: Head, about: Partial<Pick<Observation, 'target' | 'agentId' | 'agent' | 'grantId'>> = {}): Observation {
  return {
    ...head, life: 'state', state: 'open', resolution: null, target: null, agentId: null, agent: null, client: null, human: null, grantId: null,
    firstSeen: since, lastSeen: now, executed: 0, blocked: 0, evaluable: true, replacement: null, ...about,
  }
}

/** Registered servers for which neither owner nor backup owner is there any more. */
export function orphanedServers(input: DriftInput): Observation[] {
  return input.ownership.flatMap((fact) => {
    const server = input.declarations.servers.get(fact.serverId)
    if (server === undefined || fact.ownerActive || fact.backupActive) return []
    if (!isInService(input.declarations, server.id, input.now)) return []
    const backup = fact.backupOwner === null ? 'there is no backup owner' : `so has the backup owner, ${fact.backupOwner}`
    return [standing(input.now, input.now, {
      kind: 'orphaned_server', fingerprint: fingerprint('orphaned_server', [server.id]), severity: adjusted('high', server), serverId: server.id, server: server.slug, sourceName: null,
      explanation: `Nobody answers for ${server.slug}: ${fact.owner ?? 'its owner'} has left, and ${backup}. New requests for it wait until an owner is set.`,
      evidence: { owner: fact.owner, backupOwner: fact.backupOwner }, remedies: ['set_owner', 'quarantine'],
    })]
  })
}

/** The last sign of life of a source, in milliseconds: what was delivered, a heartbeat, else its registration. */
export function lastSignOf(source: Pick<SourceFact, 'alive' | 'lastHeartbeatAt' | 'createdAt'>): number {
  return Math.max(source.createdAt, source.lastHeartbeatAt ?? -Infinity, ...source.alive.map((interval) => interval.to))
}

/** It promised a sign of life within a time, and that time is over. One that promised nothing is never silent. */
export function isSilent(source: SourceFact, now: number): boolean {
  return source.heartbeatMs !== null && lastSignOf(source) + source.heartbeatMs < now
}

/** Does it see calls from where no agent can silence it, all of them, and today? */
function watches(source: SourceFact, now: number): boolean {
  return (source.vantage === 'gateway' || source.vantage === 'server') && !source.sampled && source.heartbeatMs !== null && !isSilent(source, now)
}

/** Sources that stated a heartbeat and have missed it. */
export function silentSources(input: DriftInput, called: Called): Observation[] {
  return input.sources.flatMap((source) => {
    if (source.heartbeatMs === null) return []
    const last = lastSignOf(source)
    if (!isSilent(source, input.now)) return []
    const blind = [...input.declarations.servers.values()].filter((server) => {
      const covered = coveredServer(input.declarations, called, server.id)
      return isInService(input.declarations, server.id, input.now) && covers(source, covered) && !input.sources.some((other) => watches(other, input.now) && covers(other, covered))
    }).map((server) => server.slug).sort()
    const blindText = blind.length === 0 ? 'Other sources still see its servers.' : `Nothing else sees ${some(blind, 3)}, so what is said of their silence is withheld.`
    return [standing(input.now, last, {
      kind: 'silent_source', fingerprint: fingerprint('silent_source', [source.id]), severity: 'medium', serverId: null, server: null, sourceName: source.name,
      explanation: `Source ${source.name} said it would give a sign of life every ${span(source.heartbeatMs)}; the last was at ${new Date(last).toISOString().slice(0, 16).replace('T', ' ')} UTC. ${blindText}`,
      evidence: { source: source.name, silentSince: new Date(last).toISOString(), heartbeatSeconds: source.heartbeatMs / 1000, blindServers: blind }, remedies: ['check_source'],
    })]
  })
}

function span(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return minutes === 1 ? 'minute' : `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
