import { ACCESS_RANK, type Access } from '@/lib/registry/model'
import { compilePattern, isExact, matchesPattern } from '@/lib/grants/target-match'

/** A tool of the grant's server, as the catalogue has it. */
export type CoverageTool = { name: string; accessClass: Access; unclassified: boolean; destructive: boolean; removed: boolean; version: number | null }

/** Use of one target under the grant in the window. */
export type CoverageUse = { target: string; calls: number; lastAt: string }

export type CoverageRow = {
  target: string
  accessClass: Access | null
  unclassified: boolean
  destructive: boolean
  /** A definition hold is open on it. */
  held: boolean
  /** Its class is above the ceiling: no call of it is covered. */
  above: boolean
  /** The catalogue does not have it, or has it no more. */
  unknown: boolean
  /** The definition's version that the grant is bound to, and the one that is listed now. */
  bound: number | null
  version: number | null
  /** Null where the actor may not see activity. */
  calls: number | null
  lastAt: string | null
}

export type Coverage = {
  /** Names one target. */
  exact: boolean
  /** The server's tools are known, so that "never used" can be said of each. */
  catalogued: boolean
  sentence: string
  used: CoverageRow[]
  unused: CoverageRow[]
  /** Admitted, and worth a look: destructive, unclassified, at rest, or above the ceiling. */
  flagged: number
}

export type CoverageInput = {
  grant: { kind: string; target: string; access: Access; state: string }
  tools: readonly CoverageTool[]
  use: readonly CoverageUse[] | null
  /** Tool name → version bound. */
  bound: ReadonlyMap<string, number>
  /** Tools with an open hold, and whether the whole grant rests. */
  held: ReadonlySet<string>
  days: number
}

/** What a grant admits today, beside what of it was used. */
export function coverageOf(input: CoverageInput): Coverage {
  const { grant, use } = input
  const exact = isExact(grant.target)
  const pattern = compilePattern(grant.target)
  const admitted = grant.kind === 'tool' ? input.tools.filter((tool) => matchesPattern(pattern, tool.name) && (!tool.removed || exact)) : []
  const rows = [...admitted.map((tool) => toolRow(tool, input)), ...outside(admitted, input)]
  const used = rows.filter((row) => (row.calls ?? 0) > 0).sort((a, b) => (b.calls ?? 0) - (a.calls ?? 0) || (a.target < b.target ? -1 : 1))
  const unused = rows.filter((row) => (row.calls ?? 0) === 0).sort((a, b) => Number(flaggedRow(b)) - Number(flaggedRow(a)) || (a.target < b.target ? -1 : 1))
  const catalogued = grant.kind === 'tool' && input.tools.length > 0
  return { exact, catalogued, used, unused, flagged: rows.filter(flaggedRow).length, sentence: sentenceOf(input, { exact, catalogued, admitted: admitted.length, used: used.filter((row) => !row.unknown).length, beyond: used.filter((row) => row.unknown).length, seen: use !== null }) }
}

function flaggedRow(row: CoverageRow): boolean {
  return row.destructive || row.unclassified || row.held || row.above
}

function toolRow(tool: CoverageTool, { grant, use, bound, held }: CoverageInput): CoverageRow {
  const own = use?.find((one) => one.target === tool.name)
  return {
    target: tool.name, accessClass: tool.accessClass, unclassified: tool.unclassified, destructive: tool.destructive || tool.accessClass === 'admin', held: held.has(tool.name),
    above: ACCESS_RANK[tool.accessClass] > ACCESS_RANK[grant.access], unknown: tool.removed, bound: bound.get(tool.name) ?? null, version: tool.version,
    calls: use === null ? null : own?.calls ?? 0, lastAt: own?.lastAt ?? null,
  }
}

/** Used under the grant, and not among what the catalogue has of it. */
function outside(admitted: readonly CoverageTool[], { use, held }: CoverageInput): CoverageRow[] {
  const known = new Set(admitted.map((tool) => tool.name))
  return (use ?? []).filter((one) => !known.has(one.target)).map((one) => ({
    target: one.target, accessClass: null, unclassified: false, destructive: false, held: held.has(one.target), above: false, unknown: true, bound: null, version: null, calls: one.calls, lastAt: one.lastAt,
  }))
}

type Counted = { exact: boolean; catalogued: boolean; admitted: number; used: number; beyond: number; seen: boolean }

function sentenceOf({ grant, days }: CoverageInput, { exact, catalogued, admitted, used, beyond, seen }: Counted): string {
  if (exact) return 'It names this one target and admits nothing else.'
  const many = (count: number, noun: string): string => `${count === 0 ? 'no' : count === 1 ? 'one' : count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
  if (!catalogued) return `What it admits is not known: the server’s ${grant.kind === 'tool' ? 'tools are' : 'targets are'} in no catalogue. ${seen ? `${capital(many(used + beyond, 'target'))} ${used + beyond === 1 ? 'was' : 'were'} used in ${days} days.` : ''}`.trim()
  const outsideWords = beyond === 0 ? '' : ` ${capital(many(beyond, 'target'))} beside them ${beyond === 1 ? 'was' : 'were'} used too.`
  return `This glob admits ${many(admitted, 'tool')} today${seen ? `; ${used === 0 ? 'none' : used === admitted ? 'all' : used === 1 ? 'one' : used.toLocaleString('en-US')} of them ${used === 1 && admitted !== 1 ? 'was' : 'were'} used in ${days} days` : ''}.${outsideWords}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
