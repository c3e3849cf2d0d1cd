import type pg from 'pg'
import type { Draft } from '@/lib/activity/prepare'

/** What the key table says of a batch: which of its keys are new, and the content of those that are not. */
export type Claimed = { isNew: (key: string) => boolean; contentOf: (key: string) => string | undefined }

/**
 * Claims the events' keys for this transaction, in their order, so that two transactions never wait for each other in a circle.
 * `drafts` have distinct keys. A key that another transaction is claiming is waited for.
 */
export async function claimKeys(client: pg.ClientBase, drafts: readonly Draft[]): Promise<Claimed> {
  if (drafts.length === 0) return { isNew: () => false, contentOf: () => undefined }
  const sorted = [...drafts].sort((a, b) => (a.key < b.key ? -1 : 1))
  const { rows } = await client.query<[string]>({
    text: `INSERT INTO event_key (key, content, occurred_at) SELECT k, c, t FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS row (k, c, t)
           ON CONFLICT DO NOTHING RETURNING key`,
    values: [literal(sorted, (draft) => draft.key), literal(sorted, (draft) => draft.content), literal(sorted, (draft) => `"${new Date(draft.at).toISOString()}"`)],
    rowMode: 'array',
  })
  if (rows.length === sorted.length) return { isNew: () => true, contentOf: () => undefined }
  const made = new Set(rows.map(([key]) => key.replaceAll('-', '')))
  const known = sorted.filter((draft) => !made.has(draft.key))
  const found = await client.query<{ key: string; content: string }>(
    `SELECT replace(key::text, '-', '') AS key, replace(content::text, '-', '') AS content FROM event_key WHERE key = ANY($1::uuid[])`,
    [literal(known, (draft) => draft.key)],
  )
  const contents = new Map(found.rows.map((row) => [row.key, row.content]))
  return { isNew: (key) => made.has(key), contentOf: (key) => contents.get(key) }
}

// Hex digits and times need no escaping, so the array's text is joined directly: node-postgres would look at every character.
function literal(drafts: readonly Draft[], read: (draft: Draft) => string): string {
  return `{${drafts.map(read).join(',')}}`
}

export type Report = { draft: Draft; sourceId: string }

/**
 * Which of these new events count: all but the reports of an act that another source reported first. Several events of one
 * source about one act count each, except where both sides of the call report through it: those are two reporters.
 */
export async function claimActs(client: pg.ClientBase, reports: readonly Report[]): Promise<(report: Report) => boolean> {
  const reporters = new Map<string, string>()
  for (const report of reports) if (report.draft.actKey !== null && !reporters.has(report.draft.actKey)) reporters.set(report.draft.actKey, reporterOf(report))
  if (reporters.size === 0) return () => true
  const keys = [...reporters.keys()].sort()
  const values = [`{${keys.join(',')}}`, keys.map((key) => reporters.get(key))]
  const { rows } = await client.query<[string]>({
    text: 'INSERT INTO act_key (key, source_id) SELECT k, s FROM unnest($1::uuid[], $2::text[]) AS row (k, s) ON CONFLICT DO NOTHING RETURNING key', values, rowMode: 'array',
  })
  if (rows.length < keys.length) {
    const made = new Set(rows.map(([key]) => key.replaceAll('-', '')))
    const known = await client.query<{ key: string; source: string }>(
      `SELECT replace(key::text, '-', '') AS key, source_id AS source FROM act_key WHERE key = ANY($1::uuid[])`, [`{${keys.filter((key) => !made.has(key)).join(',')}}`],
    )
    for (const row of known.rows) reporters.set(row.key, row.source)
  }
  return (report) => report.draft.actKey === null || reporters.get(report.draft.actKey) === reporterOf(report)
}

function reporterOf({ draft: { side }, sourceId }: Report): string {
  return side === null ? sourceId : `${sourceId}/${side}`
}
