import { DAY_MS } from '@/lib/drift/window'
import { endOf } from '@/lib/grants/intervals'
import type { GrantFact } from '@/lib/grants/model'
import type { DraftItem } from './draft-item'
import type { AgentRow, EvidenceFacts, ServerRow, SubjectUse } from './evidence-facts'
import { findingsOf } from './evidence-findings'
import { holderNames, personOf } from './evidence-names'
import { silenceOf } from './evidence-silence'
import { foldUse } from './evidence-use'
import { changeSince, flagsOf } from './flags'
import type { FrozenOwnership, FrozenTelemetry } from './frozen'
import { recommendOwnership } from './recommend'
import { ownershipRisk } from './risk'
import { ownershipDigest } from './subject-digest'

export type OwnedRow = { subject: 'server'; row: ServerRow } | { subject: 'agent'; row: AgentRow }

/** How a server or an agent is frozen for whoever answers for it. Silence of an agent means something where its every server is watched. */
export function ownershipEvidence(facts: EvidenceFacts): (owned: OwnedRow, use: SubjectUse) => DraftItem {
  const { now, days } = facts.window
  const silence = silenceOf(facts)
  const findings = findingsOf(facts.findings)
  const names = holderNames(facts)
  const standing = [...facts.declarations.grants.values()].flat().filter((grant) => grant.validFrom <= now && (endOf(grant) ?? Infinity) > now)
  const byServer = Map.groupBy(standing, (grant) => grant.serverId)
  const byAgent = Map.groupBy(standing, (grant) => grant.agentId)
  const watched = (servers: readonly string[]): FrozenTelemetry => {
    const each = [...new Set(servers)].map((id) => silence.telemetry(id, now - days * DAY_MS))
    return each.find((one) => !one.evaluable) ?? each[0] ?? { evaluable: false, gaps: ['it holds no grant, so no server says where it would be seen'] }
  }
  return (owned, use) => {
    const { subject, row } = owned
    const grants: readonly GrantFact[] = (subject === 'server' ? byServer : byAgent).get(row.id) ?? []
    const telemetry = watched(subject === 'server' ? [row.id] : grants.map((grant) => grant.serverId))
    const { calls, calls30, lastAt, weeks, agents, humans, agentReported } = foldUse(use, days, 'used', names)
    const evidence = { grants: grants.length, use: { days, calls, calls30, lastAt, weeks, agents, humans }, telemetry, findings: subject === 'server' ? findings.server(row.id) : findings.agent(row.id) }
    return itemOf(facts, owned, agentReported, evidence)
  }
}

function itemOf(facts: EvidenceFacts, owned: OwnedRow, agentReported: number, evidence: Pick<FrozenOwnership, 'grants' | 'use' | 'telemetry' | 'findings'>): DraftItem {
  const { subject, row } = owned
  const server = subject === 'server' ? row : null
  const ownerId = subject === 'server' ? row.ownerId : row.sponsorId
  const lifecycle = subject === 'server' ? row.lifecycle : row.active ? 'active' : 'inactive'
  const owner = facts.people.get(ownerId)
  const ownerActive = owner?.active === true
  const digest = ownershipDigest({ subject, id: row.id, ownerId, backupOwnerId: server?.backupOwnerId ?? null, lifecycle })
  const found = facts.previous.get(row.id)
  const change = changeSince(digest, found?.digest ?? null)
  const recommendation = recommendOwnership({ ownerName: owner?.name ?? null, ownerActive, calls: evidence.use.calls, agentReported, grants: evidence.grants, evaluable: evidence.telemetry.evaluable, days: facts.window.days })
  const risk = ownershipRisk({ sensitivity: server?.sensitivity ?? null, effects: server?.effects ?? [], answered: ownerActive, findings: evidence.findings.map((one) => one.severity) })
  const flags = flagsOf({
    ...evidence, use: { state: evidence.use.calls > 0 ? 'used' : 'unused', calls: evidence.use.calls }, risk, recommendation, change, definition: { state: 'unchanged', held: false }, destructive: false, unconfirmed: false, isNew: false,
  })
  return {
    subject, grantId: null, serverId: server?.id ?? null, agentId: subject === 'agent' ? row.id : null, server: server?.slug ?? null, agent: subject === 'agent' ? row.name : null, target: row.name, access: null,
    risk, flags, change, digest, synthetic: false,
    frozen: {
      subject, id: row.id, name: row.name, known: subject === 'server' ? row.slug : row.known, purpose: row.purpose, environment: server?.environment ?? null, sensitivity: server?.sensitivity ?? null, lifecycle,
      owner: personOf(facts.people, ownerId), ownerActive, backupOwner: personOf(facts.people, server?.backupOwnerId ?? null), ...evidence,
      previous: found === undefined ? null : { campaignId: found.campaignId, campaign: found.campaign, outcome: found.outcome, by: found.by, at: found.at }, recommendation,
    },
  }
}
