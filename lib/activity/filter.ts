import { z } from 'zod'
import { ACCESS } from '@/lib/registry/model'
import { VERDICTS } from '@/lib/grants/model'
import { KINDS, OUTCOMES } from './model'
import { parseTime } from './rfc3339'

const text = z.string().min(1).max(4096).refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'contains a character that is no text').optional()
const time = z.string().refine((value) => parseTime(value) !== null, 'must be an RFC 3339 date and time').transform((value) => parseTime(value) ?? 0)
  .refine((value) => value >= Date.UTC(1, 0) && value < Date.UTC(9999, 0), 'must be in the years 1 to 9998').optional()

/** Comma-separated members of a list, such as `verdict=ungranted,lapsed`. */
const list = <T extends string>(values: readonly T[]) =>
  z.string().transform((value) => value.split(',')).pipe(z.array(z.enum(values as [T, ...T[]])).max(20)).optional()

/** What events and usage can be filtered by; the members of the API's query and of the explorer's URL. */
export const activityFilter = z.strictObject({
  server: text.describe('A slug, or a name as given.'),
  target: text, kind: list(KINDS), access: list(ACCESS),
  human: text, client: text, agent: text,
  outcome: list(OUTCOMES), verdict: list(VERDICTS),
  trace: text, session: text, task: text,
  resource: text.describe('Exact, or with * for any run of characters.'),
  grant: text, source: text, from: time.describe('Included.'), to: time.describe('Excluded.'), q: text,
})
export type ActivityFilter = z.output<typeof activityFilter>

export const USAGE_FIELDS = ['day', 'server', 'kind', 'target', 'access', 'agent', 'client', 'human', 'outcome', 'verdict', 'grantId'] as const
export type UsageField = (typeof USAGE_FIELDS)[number]

export const usageFilter = z.strictObject({
  ...activityFilter.omit({ trace: true, session: true, task: true, source: true, q: true }).shape,
  groupBy: list(USAGE_FIELDS),
})
export type UsageFilter = z.output<typeof usageFilter>

/** A glob with `*` as a LIKE pattern. */
export function likePattern(glob: string): string {
  return glob.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%')
}
