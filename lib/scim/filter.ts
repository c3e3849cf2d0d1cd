import { type Filter as Parsed, parse } from 'scim2-parse-filter'
import { isAppError } from '@/lib/errors'
import { type AttributePath, readAttribute } from './attribute-path'
import { asBoolean, keyIn, valueIn } from './json'
import { isDoc, type Json, refusal } from './model'
import { schemaOf } from './schemas'

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'
export type ScimFilter =
  | { op: 'and' | 'or'; filters: ScimFilter[] }
  | { op: 'not'; filter: ScimFilter }
  | { op: 'pr'; path: AttributePath }
  | { op: 'some'; path: AttributePath; filter: ScimFilter }
  | { op: Comparison; path: AttributePath; value: string | number | boolean | null }

const MAX_LENGTH = 2000
const MAX_DEPTH = 16
const MAX_TERMS = 60
const COMPARISONS: readonly string[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']

/** Reads a filter (RFC 7644, 3.4.2.2). Throws `invalidFilter` for what is none, is too long, nests too deep or has too many terms. */
export function parseFilter(text: string): ScimFilter {
  if (text.length > MAX_LENGTH || depthOf(text) > MAX_DEPTH) throw refusal('invalidFilter', 'The filter is longer, or nests deeper, than any directory needs.')
  const left = { terms: MAX_TERMS }
  try {
    return convert(parse(text), left)
  } catch (error) {
    if (isAppError(error)) throw error
    throw refusal('invalidFilter', `“${text.slice(0, 100)}” is no filter.`)
  }
}

/** How deep brackets nest, quotes regarded: the parser goes down one call for each. */
function depthOf(text: string): number {
  let [depth, most, quoted] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (quoted && char === '\\') at += 1
    else if (char === '"') quoted = !quoted
    else if (!quoted && (char === '(' || char === '[')) most = Math.max(most, (depth += 1))
    else if (!quoted && (char === ')' || char === ']')) depth -= 1
  }
  return most
}

function convert(parsed: Parsed, left: { terms: number }): ScimFilter {
  left.terms -= 1
  if (left.terms < 0) throw refusal('invalidFilter', `The filter has more than ${MAX_TERMS} terms.`)
  if ('filters' in parsed) return { op: parsed.op, filters: parsed.filters.map((one) => convert(one, left)) }
  if ('filter' in parsed) return { op: 'not', filter: convert(parsed.filter, left) }
  const path = readAttribute(parsed.attrPath)
  if (path === null || path.attr === null) throw refusal('invalidFilter', `“${parsed.attrPath.slice(0, 100)}” is no attribute.`)
  if ('valFilter' in parsed) return { op: 'some', path, filter: convert(parsed.valFilter, left) }
  if (!('compValue' in parsed)) return { op: 'pr', path }
  const value: unknown = parsed.compValue
  if (!COMPARISONS.includes(parsed.op) || (value !== null && !['string', 'number', 'boolean'].includes(typeof value))) throw refusal('invalidFilter', 'An attribute is compared with a text, a number, true, false or null.')
  return { op: parsed.op, path, value: value as string | number | boolean | null }
}

/** Whether a resource, or one value of a list, fits. A value without names is asked as `value`. */
export function matches(filter: ScimFilter, resource: Json): boolean {
  switch (filter.op) {
    case 'and': return filter.filters.every((one) => matches(one, resource))
    case 'or': return filter.filters.some((one) => matches(one, resource))
    case 'not': return !matches(filter.filter, resource)
    case 'pr': return valuesAt(resource, filter.path).some(isAssigned)
    case 'some': return valuesAt(resource, filter.path).some((one) => matches(filter.filter, one))
    case 'ne': return !valuesAt(resource, filter.path).some((one) => compare('eq', one, filter.value, filter.path))
    default: return filter.value === null ? filter.op === 'eq' && !valuesAt(resource, filter.path).some(isAssigned) : valuesAt(resource, filter.path).some((one) => compare(filter.op, one, filter.value, filter.path))
  }
}

function isAssigned(value: Json): boolean {
  return value !== null && value !== '' && (!Array.isArray(value) || value.length > 0)
}

/** Every value that the path names, lists opened. */
function valuesAt(resource: Json, path: AttributePath): Json[] {
  if (!isDoc(resource)) return path.attr?.toLowerCase() === 'value' ? [resource] : []
  const extension = path.schema === null || keyIn(resource, path.schema) === undefined ? resource : valueIn(resource, path.schema)
  const core = path.schema === null || schemaOf(path.schema)?.id.includes(':core:') === true
  const within = core ? resource : extension === resource ? undefined : extension
  if (!isDoc(within) || path.attr === null) return []
  const opened = open(valueIn(within, path.attr))
  const { sub } = path
  return sub === null ? opened : opened.flatMap((one) => (isDoc(one) ? open(valueIn(one, sub)) : []))
}

function open(value: Json | undefined): Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

/** Identifiers are compared to the letter, all else without regard to case; a complex value by its `value` (RFC 7643, 2.4). */
function compare(op: Comparison, actual: Json, expected: Json, path: AttributePath): boolean {
  const value = isDoc(actual) ? (valueIn(actual, 'value') ?? null) : actual
  if (typeof value === 'boolean') return op === 'eq' && value === asBoolean(expected)
  if (typeof value === 'number' && typeof expected === 'number') return ordered(op, value - expected)
  if (typeof value !== 'string' || typeof expected !== 'string') return false
  const exact = path.sub === null && ['id', 'externalid'].includes(path.attr?.toLowerCase() ?? '')
  const [a, b] = exact ? [value, expected] : [value.toLowerCase(), expected.toLowerCase()]
  switch (op) {
    case 'co': return a.includes(b)
    case 'sw': return a.startsWith(b)
    case 'ew': return a.endsWith(b)
    default: return ordered(op, order(a, b))
  }
}

const DATE = /^\d{4}-\d\d-\d\dt/

function order(a: string, b: string): number {
  const [left, right] = DATE.test(a) && DATE.test(b) ? [Date.parse(a), Date.parse(b)] : [Number.NaN, Number.NaN]
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right
  return a < b ? -1 : a > b ? 1 : 0
}

function ordered(op: Comparison, difference: number): boolean {
  switch (op) {
    case 'eq': return difference === 0
    case 'gt': return difference > 0
    case 'ge': return difference >= 0
    case 'lt': return difference < 0
    case 'le': return difference <= 0
    default: return false
  }
}

/** The values that every match must have, by attribute name in lower case: what a store can look up before `matches` is asked. */
export function mustEqual(filter: ScimFilter): ReadonlyMap<string, string | boolean> {
  const found = new Map<string, string | boolean>()
  for (const one of filter.op === 'and' ? filter.filters : [filter]) {
    if (one.op !== 'eq' || one.path.schema !== null && !one.path.schema.includes(':core:')) continue
    const value = typeof one.value === 'string' || typeof one.value === 'boolean' ? one.value : null
    if (value !== null) found.set([one.path.attr, one.path.sub].filter((part) => part !== null).join('.').toLowerCase(), value)
  }
  return found
}
