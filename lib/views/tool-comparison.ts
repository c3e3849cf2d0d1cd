import { compilePattern, matchesPattern } from '@/lib/grants/target-match'
import { ACCESS_RANK, type Access, higherAccess } from '@/lib/registry/model'
import type { ToolView } from '@/lib/registry/tool-view'

/** A grant in force now, as far as this table is concerned. */
export type GrantInForce = { id: string; target: string; access: Access; agentId: string | null; agent: string; validFrom: string; covered: number }

/** Use of one target in the window, by verdict. */
export type ToolUse = { target: string; agents: string[]; calls: number; granted: number; refused: { verdict: string; executed: number; blocked: number }[]; lastAt: string }

/** An open finding that a grant is not used, and whether that can be known. */
export type UnusedFinding = { grantId: string; severity: 'low' | 'medium' | 'high' | 'critical'; evaluable: boolean }

export type Difference =
  | { what: 'not_granted'; word: string; severity: 'medium' | 'high' | 'critical'; note: string }
  | { what: 'unused'; severity: 'low' | 'medium' | 'high' | 'critical'; note: string }
  | { what: 'not_evaluable'; note: string }
  | { what: 'unknown_tool'; note: string }
  | { what: 'as_granted' | 'no_use'; note: string }

export type ToolRow = {
  name: string
  /** Null = the catalogue does not know it. */
  tool: ToolView | null
  /** Grants in force that reach it, and the agents they name; `anyAgent` = one of them names none. */
  grants: number
  agents: number
  anyAgent: boolean
  ceiling: Access | null
  /** Null = the actor may not see activity here. */
  use: ToolUse | null
  difference: Difference | null
}

type Input = { tools: readonly ToolView[]; grants: readonly GrantInForce[]; use: readonly ToolUse[] | null; unused: readonly UnusedFinding[]; now: number }

const RAISED: Record<Access, 'medium' | 'high' | 'critical'> = { read: 'medium', write: 'high', admin: 'critical' }
const DAY = 86_400_000

/**
 * What is declared for each tool beside what was seen of it: catalogue, grants in force and use in the window, one row per tool
 * that any of the three knows. Differences first, the gravest at the top.
 */
export function compareTools({ tools, grants, use, unused, now }: Input): ToolRow[] {
  const catalogue = new Map(tools.map((tool) => [tool.name, tool]))
  const seen = new Map((use ?? []).map((one) => [one.target, one]))
  const patterns = grants.map((grant) => ({ grant, pattern: compilePattern(grant.target) }))
  const exact = grants.filter((grant) => !grant.target.includes('*')).map((grant) => grant.target)
  const names = [...new Set([...catalogue.keys(), ...seen.keys(), ...exact])]
  const rows = names.map((name): ToolRow => {
    const reaching = patterns.filter(({ pattern }) => matchesPattern(pattern, name)).map(({ grant }) => grant)
    const tool = catalogue.get(name) ?? null
    const own = use === null ? null : seen.get(name) ?? null
    return {
      name, tool, grants: reaching.length, agents: new Set(reaching.flatMap((grant) => grant.agentId ?? [])).size, anyAgent: reaching.some((grant) => grant.agentId === null),
      ceiling: reaching.reduce<Access | null>((highest, grant) => (highest === null ? grant.access : higherAccess(highest, grant.access)), null),
      use: own, difference: use === null ? null : differenceOf(name, tool, catalogue.size > 0, reaching, own, unused, now),
    }
  })
  return rows.sort((a, b) => weight(b) - weight(a) || (b.use?.calls ?? 0) - (a.use?.calls ?? 0) || (a.name < b.name ? -1 : 1))
}

function differenceOf(name: string, tool: ToolView | null, hasCatalogue: boolean, reaching: readonly GrantInForce[], use: ToolUse | null, unused: readonly UnusedFinding[], now: number): Difference {
  if (use !== null && use.refused.length > 0) return notGranted(tool, use)
  if (use !== null && tool === null && hasCatalogue) return { what: 'unknown_tool', note: 'called, but the catalogue does not know it' }
  // A glob that is unused on the whole is said of the grant, not of every tool that it happens to reach.
  const idle = reaching.filter((grant) => grant.target === name && grant.covered === 0)
  const findings = idle.flatMap((grant) => unused.filter((finding) => finding.grantId === grant.id).map((finding) => ({ grant, finding })))
  const who = (grant: GrantInForce): string => `${grant.agent}, ${Math.max(0, Math.floor((now - Date.parse(grant.validFrom)) / DAY))} d`
  const known = findings.filter(({ finding }) => finding.evaluable)
  const first = known[0]
  if (first !== undefined) return { what: 'unused', severity: first.finding.severity, note: known.map(({ grant }) => who(grant)).join('; ') }
  if (findings.length > 0) return { what: 'not_evaluable', note: `no use seen, but not all of it could be: ${findings.map(({ grant }) => who(grant)).join('; ')}` }
  if (use !== null) return { what: 'as_granted', note: '' }
  return { what: 'no_use', note: idle.length > 0 ? `granted to ${idle.map(who).join('; ')}` : '' }
}

/** Executed calls count; where every call was blocked, the severity is one lower. */
function notGranted(tool: ToolView | null, use: ToolUse): Difference {
  const executed = use.refused.reduce((sum, one) => sum + one.executed, 0)
  const blocked = use.refused.reduce((sum, one) => sum + one.blocked, 0)
  const main = [...use.refused].sort((a, b) => b.executed + b.blocked - (a.executed + a.blocked))[0]?.verdict ?? 'ungranted'
  const raised = RAISED[tool?.accessClass ?? 'write']
  const severity = executed > 0 ? raised : raised === 'critical' ? 'high' : 'medium'
  return { what: 'not_granted', word: main === 'ungranted' ? 'not granted' : main.replaceAll('_', ' '), severity, note: `${executed} executed, ${blocked} blocked` }
}

const SEVERITY_WEIGHT = { critical: 4, high: 3, medium: 2, low: 1 }

function weight(row: ToolRow): number {
  const difference = row.difference
  if (difference === null) return row.ceiling === null ? 0 : ACCESS_RANK[row.ceiling] / 10
  switch (difference.what) {
    case 'not_granted': return 100 + SEVERITY_WEIGHT[difference.severity]
    case 'unused': return 50 + SEVERITY_WEIGHT[difference.severity]
    case 'unknown_tool': return 40
    case 'not_evaluable': return 30
    case 'as_granted': return 10
    case 'no_use': return 5
  }
}

/** Is the row a difference between declared and observed? */
export function differs(row: ToolRow): boolean {
  return row.difference !== null && row.difference.what !== 'as_granted' && row.difference.what !== 'no_use'
}
