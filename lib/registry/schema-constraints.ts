import { canonicalJson } from '@/lib/canonical-json'
import { own, same, type Schema } from './schema-walk'

/**
 * Keywords that speak of values. `looser` answers how `after` may admit more than `before`, as the end of a sentence about the
 * place, or null when it cannot. Asked only when one of the keywords differs. A value that the keyword does not allow counts as
 * looser, because nobody knows what the server makes of it.
 */
export type ValueKeyword = { keywords: readonly string[]; looser: (before: Schema, after: Schema) => string | null }

const UNREADABLE = 'has a limit that cannot be compared'

/** Limits above: raised or dropped is looser. */
const ceiling = (name: string, what: string): ValueKeyword => ({
  keywords: [name],
  looser: (before, after) => limit(own(before, name), own(after, name), (was, is) => is <= was, what),
})

/** Limits below: lowered or dropped is looser. */
const floor = (name: string, what: string): ValueKeyword => ({
  keywords: [name],
  looser: (before, after) => limit(own(before, name), own(after, name), (was, is) => is >= was, what),
})

function limit(was: unknown, is: unknown, holds: (was: number, is: number) => boolean, what: string): string | null {
  if (!isLimit(was) || !isLimit(is)) return UNREADABLE
  if (was === undefined) return null
  if (is === undefined) return `no longer has a limit on its ${what}`
  return holds(was, is) ? null : `admits another ${what}: ${was} before, ${is} now`
}

function isLimit(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === 'number' && Number.isFinite(value))
}

type Bound = { value: number; open: boolean }

/** The tighter of an inclusive and an exclusive bound; undefined = none, null = not readable. `sign` −1 turns lower into upper. */
function bound(schema: Schema, inclusive: string, exclusive: string, sign: 1 | -1): Bound | null {
  const [closed, open] = [own(schema, inclusive), own(schema, exclusive)]
  if (!isLimit(closed) || !isLimit(open)) return null
  const [a, b] = [closed === undefined ? Number.NEGATIVE_INFINITY : sign * closed, open === undefined ? Number.NEGATIVE_INFINITY : sign * open]
  return b >= a && b !== Number.NEGATIVE_INFINITY ? { value: b, open: true } : { value: a, open: false }
}

const bounds = (inclusive: string, exclusive: string, sign: 1 | -1, what: string): ValueKeyword => ({
  keywords: [inclusive, exclusive],
  looser: (before, after) => {
    const [was, is] = [bound(before, inclusive, exclusive, sign), bound(after, inclusive, exclusive, sign)]
    if (was === null || is === null) return UNREADABLE
    if (is.value > was.value || (is.value === was.value && (is.open || !was.open))) return null
    return is.value === Number.NEGATIVE_INFINITY ? `no longer has a ${what}` : `has another ${what}: ${shown(was, sign)} before, ${shown(is, sign)} now`
  },
})

function shown({ value, open }: Bound, sign: 1 | -1): string {
  return `${value * sign}${open ? ' excluded' : ''}`
}

const TYPES: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

function types(value: unknown): ReadonlySet<unknown> | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.every((one) => TYPES.has(one)) ? new Set(list) : null
}

function looserType(before: Schema, after: Schema): string | null {
  const [was, is] = [own(before, 'type'), own(after, 'type')]
  if (was === undefined) return is === undefined || types(is) !== null ? null : 'has a type that cannot be compared'
  if (is === undefined) return 'may be of any type'
  const [old, now] = [types(was), types(is)]
  if (old === null || now === null) return 'has a type that cannot be compared'
  const gained = [...now].filter((type) => !old.has(type) && !(type === 'integer' && old.has('number')))
  return gained.length === 0 ? null : `may also be ${gained.join(' or ')}`
}

/** The values that `const` and `enum` leave, as canonical JSON; undefined = all, null = not readable. */
function values(schema: Schema): ReadonlySet<string> | null | undefined {
  const [only, list] = [own(schema, 'const'), own(schema, 'enum')]
  if (list !== undefined && !Array.isArray(list)) return null
  const listed = list?.map((value) => canonicalJson(value))
  if (only === undefined) return listed === undefined ? undefined : new Set(listed)
  const one = canonicalJson(only)
  return new Set(listed === undefined || listed.includes(one) ? [one] : [])
}

function looserValues(before: Schema, after: Schema): string | null {
  const [was, is] = [values(before), values(after)]
  if (was === null || is === null) return 'has a list of values that cannot be compared'
  if (was === undefined) return null
  if (is === undefined) return 'is no longer bound to a list of values'
  const gained = [...is].filter((value) => !was.has(value))
  return gained.length === 0 ? null : `admits ${gained.slice(0, 5).map((value) => value.slice(0, 60).toWellFormed()).join(', ')}${gained.length > 5 ? ` and ${gained.length - 5} more values` : ''}`
}

function looserRequired(before: Schema, after: Schema): string | null {
  const [was, is] = [own(before, 'required') ?? [], own(after, 'required') ?? []]
  if (!Array.isArray(was) || !Array.isArray(is)) return 'has a list of what is required that cannot be compared'
  const still = new Set<unknown>(is)
  const dropped = was.filter((name) => !still.has(name))
  return dropped.length === 0 ? null : `no longer requires ${dropped.slice(0, 10).map((name) => `“${String(name).slice(0, 100).toWellFormed()}”`).join(', ')}`
}

function looserMultiple(before: Schema, after: Schema): string | null {
  const [was, is] = [own(before, 'multipleOf'), own(after, 'multipleOf')]
  if (was === undefined) return isLimit(is) ? null : UNREADABLE
  if (is === undefined) return 'may be any number, not only certain multiples'
  const whole = Number.isSafeInteger(was) && Number.isSafeInteger(is) && Number(was) > 0 && Number(is) > 0
  return whole && Number(is) % Number(was) === 0 ? null : 'admits other multiples'
}

/** Added takes away; dropped or changed may admit more, for containment of patterns and formats cannot be told. */
const text = (name: string, what: string): ValueKeyword => ({
  keywords: [name],
  looser: (before, after) => {
    const [was, is] = [own(before, name), own(after, name)]
    if (was === undefined && typeof is === 'string') return null
    return is === undefined ? `no longer has a ${what}` : `has another ${what}, which may admit more`
  },
})

export const VALUE_KEYWORDS: readonly ValueKeyword[] = [
  { keywords: ['type'], looser: looserType },
  { keywords: ['enum', 'const'], looser: looserValues },
  bounds('minimum', 'exclusiveMinimum', 1, 'minimum'),
  bounds('maximum', 'exclusiveMaximum', -1, 'maximum'),
  floor('minLength', 'shortest length'), ceiling('maxLength', 'longest length'),
  floor('minItems', 'least number of items'), ceiling('maxItems', 'greatest number of items'),
  floor('minProperties', 'least number of properties'), ceiling('maxProperties', 'greatest number of properties'),
  { keywords: ['multipleOf'], looser: looserMultiple },
  text('pattern', 'pattern'), text('format', 'format'),
  {
    keywords: ['uniqueItems'],
    looser: (before, after) => (own(before, 'uniqueItems') === undefined || own(before, 'uniqueItems') === false || same(own(after, 'uniqueItems'), true) ? null : 'may hold the same item twice'),
  },
  { keywords: ['required'], looser: looserRequired },
]
