import type { ChangeReason } from './definition-model'
import { compareAllOf, compareAnyOf, compareDefinitions, compareItems, compareProperties } from './schema-applicators'
import { VALUE_KEYWORDS } from './schema-constraints'
import { addCondition, type CompareSchema, place, type Site } from './schema-site'
import { compareWholly, enter, inspect, isObject, newRun, own, pointer, same, type Schema, textReasons } from './schema-walk'

/**
 * How one JSON Schema (2020-12) differs from another, as far as what it accepts: reasons with `looser` as their effect where it
 * may accept more or gains a property, `altering` where it accepts less or other things change, `wording` for titles and
 * descriptions. Sound, not complete: without a `looser` reason everything that `after` accepts, `before` accepted; some changes that
 * admit nothing new are taken for looser because it cannot be told. References are compared by name, their targets once, so that
 * cycles cost nothing. Never throws on JSON; bounded in depth and size, and what lies beyond is a widening.
 */
export function compareSchemas(before: unknown, after: unknown, path: string, looser: 'widening' | 'altering'): ChangeReason[] {
  const run = newRun(looser, before, after)
  if (run.wholly) compareWholly(run, before, after, path, 0)
  else compare(run, before, after, path, 0)
  return run.reasons
}

const EMPTY: Schema = {}

/** An absent schema and `true` accept everything. Null where the value is no schema. */
function asSchema(value: unknown): Schema | false | null {
  if (value === undefined || value === true) return EMPTY
  if (value === false || isObject(value)) return value
  return null
}

const compare: CompareSchema = (run, before, after, path, depth) => {
  if (before === after || !enter(run, path, depth)) return
  const [old, now] = [asSchema(before), asSchema(after)]
  if (old === null || now === null) {
    compareWholly(run, before, after, path, depth)
  } else if (old === false) {
    if (now === false) return
    run.reasons.push({ path, effect: run.looser, what: `${place(path)} accepts what it refused.` })
    inspect(run, now, path, depth)
  } else if (now === false) {
    run.reasons.push({ path, effect: 'altering', what: `${place(path)} refuses everything now.` })
  } else {
    compareKeywords({ run, before: old, after: now, path, depth })
    if (old === EMPTY) inspect(run, now, path, depth)
  }
}

/** Annotations: they describe, and change nothing that is accepted. */
const DESCRIBING = ['default', 'examples', '$comment', 'deprecated', 'readOnly', 'writeOnly'] as const
/** Keywords that only ever take away when they are added, and cannot be compared when they change. */
const ADDED = ['not', 'oneOf', 'if', 'then', 'else', 'contains', 'dependentRequired', 'dependentSchemas'] as const
const DRAFTS = /^https?:\/\/json-schema\.org\/(?:draft-0[67]\/schema#?|draft\/20(?:19-09|20-12)\/schema#?)$/

const APPLICATORS: readonly { keywords: readonly string[]; compare: (site: Site, compare: CompareSchema) => void }[] = [
  { keywords: ['properties', 'patternProperties', 'additionalProperties'], compare: compareProperties },
  { keywords: ['items', 'prefixItems'], compare: compareItems },
  { keywords: ['propertyNames'], compare: ({ run, before, after, path, depth }, each) => each(run, own(before, 'propertyNames'), own(after, 'propertyNames'), pointer(path, 'propertyNames'), depth + 1) },
  { keywords: ['anyOf'], compare: compareAnyOf },
  { keywords: ['allOf'], compare: compareAllOf },
  { keywords: ['$defs'], compare: (site, each) => compareDefinitions(site, '$defs', each) },
  { keywords: ['definitions'], compare: (site, each) => compareDefinitions(site, 'definitions', each) },
]

const KNOWN: ReadonlySet<string> = new Set([
  'title', 'description', '$schema', ...DESCRIBING, ...ADDED, ...VALUE_KEYWORDS.flatMap(({ keywords }) => keywords), ...APPLICATORS.flatMap(({ keywords }) => keywords),
])

function compareKeywords(site: Site): void {
  const { run, before, after, path, depth } = site
  run.reasons.push(...textReasons(own(before, 'title'), own(after, 'title'), pointer(path, 'title'), `The title of ${place(path, false)}`))
  run.reasons.push(...textReasons(own(before, 'description'), own(after, 'description'), pointer(path, 'description'), `The description of ${place(path, false)}`))
  for (const name of DESCRIBING) {
    if (same(own(before, name), own(after, name))) continue
    run.reasons.push({ path: pointer(path, name), effect: 'altering', what: `“${name}” of ${place(path, false)} is another one.` })
    inspect(run, own(after, name), pointer(path, name), depth)
  }
  for (const { keywords, looser } of VALUE_KEYWORDS) {
    if (keywords.every((name) => same(own(before, name), own(after, name)))) continue
    const changed = keywords.find((name) => !same(own(before, name), own(after, name))) ?? ''
    const why = looser(before, after)
    run.reasons.push(why === null
      ? { path: pointer(path, changed), effect: 'altering', what: `“${changed}” of ${place(path, false)} changed without admitting more.` }
      : { path: pointer(path, changed), effect: run.looser, what: `${place(path)} ${why}.` })
    for (const name of keywords) inspect(run, own(after, name), pointer(path, name), depth)
  }
  for (const name of ADDED) compareAddable(site, name)
  for (const { compare: applied } of APPLICATORS) applied(site, compare)
  compareDialect(site)
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!KNOWN.has(name)) compareWholly(run, own(before, name), own(after, name), pointer(path, name), depth + 1)
  }
}

function compareAddable({ run, before, after, path, depth }: Site, name: string): void {
  const [was, is] = [own(before, name), own(after, name)]
  const at = pointer(path, name)
  if (was === undefined && is !== undefined) addCondition(run, is, at, depth, `${place(path)} has a further condition, “${name}”.`)
  else compareWholly(run, was, is, at, depth + 1, name === 'dependentRequired' ? 'data' : name === 'dependentSchemas' ? 'names' : 'schema')
}


/** The dialect matters only where drafts read a keyword differently. */
function compareDialect({ run, before, after, path }: Site): void {
  const [was, is] = [own(before, '$schema'), own(after, '$schema')]
  if (same(was, is)) return
  const known = [was, is].every((dialect) => dialect === undefined || (typeof dialect === 'string' && DRAFTS.test(dialect)))
  run.reasons.push({ path: pointer(path, '$schema'), effect: known && run.dialectFree ? 'altering' : run.looser, what: 'The schema is to be read by another draft of JSON Schema.' })
}
