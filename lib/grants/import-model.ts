import { z } from 'zod'
import type { FieldError } from '@/lib/errors'
import { accessSchema } from '@/lib/registry/model'

export const IMPORT_ROWS = 1000

const text = (max: number): z.ZodString => z.string().trim().min(1).max(max)

/** A target, resource glob or name: not empty, no control characters. */
const name = (max: number): z.ZodString => z.string().min(1).max(max).regex(/^\P{Cc}*$/u, 'contains a control character')

const EARLIEST = 0
const LATEST = Date.UTC(9999, 11, 31)

/** RFC 3339, truncated to milliseconds, from 1970 to 9999. */
const instant = z.iso.datetime({ offset: true }).transform((value, ctx) => {
  const time = new Date(value)
  if (time.getTime() >= EARLIEST && time.getTime() < LATEST) return time
  ctx.addIssue({ code: 'custom', message: 'is no time between 1970 and 9999' })
  return z.NEVER
})

/** A grant in the form of a request, as outside programs send it. */
export const importRowSchema = z.strictObject({
  externalId: name(200),
  server: name(2000),
  caller: z.strictObject({ agent: name(2000), client: name(2000), human: name(2000) }),
  target: z.strictObject({ kind: z.enum(['tool', 'context', 'downstream']), name: name(2000) }),
  access: accessSchema,
  scope: z.array(name(2000)).max(200).default([]),
  purpose: text(2000),
  validFrom: instant,
  validUntil: instant.nullish(),
  mode: z.enum(['direct', 'task']).default('direct'),
  reauthorise: z.boolean().optional(),
}).refine((row) => row.validUntil === null || row.validUntil === undefined || row.validFrom < row.validUntil, { path: ['validUntil'], message: 'must lie after validFrom' })

export type ImportRow = z.output<typeof importRowSchema>

/** The rows are parsed one by one, so that a bad one is refused alone. */
export const importBodySchema = z.strictObject({ reason: text(2000), grants: z.array(z.unknown()).min(1).max(IMPORT_ROWS) })

export const reasonBody = z.strictObject({ reason: text(2000) })

export type ImportResult = {
  index: number
  externalId: string | null
  status: 'created' | 'unchanged' | 'refused'
  id?: string
  code?: 'invalid_input' | 'unknown_field' | 'conflict'
  errors?: FieldError[]
}

export type ImportAnswer = { results: ImportResult[]; created: number; unchanged: number; refused: number }
