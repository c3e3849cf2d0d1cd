import type pg from 'pg'
import type { Ctx } from '@/lib/context'
import type { Letter } from '@/lib/activity/prepare'

/** Keeps refused records, but for those that are only counted. What tells of no act is kept closed, so that it stands for no gap in the evidence. */
export async function writeLetters(client: pg.ClientBase, ctx: Ctx, sourceId: string, format: string, refused: readonly Letter[]): Promise<void> {
  const letters = refused.filter(({ kept }) => kept)
  if (letters.length === 0) return
  await client.query(
    `INSERT INTO dead_letter (id, source_id, format, received_at, occurred_at, code, message, body, status, closed_at)
     SELECT id, $1, $2, $3, at, code, message, body, (CASE WHEN open THEN 'open' ELSE 'discarded' END)::dead_letter_status, CASE WHEN open THEN NULL ELSE $3::timestamptz END
     FROM unnest($4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::boolean[]) AS row (id, at, code, message, body, open)`,
    [sourceId, format, ctx.now.toISOString(), letters.map(() => ctx.id('deadLetter')), letters.map(({ at }) => (at === null ? null : new Date(at).toISOString())),
      letters.map(({ code }) => code), letters.map(({ message }) => message), letters.map(({ body }) => body), letters.map(({ open }) => open)],
  )
}

/** Writes how another try of dead letters went: those now stored are closed, the others keep their newest reason. */
export async function closeRetried(client: pg.ClientBase, now: Date, stored: ReadonlyMap<string, string>, failed: ReadonlyMap<string, Letter>): Promise<void> {
  await client.query(
    `UPDATE dead_letter SET status = 'retried', attempts = attempts + 1, closed_at = $1, event_id = row.event FROM unnest($2::text[], $3::text[]) AS row (id, event)
     WHERE dead_letter.id = row.id`,
    [now.toISOString(), [...stored.keys()], [...stored.values()]],
  )
  const letters = [...failed]
  await client.query(
    `UPDATE dead_letter SET attempts = attempts + 1, code = row.code, message = row.message FROM unnest($1::text[], $2::text[], $3::text[]) AS row (id, code, message)
     WHERE dead_letter.id = row.id`,
    [letters.map(([id]) => id), letters.map(([, letter]) => letter.code), letters.map(([, letter]) => letter.message)],
  )
}
