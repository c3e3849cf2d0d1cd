import { z } from 'zod'

/** A part of an address or a filter: PostgreSQL cannot take control characters such as U+0000 for text. */
export const textParam = z.string().min(1).max(2000).regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')

export const slugParams = z.strictObject({ slug: textParam })
export const idParams = z.strictObject({ id: textParam })
/** A tool's name is part of an index, so it is held to the length that its catalogue takes. */
export const toolParams = z.strictObject({ slug: textParam, name: textParam.max(500) })

/** One value or several, separated by commas. */
export function listOf<T extends readonly [string, ...string[]]>(values: T) {
  return z.string().transform((text) => text.split(',')).pipe(z.array(z.enum(values)).max(20)).optional()
}

export const emailList = textParam.transform((text) => text.split(',').map((one) => one.trim().toLowerCase()).slice(0, 50)).optional()
export const search = z.string().max(200).regex(/^[^\p{Cc}]*$/u, 'must not contain control characters').optional()
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true').optional()

/** A position in a list sorted by name, then id. */
export const namePosition = z.strictObject({ name: textParam, id: textParam })
