import { endOf } from '@/lib/grants/intervals'
import { compilePattern, matchesPattern } from '@/lib/grants/target-match'
import { fingerprint } from './fingerprint'
import { isInService } from './grant-use'
import type { CatalogueFact, DriftInput, FindingKind, Observation, Remedy, Severity } from './model'
import { adjusted } from './severity'
import { lastDays } from './window'

type DefinitionKind = Extract<FindingKind, `tool_${string}`>

const SEVERITY: Record<DefinitionKind, Severity> = { tool_added: 'high', tool_widened: 'high', tool_altered: 'medium', tool_removed: 'low' }
const REMEDIES: Record<DefinitionKind, Remedy[]> = {
  tool_added: ['re_approve', 'quarantine', 'accept'], tool_widened: ['re_approve', 'quarantine', 'revoke', 'accept'], tool_altered: ['re_approve', 'quarantine', 'revoke', 'accept'],
  tool_removed: ['revoke', 'accept'],
}

/**
 * Tools whose definition is not the one that people rely on, on servers whose first complete listing made that one. Approval, or the
 * approved definition's coming back, ends what changed. That a tool is gone is told for as long as use of it is: the window.
 */
export function definitionFindings(input: DriftInput): Observation[] {
  return input.catalogue.tools.flatMap((tool) => {
    if (!input.catalogue.firstCompleteRun.has(tool.serverId) || !isInService(input.declarations, tool.serverId, input.now)) return []
    const kind = kindOf(tool, lastDays(input.settings.useWindowDays, input.now).from)
    return kind === null ? [] : [observe(input, kind, tool)]
  })
}

function kindOf(tool: CatalogueFact, since: number): DefinitionKind | null {
  if (tool.removedAt !== null) return tool.approvedHash !== null && tool.removedAt >= since ? 'tool_removed' : null
  // A tool that only a person has named has no definition to compare.
  if (tool.currentHash === null || tool.currentHash === tool.approvedHash) return null
  if (tool.approvedHash === null) return 'tool_added'
  if (tool.change === 'widening') return 'tool_widened'
  return tool.change === 'altering' ? 'tool_altered' : null
}

function observe(input: DriftInput, kind: DefinitionKind, tool: CatalogueFact): Observation {
  const server = input.declarations.servers.get(tool.serverId) ?? null
  const version = kind === 'tool_removed' ? tool.approvedNumber : tool.currentNumber
  const since = kind === 'tool_removed' ? (tool.removedAt ?? input.now) : kind === 'tool_added' ? tool.firstSeenAt : tool.changedAt
  return {
    fingerprint: fingerprint(kind, [tool.serverId, tool.name, version === null ? null : String(version)]), kind,
    // Nothing can be done about a removed tool but to take note of it.
    life: kind === 'tool_removed' ? 'act' : 'state', severity: adjusted(SEVERITY[kind], server), state: 'open', resolution: null,
    serverId: tool.serverId, server: server?.slug ?? null, target: tool.name, agentId: null, agent: null, client: null, human: null, grantId: null, sourceName: null,
    firstSeen: since, lastSeen: kind === 'tool_removed' ? since : input.now, executed: 0, blocked: 0, evaluable: true,
    explanation: explain(kind, tool, server?.slug ?? 'its server'),
    evidence: {
      approvedVersion: tool.approvedNumber, version: tool.currentNumber, change: kind === 'tool_widened' || kind === 'tool_altered' ? tool.change : null, reasons: tool.reasons,
      since: new Date(since).toISOString(), grantIds: grantsOn(input, tool),
    },
    remedies: REMEDIES[kind], replacement: null,
  }
}

/** Grants in force that admit the tool by name: what a person approves, or revokes, with the definition. */
function grantsOn(input: DriftInput, tool: CatalogueFact): string[] {
  return (input.declarations.grants.get(tool.serverId) ?? [])
    .filter((grant) => grant.targetKind === 'tool' && matchesPattern(compilePattern(grant.target), tool.name) && (endOf(grant) ?? Infinity) > input.now)
    .map((grant) => grant.id).slice(0, 50)
}

function explain(kind: DefinitionKind, tool: CatalogueFact, server: string): string {
  const versions = `version ${tool.currentNumber ?? 1}, approved is ${tool.approvedNumber ?? 'none'}`
  const reasons = tool.reasons.length === 0 ? '' : ` ${tool.reasons.slice(0, 2).join(' ')}`
  switch (kind) {
    case 'tool_added': return `${server} offers ${tool.name}, which it did not when its tools were first listed. Nobody has approved it.`
    case 'tool_widened': return `${tool.name} on ${server} accepts or claims more than what was approved (${versions}).${reasons}`
    case 'tool_altered': return `${tool.name} on ${server} is not what was approved (${versions}).${reasons}`
    case 'tool_removed': return `${server} no longer offers ${tool.name}. Grants of it reach nothing; a tool that comes back under this name is compared with version ${tool.approvedNumber ?? 1}.`
  }
}
