import { canonicalJson } from '@/lib/canonical-json'
import type { ChangeReason } from './definition-model'
import { addedHazards, textHazards } from './text-hazards'

/** Levels of a schema that are compared, and places in it. */
export const DEEPEST = 64
const PLACES = 20_000

export type Schema = Record<string, unknown>

/** One comparison of two schemas: its reasons, and how much of it may still be looked at. */
export type Run = {
  reasons: ChangeReason[]
  /** The effect of admitting more: widening for an input, altering for an output. */
  looser: 'widening' | 'altering'
  /** Local references of the schema before and after, as written. */
  refs: { before: ReadonlySet<string>; after: ReadonlySet<string> }
  /** True where schemas cannot be compared piece by piece: any difference that is no text then admits more. */
  wholly: boolean
  /** True when `$schema` says nothing that this schema's keywords depend on. */
  dialectFree: boolean
  places: number
  /** A bound was met, and the run has said so. */
  cut: boolean
}

export function newRun(looser: Run['looser'], before: unknown, after: unknown): Run {
  const [old, now] = [scan(before), scan(after)]
  return { reasons: [], looser, refs: { before: old.refs, after: now.refs }, wholly: old.wholly, dialectFree: !old.dialect && !now.dialect, places: 0, cut: false }
}

/** May this place still be looked at? Past the bound the run says so once, as a widening, and looks no further. */
export function enter(run: Run, path: string, depth: number): boolean {
  run.places += 1
  if (depth <= DEEPEST && run.places <= PLACES) return true
  if (!run.cut) run.reasons.push({ path, effect: 'widening', what: 'The schema is too deep or too large to compare.' })
  run.cut = true
  return false
}

export function pointer(path: string, ...names: (string | number)[]): string {
  return names.reduce<string>((whole, name) => `${whole}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`, path)
}

export function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member of one's own, so that one called `constructor` or `__proto__` is data. */
export function own(schema: Schema, name: string): unknown {
  return Object.hasOwn(schema, name) ? schema[name] : undefined
}

/** Equal as JSON, whatever the order of members. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  return canonicalJson(a) === canonicalJson(b)
}

/** A title or description that differs, by whether its new text is a hazard. `label` begins the sentence. */
export function textReasons(before: unknown, after: unknown, path: string, label: string): ChangeReason[] {
  if (same(before, after)) return []
  const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string'
  if (!isText(before) || !isText(after)) return [{ path, effect: 'altering', what: `${label} is no text.` }]
  const hazards = addedHazards(before ?? '', after ?? '')
  if (hazards.length === 0) return [{ path, effect: 'wording', what: `${label} ${before === undefined ? 'is new' : after === undefined ? 'is gone' : 'reads differently'}.` }]
  return [...new Set(hazards.map(({ what }) => what))].map((what) => ({ path, effect: 'altering', what: `${label} ${what}.` }))
}

/** What the keys of a value mean: keywords, names that the schema's author chose, or plain data. */
type Position = 'schema' | 'names' | 'data'

const NAMES: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
const DATA: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples', 'required', 'dependentRequired', 'type'])

function below(position: Position, key: string): Position {
  if (position === 'data') return 'data'
  if (position === 'names') return 'schema'
  return NAMES.has(key) ? 'names' : DATA.has(key) ? 'data' : 'schema'
}

/** Every difference that is no title or description admits more, because nobody can tell that it does not. */
export function compareWholly(run: Run, before: unknown, after: unknown, path: string, depth: number, position: Position = 'schema'): void {
  if (before === after || !enter(run, path, depth)) return
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [i, item] of before.entries()) compareWholly(run, item, after[i], pointer(path, i), depth + 1, position)
  } else if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [was, is] = [own(before, name), own(after, name)]
      if (position === 'schema' && (name === 'title' || name === 'description')) run.reasons.push(...textReasons(was, is, pointer(path, name), 'A text inside the schema'))
      else compareWholly(run, was, is, pointer(path, name), depth + 1, below(position, name))
    }
  } else {
    run.reasons.push({ path, effect: run.looser, what: 'A part of the schema changed that cannot be compared; it may admit more.' })
    inspect(run, after, path, depth)
  }
}

