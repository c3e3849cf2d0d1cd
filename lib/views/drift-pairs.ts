import { type FindingView, QUESTIONS, SEVERITIES } from '@/lib/drift/model'
import type { Picture } from '@/lib/drift/picture'
import { shortName } from '@/lib/drift/sentences'
import { paths } from '@/lib/paths'
import type { Sensitivity } from '@/lib/registry/model'

export type GrantPlace = { id: string; server: string; agentId: string | null; agent: string | null }
export type ServerPlace = { slug: string; sensitivity: Sensitivity }

/** What the matrix needs to know of a finding. */
export type PairFinding = Pick<FindingView, 'kind' | 'status' | 'severity' | 'server' | 'target' | 'agent' | 'executed'>

const LOUD: ReadonlySet<string> = new Set(QUESTIONS.not_allowed)

export type PairCell = { used: number; unused: number; unknown: number; executed: number; blocked: number; href: string }
export type PairRow = { id: string; name: string; href?: string; small?: string; smallTitle?: string; cells: Record<string, PairCell>; used: number; held: number; outside?: boolean }
export type PairColumn = { id: string; name: string; title: string; used: number; held: number }
export type PairMatrix = { columns: PairColumn[]; rows: PairRow[]; total: { used: number; held: number; unused: number; unknown: number } }

const ANY = 'any'
const LETTER: Record<Sensitivity, string> = { public: 'P', internal: 'I', confidential: 'C', restricted: 'R' }

type Input = { servers: readonly ServerPlace[]; grants: readonly GrantPlace[]; picture: Picture | null; findings: readonly PairFinding[] }

/**
 * Declared against observed, server by agent: grants in force that were used, not used or cannot be told, and targets called
 * without a grant, executed or only blocked. Rows by the gravest difference, then by what is unused; names nobody registered last.
 */
export function pairMatrix({ servers, grants, picture, findings }: Input): PairMatrix {
  const state = new Map<string, 'used' | 'unused' | 'unknown'>()
  for (const [list, as] of [[picture?.used, 'used'], [picture?.unused, 'unused'], [picture?.notEvaluable, 'unknown'], [picture?.young, 'unknown']] as const) {
    for (const id of list ?? []) state.set(id, as)
  }
  const rows = new Map<string, PairRow>(servers.map(({ slug, sensitivity }) => [slug, { id: slug, name: slug, href: paths.server(slug), small: LETTER[sensitivity], smallTitle: sensitivity, cells: {}, used: 0, held: 0 }]))
  const names = new Map<string, string>()
  for (const grant of grants) {
    const as = state.get(grant.id)
    const row = rows.get(grant.server)
    if (as === undefined || row === undefined) continue
    cellOf(row, names, grant.agent)[as] += 1
    row.held += 1
    if (as === 'used') row.used += 1
  }
  const worst = addFindings(rows, names, findings)
  const order = [...rows.values()].filter((row) => Object.keys(row.cells).length > 0)
    .sort((a, b) => Number(a.outside ?? false) - Number(b.outside ?? false) || (worst.get(b.id) ?? -1) - (worst.get(a.id) ?? -1) || b.held - b.used - (a.held - a.used) || (a.name < b.name ? -1 : 1))
  return {
    rows: order, columns: columnsOf(order, names),
    total: { used: sumOf(order, 'used'), held: order.reduce((sum, row) => sum + row.held, 0), unused: sumOf(order, 'unused'), unknown: sumOf(order, 'unknown') },
  }
}

function sumOf(rows: readonly PairRow[], what: 'used' | 'unused' | 'unknown'): number {
  return rows.flatMap((row) => Object.values(row.cells)).reduce((sum, cell) => sum + cell[what], 0)
}

/** Does the row show any difference at all? */
export function differs(row: PairRow): boolean {
  return Object.values(row.cells).some((cell) => cell.unused + cell.executed + cell.blocked > 0)
}

function cellOf(row: PairRow, names: Map<string, string>, agent: string | null): PairCell {
  const column = agent ?? ANY
  names.set(column, agent === null ? 'any' : shortName(agent))
  return (row.cells[column] ??= { used: 0, unused: 0, unknown: 0, executed: 0, blocked: 0, href: paths.drift({ server: row.name, agent: agent ?? undefined }) })
}

/** Adds what nobody allowed; answers the gravest severity of each row. */
function addFindings(rows: Map<string, PairRow>, names: Map<string, string>, findings: readonly PairFinding[]): Map<string, number> {
  const worst = new Map<string, number>()
  const seen = new Set<string>()
  for (const finding of findings) {
    if (!LOUD.has(finding.kind) || finding.status === 'resolved' || finding.server === null) continue
    const row = rows.get(finding.server) ?? outside(rows, finding.server)
    const cell = cellOf(row, names, finding.agent)
    // A target is one, however many sorts of difference it makes; executed is said before blocked.
    const key = JSON.stringify([finding.server, finding.agent, finding.target])
    if (!seen.has(key)) cell[finding.executed > 0 ? 'executed' : 'blocked'] += 1
    seen.add(key)
    worst.set(row.id, Math.max(worst.get(row.id) ?? -1, SEVERITIES.indexOf(finding.severity)))
  }
  for (const row of rows.values()) {
    for (const [column, cell] of Object.entries(row.cells)) {
      // Without a difference the pair's grants say more than an empty list of findings.
      if (cell.unused + cell.executed + cell.blocked === 0) cell.href = paths.grants({ server: row.name, agent: column === ANY ? undefined : column, state: 'active' })
    }
  }
  return worst
}

function outside(rows: Map<string, PairRow>, name: string): PairRow {
  const row: PairRow = { id: `outside ${name}`, name, small: 'not registered', cells: {}, used: 0, held: 0, outside: true, href: paths.drift({ server: name }) }
  rows.set(name, row)
  return row
}

function columnsOf(rows: readonly PairRow[], names: ReadonlyMap<string, string>): PairColumn[] {
  const columns = new Map<string, PairColumn>()
  for (const row of rows) {
    for (const [id, cell] of Object.entries(row.cells)) {
      const column = columns.get(id) ?? { id, name: names.get(id) ?? id, title: id === ANY ? 'Grants of any agent, and calls without one' : id, used: 0, held: 0 }
      column.used += cell.used
      column.held += cell.used + cell.unused + cell.unknown
      columns.set(id, column)
    }
  }
  return [...columns.values()].sort((a, b) => Number(a.id === ANY) - Number(b.id === ANY) || b.held - a.held || (a.name < b.name ? -1 : 1))
}
