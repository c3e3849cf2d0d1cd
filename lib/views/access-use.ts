import { rows as query } from '@/lib/db/pool'
import type { AccessQuestion, AccessRow } from '@/lib/grants/effective-access'
import { compilePattern, matchesPattern, matchesTarget } from '@/lib/grants/target-match'

/** Covered calls of a row in the window, and which agents made them. */
export type RowUse = { calls: number; lastAt: string | null; agents: readonly string[] }

type Seen = { grant_id: string; target: string; agent_id: string | null; human_id: string | null; calls: number; last_at: Date }

/**
 * What was covered by the rows' grants from a UTC day to another, both included, asked of the roll-up once. A row counts calls of
 * its own target; an open one those of targets that have no row of their own under the same grant.
 */
export async function accessUse(rows: readonly AccessRow[], question: AccessQuestion, since: string, until: string): Promise<(row: AccessRow) => RowUse> {
  const ids = [...new Set(rows.flatMap((row) => row.grantIds))]
  const found = ids.length === 0 ? [] : await query<Seen>(
    `SELECT grant_id, target, agent_id, human_id, sum(count)::float8 AS calls, max(last_at) AS last_at FROM usage
     WHERE grant_id = ANY($1) AND day >= $2 AND day <= $3 AND verdict = 'granted'
       AND ($4::text IS NULL OR agent_id = $4) AND ($5::text IS NULL OR client_id = $5) AND ($6::text IS NULL OR human_id = $6)
     GROUP BY 1, 2, 3, 4`, [ids, since, until, question.agentId ?? null, question.clientId ?? null, question.personId ?? null],
  )
  const byGrant = Map.groupBy(found, (seen) => seen.grant_id)
  const byTarget = Map.groupBy(found, (seen) => keyOf(seen.grant_id, seen.target))
  const own = new Set(rows.filter((row) => !row.open).flatMap((row) => row.grantIds.map((id) => keyOf(id, row.target))))
  return (row) => {
    const candidates = row.grantIds.flatMap((id) => (row.open ? (byGrant.get(id) ?? []).filter((seen) => !own.has(keyOf(id, seen.target)) && stands(row, seen.target)) : byTarget.get(keyOf(id, row.target)) ?? []))
    const human = row.human
    const counted = candidates.filter((seen) => (row.agentId === null || seen.agent_id === row.agentId) && (human.rule !== 'person' || seen.human_id === human.personId))
    const last = counted.reduce<Date | null>((latest, seen) => (latest === null || seen.last_at > latest ? seen.last_at : latest), null)
    return { calls: counted.reduce((sum, seen) => sum + seen.calls, 0), lastAt: last?.toISOString() ?? null, agents: [...new Set(counted.flatMap((seen) => seen.agent_id ?? []))] }
  }
}

/** Does the glob of an open row admit the target? */
function stands({ kind, target: glob }: AccessRow, target: string): boolean {
  return kind === 'context' ? matchesTarget(glob, target) : matchesPattern(compilePattern(glob), target)
}

function keyOf(grantId: string, target: string): string {
  return `${grantId} ${target}`
}
