import { admittedTargets, listedTargets } from '@/lib/drift/catalogue'
import type { CatalogueFact } from '@/lib/drift/model'
import type { GrantFact } from '@/lib/grants/model'
import { toolKey } from '@/lib/grants/resolve-call'
import { isExact } from '@/lib/grants/target-match'
import { maximumDays, mayBeOpenEnded } from '@/lib/requests/approval-policy'
import { definitionOf } from './evidence-definition'
import type { DraftItem } from './draft-item'
import type { EvidenceFacts, GrantRow, ServerRow, SubjectUse } from './evidence-facts'
import { findingsOf } from './evidence-findings'
import { frozenRow } from './evidence-grant'
import { holderNames } from './evidence-names'
import { narrowedTo } from './evidence-narrowed'
import { previousOf } from './evidence-previous'
import { silenceOf } from './evidence-silence'
import { foldUse } from './evidence-use'
import { flagsOf, isUnconfirmed } from './flags'
import type { FrozenGrant } from './frozen'
import { peersIn } from './peers'
import { recommend } from './recommend'
import { riskOf } from './risk'
import { grantDigest } from './subject-digest'

/** Nothing was ever used: what a catalogue that is complete admits does not depend on it. */
const NOBODY: ReadonlySet<string> = new Set()

/** How a grant is frozen with its evidence. What serves many grants is made once. Pure: the facts are all that it knows. */
export function grantEvidence(facts: EvidenceFacts): (grant: GrantRow, use: SubjectUse) => DraftItem | null {
  const { now, days } = facts.window
  const grants = new Map([...facts.declarations.grants.values()].flat().map((one) => [one.id, one]))
  const silence = silenceOf(facts)
  const names = holderNames(facts)
  const findings = findingsOf(facts.findings)
  const peers = peersIn(facts.declarations, new Set([...facts.agents.values()].filter((agent) => agent.active).map((agent) => agent.id)), now)
  const catalogue = catalogueOf(facts)
  return (grant, subjectUse) => {
    const [fact, server] = [grants.get(grant.id), facts.servers.get(grant.serverId)]
    if (fact === undefined || server === undefined) return null
    const use = foldUse(subjectUse, days, silence.state(fact, subjectUse.rows.reduce((sum, row) => sum + row.calls, 0)), names)
    const admitted = catalogue.admitted(fact, subjectUse)
    const evidence = {
      use, telemetry: silence.telemetry(grant.serverId, silence.since(fact)), admits: admitted === null ? null : catalogue.counted(fact, admitted),
      destructive: catalogue.destructive(fact, admitted), definition: definitionOf(facts, grant, admitted, (name) => catalogue.tools.get(toolKey(grant.serverId, name))),
      peers: peers(fact), findings: findings.grant(grant), narrowed: narrowedTo(grant, fact, subjectUse.rows, now),
    }
    return itemOf(facts, grant, server, evidence)
  }
}

type Evidence = Pick<FrozenGrant, 'use' | 'telemetry' | 'admits' | 'destructive' | 'definition' | 'peers' | 'findings' | 'narrowed'>

function itemOf(facts: EvidenceFacts, grant: GrantRow, server: ServerRow, evidence: Evidence): DraftItem {
  const digest = grantDigest(grant, facts.bindings.get(grant.id) ?? [])
  const { previous, change } = previousOf(facts.previous, grant, digest)
  const recommendation = recommend({
    ...evidence, now: facts.window.now, access: grant.access, sensitivity: server.sensitivity, scoped: grant.scope.length > 0, origin: grant.origin, validUntil: grant.validUntil?.getTime() ?? null,
    maximumDays: maximumDays([facts.policy], grant.access, server), mayBeOpenEnded: mayBeOpenEnded(grant.access, server), left: leftOf(facts, grant),
  })
  const risk = riskOf({ access: grant.access, sensitivity: server.sensitivity, effects: server.effects, findings: evidence.findings.map((one) => one.severity), definition: evidence.definition.state })
  const flags = flagsOf({
    ...evidence, risk, recommendation, change, unconfirmed: isUnconfirmed(grant), isNew: previous === null && grant.createdAt.getTime() > facts.newSince,
  })
  return {
    subject: 'grant', grantId: grant.id, serverId: server.id, agentId: grant.agentId, server: server.slug, agent: facts.agents.get(grant.agentId ?? '')?.name ?? 'any', target: grant.target, access: grant.access,
    risk, flags, change, digest, synthetic: false, frozen: { subject: 'grant', grant: frozenRow(facts, grant, server), ...evidence, previous, recommendation },
  }
}

function leftOf(facts: EvidenceFacts, grant: GrantRow): { human: string | null; sponsor: string | null } {
  const gone = (id: string | null | undefined): string | null => {
    const person = facts.people.get(id ?? '')
    return person === undefined || person.active ? null : person.name
  }
  return { human: gone(grant.personId), sponsor: gone(facts.agents.get(grant.agentId ?? '')?.sponsorId) }
}

type Catalogue = {
  tools: ReadonlyMap<string, CatalogueFact>
  /** What a glob admits today; null of an exact target, and where that is not known. */
  admitted: (grant: GrantFact, use: SubjectUse) => string[] | null
  counted: (grant: GrantFact, admitted: readonly string[]) => NonNullable<FrozenGrant['admits']>
  destructive: (grant: GrantFact, admitted: readonly string[] | null) => boolean
}

function catalogueOf({ catalogue, tools }: EvidenceFacts): Catalogue {
  const listed = listedTargets(catalogue)
  const known = new Map<string, string[] | null>()
  const admitted = (grant: GrantFact, use: SubjectUse): string[] | null => {
    // A list that no complete run has made knows all only as far as use bears it out, grant by grant.
    if (!catalogue.firstCompleteRun.has(grant.serverId)) return admittedTargets(listed, grant, new Set(use.rows.map((row) => row.target)))
    const key = `${grant.serverId} ${grant.targetKind} ${grant.target}`
    const found = known.has(key) ? (known.get(key) ?? null) : admittedTargets(listed, grant, NOBODY)
    known.set(key, found)
    return found
  }
  const claims = (grant: GrantFact, name: string): boolean => {
    const tool = grant.targetKind === 'tool' ? tools.get(toolKey(grant.serverId, name)) : undefined
    return tool !== undefined && (tool.destructive || tool.access === 'admin')
  }
  const unclassified = (grant: GrantFact, name: string): boolean => grant.targetKind === 'tool' && tools.get(toolKey(grant.serverId, name))?.classified !== true
  return {
    tools: new Map(catalogue.tools.map((tool) => [toolKey(tool.serverId, tool.name), tool])), admitted,
    counted: (grant, names) => ({ count: names.length, destructive: names.filter((name) => claims(grant, name)).length, unclassified: names.filter((name) => unclassified(grant, name)).length }),
    destructive: (grant, names) => (isExact(grant.target) ? [grant.target] : (names ?? [])).some((name) => claims(grant, name)),
  }
}
