import { canonicalJson } from '@/lib/canonical-json'
import { addCondition, type CompareSchema, place, type Site } from './schema-site'
import { compareWholly, enter, inspect, isObject, own, pointer, same, type Schema } from './schema-walk'

/** Properties: a new one admits more by definition; one that is gone admits anything under its name, unless the rest is closed. */
export function compareProperties(site: Site, compare: CompareSchema): void {
  const { run, path, depth } = site
  const [before, after] = [names(site.before, 'properties'), names(site.after, 'properties')]
  if (before === null || after === null) {
    for (const name of ['properties', 'patternProperties', 'additionalProperties']) compareWholly(run, own(site.before, name), own(site.after, name), pointer(path, name), depth + 1)
    return
  }
  for (const name of Object.keys(after)) {
    const at = pointer(path, 'properties', name)
    if (Object.hasOwn(before, name)) {
      compare(run, before[name], after[name], at, depth + 1)
    } else if (enter(run, at, depth + 1)) {
      run.reasons.push({ path: at, effect: run.looser, what: `${place(path)} gains ${JSON.stringify(name.slice(0, 100).toWellFormed())}.` })
      inspect(run, name, at, depth + 1)
      inspect(run, after[name], at, depth + 1)
    }
  }
  const closed = own(site.after, 'additionalProperties') === false && own(site.after, 'patternProperties') === undefined
  for (const name of Object.keys(before)) {
    if (Object.hasOwn(after, name)) continue
    const at = pointer(path, 'properties', name)
    if (!enter(run, at, depth + 1)) return
    const shown = JSON.stringify(name.slice(0, 100).toWellFormed())
    const free = before[name] === true || (isObject(before[name]) && Object.keys(before[name]).length === 0)
    const open = own(site.after, 'additionalProperties') === undefined || own(site.after, 'additionalProperties') === true
    if (closed) run.reasons.push({ path: at, effect: 'altering', what: `${place(path)} no longer takes ${shown}.` })
    else if (free && open) run.reasons.push({ path: at, effect: 'altering', what: `${place(path)} no longer lists ${shown}.` })
    else run.reasons.push({ path: at, effect: run.looser, what: `${place(path)} no longer lists ${shown}, and takes anything under that name.` })
  }
  comparePatterns(site, compare)
  const additional = pointer(path, 'additionalProperties')
  compare(run, own(site.before, 'additionalProperties'), own(site.after, 'additionalProperties'), additional, depth + 1)
}

function comparePatterns({ run, before, after, path, depth }: Site, compare: CompareSchema): void {
  const [old, now] = [names(before, 'patternProperties'), names(after, 'patternProperties')]
  const at = pointer(path, 'patternProperties')
  if (old === null || now === null || !same(Object.keys(old).sort(), Object.keys(now).sort())) {
    compareWholly(run, own(before, 'patternProperties'), own(after, 'patternProperties'), at, depth + 1, 'names')
    return
  }
  for (const name of Object.keys(old)) compare(run, old[name], now[name], pointer(at, name), depth + 1)
}

/** The schemas under a keyword by name; empty when absent, null when there is no such map. */
function names(schema: Schema, keyword: string): Schema | null {
  const value = own(schema, keyword)
  return value === undefined ? {} : isObject(value) ? value : null
}

/** Items: the rest of a list is compared only behind equally many leading places. */
export function compareItems({ run, before, after, path, depth }: Site, compare: CompareSchema): void {
  const [old, now] = [own(before, 'prefixItems'), own(after, 'prefixItems')]
  const [rest, restNow] = [own(before, 'items'), own(after, 'items')]
  const pairs = Array.isArray(old) && Array.isArray(now) && old.length === now.length
  if ((!pairs && (old !== undefined || now !== undefined)) || Array.isArray(rest) || Array.isArray(restNow)) {
    compareWholly(run, old, now, pointer(path, 'prefixItems'), depth + 1)
    compareWholly(run, rest, restNow, pointer(path, 'items'), depth + 1)
    return
  }
  if (pairs) for (const [i, item] of old.entries()) compare(run, item, now[i], pointer(path, 'prefixItems', i), depth + 1)
  compare(run, rest, restNow, pointer(path, 'items'), depth + 1)
}

/** Alternatives: each that is there now must be one of those before, or lie within the one at its place. */
export function compareAnyOf({ run, before, after, path, depth }: Site, compare: CompareSchema): void {
  const [old, now] = [own(before, 'anyOf'), own(after, 'anyOf')]
  const at = pointer(path, 'anyOf')
  if (old === undefined && Array.isArray(now)) {
    addCondition(run, now, at, depth, `${place(path)} must be one of some alternatives.`)
  } else if (!Array.isArray(old) || !Array.isArray(now)) {
    compareWholly(run, old, now, at, depth + 1)
  } else if (old.length === now.length) {
    for (const [i, one] of now.entries()) if (!same(old[i], one)) compare(run, old[i], one, pointer(at, i), depth + 1)
  } else {
    const known = new Set(old.map((one) => canonicalJson(one ?? null)))
    const gained = now.flatMap((one, i) => (known.has(canonicalJson(one ?? null)) ? [] : [i]))
    run.reasons.push(gained.length === 0
      ? { path: at, effect: 'altering', what: `${place(path)} lost an alternative.` }
      : { path: pointer(at, gained[0] ?? 0), effect: run.looser, what: `${place(path)} gained an alternative.` })
    for (const i of gained) inspect(run, now[i], pointer(at, i), depth + 1)
  }
}

/** Conditions that all hold: each that was there before must still be there, or something within it at its place. */
export function compareAllOf({ run, before, after, path, depth }: Site, compare: CompareSchema): void {
  const [old, now] = [own(before, 'allOf'), own(after, 'allOf')]
  const at = pointer(path, 'allOf')
  if (old === undefined && Array.isArray(now)) {
    addCondition(run, now, at, depth, `${place(path)} must meet further conditions.`)
  } else if (!Array.isArray(old) || !Array.isArray(now)) {
    compareWholly(run, old, now, at, depth + 1)
  } else {
    for (const [i, one] of old.entries()) {
      if (i < now.length) compare(run, one, now[i], pointer(at, i), depth + 1)
      else run.reasons.push({ path: pointer(at, i), effect: run.looser, what: `${place(path)} lost a condition.` })
    }
    for (const [i, one] of now.entries()) if (i >= old.length) addCondition(run, one, pointer(at, i), depth, `${place(path)} must meet a further condition.`)
  }
}

/** Named schemas, wherever they are referred to from. One that comes or goes matters only where something refers to it. */
export function compareDefinitions({ run, before, after, path, depth }: Site, keyword: '$defs' | 'definitions', compare: CompareSchema): void {
  const [old, now] = [names(before, keyword), names(after, keyword)]
  const at = pointer(path, keyword)
  if (old === null || now === null) {
    compareWholly(run, own(before, keyword), own(after, keyword), at, depth + 1, 'names')
    return
  }
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [here, reference] = [pointer(at, name), pointer(`#/${keyword}`, name)]
    if (Object.hasOwn(old, name) && Object.hasOwn(now, name)) {
      compare(run, old[name], now[name], here, depth + 1)
    } else if (enter(run, here, depth + 1)) {
      const gone = Object.hasOwn(old, name)
      const dangling = (gone ? run.refs.after : run.refs.before).has(reference)
      run.reasons.push({ path: here, effect: dangling ? run.looser : 'altering', what: `The shared definition ${JSON.stringify(name.slice(0, 100).toWellFormed())} is ${gone ? 'gone' : 'new'}.` })
      inspect(run, now[name], here, depth + 1)
    }
  }
}
