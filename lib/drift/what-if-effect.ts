import type { VerdictAfter, WhatIfAnswer, WhatIfRow } from './what-if-model'

/** A sort of calls that the change itself makes a difference to: `today` = by today's grants, `after` = with the change. */
export type EffectRow = WhatIfRow & { today: VerdictAfter }

/** What a proposed change does beside what today's grants do already. `complete` false = only the most frequent sorts were compared. */
export type WhatIfEffect = { refused: number; covered: number; unknown: number; rows: EffectRow[]; complete: boolean }

/**
 * The difference between the same window judged by today's grants (`today`) and with a change on top (`changed`). Rows that neither
 * answer lists are as they were in both.
 */
export function effectOf(today: WhatIfAnswer, changed: WhatIfAnswer): WhatIfEffect {
  const alone = new Map(today.rows.map((row) => [keyOf(row), row]))
  const both = new Set(changed.rows.map(keyOf))
  const rows = [
    ...changed.rows.map((row): EffectRow => ({ ...row, today: alone.get(keyOf(row))?.after ?? row.before })),
    // What differed by today's grants and is not listed any more is as it was judged then.
    ...today.rows.filter((row) => !both.has(keyOf(row))).map((row): EffectRow => ({ ...row, today: row.after, after: row.before })),
  ].filter((row) => row.today !== row.after).sort((a, b) => b.calls - a.calls)
  const sum = (where: (row: EffectRow) => boolean): number => rows.reduce((total, row) => total + (where(row) ? row.calls : 0), 0)
  return {
    refused: sum((row) => row.today === 'granted' && row.after !== 'granted' && row.after !== 'unknown'),
    covered: sum((row) => row.today !== 'granted' && row.after === 'granted'), unknown: sum((row) => row.after === 'unknown'),
    rows, complete: today.rowCount <= today.rows.length && changed.rowCount <= changed.rows.length,
  }
}

function keyOf(row: WhatIfRow): string {
  return JSON.stringify([row.server, row.kind, row.target, row.access, row.agent, row.client, row.human, row.resourceKeys, row.before, row.grantIdBefore, row.firstAt])
}
