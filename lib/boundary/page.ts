import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { assertText } from './text'

/** `limit` (≤ 500, default 100) and an opaque base64url `cursor`, shared by every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(2000).optional(),
})

export type Page<T> = { items: T[]; nextCursor: string | null }

/** A keyset position as an opaque text. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** The position inside a cursor, checked by `schema`; a foreign or broken cursor is refused. */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined) return null
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    // A forged one may hold what PostgreSQL takes for no text.
    assertText(position)
    return schema.parse(position)
  } catch {
    throw new AppError('invalid_input', 'The cursor is not one of ours. Start the list again without it.', { errors: [{ path: 'cursor', message: 'is not valid' }] })
  }
}

/** Cuts a list that was read with one row too many into a page. */
export function pageOf<Row, Item>(found: readonly Row[], limit: number, item: (row: Row) => Item, position: (row: Row) => unknown): Page<Item> {
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), nextCursor: found.length > limit && last !== undefined ? encodeCursor(position(last)) : null }
}