type Scan = { refs: Set<string>; wholly: boolean; dialect: boolean }

/** Keywords under which less accepted inside can mean more accepted outside. */
const TURNING: ReadonlySet<string> = new Set(['not', 'if', 'oneOf', 'contains', 'maxContains'])
/** Keywords by which a schema depends on what lies around or outside it. */
const FAR: ReadonlySet<string> = new Set(['unevaluatedProperties', 'unevaluatedItems', '$dynamicRef', '$recursiveRef', '$dynamicAnchor', '$recursiveAnchor', '$anchor', '$id', 'id'])
/** Keywords that drafts of JSON Schema read differently. */
const DIALECT: ReadonlySet<string> = new Set(['$ref', 'prefixItems', 'additionalItems', 'contains', 'minContains', 'maxContains', 'dependencies', 'dependentSchemas', 'dependentRequired', 'const', 'if', 'propertyNames', 'exclusiveMinimum', 'exclusiveMaximum'])
const PLAIN_REF = /^#(?:\/(?:\$defs|definitions)\/[^/]+)?$/

/** What a schema holds that decides how it can be compared. Bounded: what is not reached is compared nowhere either. */
function scan(schema: unknown): Scan {
  const found: Scan = { refs: new Set(), wholly: false, dialect: false }
  const waiting: { value: unknown; position: Position; turned: boolean; depth: number }[] = [{ value: schema, position: 'schema', turned: false, depth: 0 }]
  for (let seen = 0; waiting.length > 0; seen += 1) {
    const here = waiting.pop()
    if (here === undefined || here.position === 'data' || here.depth > DEEPEST || typeof here.value !== 'object' || here.value === null) continue
    if (seen > PLACES * 2) return { ...found, wholly: true, dialect: true }
    for (const [key, value] of Object.entries(here.value)) {
      const keyword = here.position === 'schema' && !Array.isArray(here.value)
      if (keyword) note(found, key, value, here.turned)
      const position = Array.isArray(here.value) ? here.position : below(here.position, key)
      waiting.push({ value, position, turned: here.turned || (keyword && TURNING.has(key)), depth: here.depth + 1 })
    }
  }
  return found
}

function note(found: Scan, key: string, value: unknown, turned: boolean): void {
  if (FAR.has(key)) found.wholly = true
  if (DIALECT.has(key) || FAR.has(key) || (key === 'items' && Array.isArray(value))) found.dialect = true
  if (key !== '$ref' || typeof value !== 'string') return
  found.refs.add(value)
  if (turned || (value.startsWith('#') && !PLAIN_REF.test(value))) found.wholly = true
}

/** True when a schema that is new somewhere brings properties with it. */
export function bringsProperties(run: Run, schema: unknown, depth: number, position: Position = 'schema'): boolean {
  if (typeof schema !== 'object' || schema === null || position === 'data') return false
  run.places += 1
  if (depth > DEEPEST || run.places > PLACES) return true
  return Object.entries(schema).some(([key, value]) => {
    if (position === 'schema' && key === 'properties' && isObject(value) && Object.keys(value).length > 0) return true
    return bringsProperties(run, value, depth + 1, Array.isArray(schema) ? position : below(position, key))
  })
}

/** Looks through every text of what is new in a schema, so that orders hidden in a default or a parameter's description are told. */
export function inspect(run: Run, value: unknown, path: string, depth: number): void {
  if (value === undefined || typeof value === 'number' || typeof value === 'boolean' || value === null || !enter(run, path, depth)) return
  if (typeof value === 'string') {
    const said = new Set(textHazards(value).map(({ what }) => what))
    for (const what of said) run.reasons.push({ path, effect: 'altering', what: `A text that is new in the schema ${what}.` })
    return
  }
  for (const [key, member] of Object.entries(value)) {
    if (!Array.isArray(value)) inspect(run, key, pointer(path, key), depth + 1)
    inspect(run, member, pointer(path, key), depth + 1)
  }
}
