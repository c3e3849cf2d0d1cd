import { compareSeverity } from '@/lib/drift/severity'
import { compilePattern, matchesPattern, matchesTarget } from '@/lib/grants/target-match'
import type { FindingRow, GrantRow } from './evidence-facts'
import type { FrozenGrant } from './frozen'

const MOST = 20

export type FindingsOf = { grant: (grant: GrantRow) => FrozenGrant['findings']; server: (id: string) => FrozenGrant['findings']; agent: (id: string) => FrozenGrant['findings'] }

/**
 * The open findings that bear on a subject, the gravest first. On a grant: its own; those on the definition of a tool that it admits; and
 * use by its agent, on its server, of a target that it names, which it nonetheless did not cover.
 */
export function findingsOf(findings: readonly FindingRow[]): FindingsOf {
  const byGrant = Map.groupBy(findings.filter((one) => one.grantId !== null), (one) => one.grantId)
  const byServer = Map.groupBy(findings.filter((one) => one.serverId !== null), (one) => one.serverId)
  const byAgent = Map.groupBy(findings.filter((one) => one.agentId !== null), (one) => one.agentId)
  const around = Map.groupBy(findings.filter((one) => one.grantId === null && one.target !== null && (one.kind.startsWith('tool_') || one.kind.endsWith('_use'))), (one) => one.serverId)
  return {
    grant: (grant) => {
      const pattern = compilePattern(grant.target)
      const near = (around.get(grant.serverId) ?? []).filter((one) => {
        if (one.kind.startsWith('tool_') ? grant.targetKind !== 'tool' : grant.agentId === null || one.agentId !== grant.agentId) return false
        return grant.targetKind === 'context' ? matchesTarget(grant.target, one.target ?? '') : matchesPattern(pattern, one.target ?? '')
      })
      return told([...(byGrant.get(grant.id) ?? []), ...near])
    },
    server: (id) => told(byServer.get(id) ?? []),
    agent: (id) => told(byAgent.get(id) ?? []),
  }
}

function told(found: readonly FindingRow[]): FrozenGrant['findings'] {
  return found.toSorted((a, b) => compareSeverity(a.severity, b.severity) || (a.id < b.id ? -1 : 1)).slice(0, MOST).map(({ id, kind, severity, text }) => ({ id, kind, severity, text }))
}
