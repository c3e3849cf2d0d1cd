import { matches, type ScimFilter } from './filter'
import { keyIn, own } from './json'
import { type Doc, isDoc, type Json, refusal } from './model'
import { isPrimary, notPrimary, sameFor, withoutNull } from './patch-values'

type Target = { op: 'add' | 'replace' | 'remove'; filter: ScimFilter; sub: string | null }

/**
 * Changes the values of a list that a filter names. Removing what is not there is done already. Where none fits, a part that is set
 * makes the value from the filter, as Entra means `emails[type eq "work"].value`; anything else has no target.
 */
export function applyFiltered(home: Doc, key: string, { op, filter, sub }: Target, value: Json | undefined): void {
  const before = own(home, key)
  const list = Array.isArray(before) ? before : before === undefined ? [] : [before]
  const found = list.filter((one) => matches(filter, one))
  if (op === 'remove') {
    if (sub === null) home[key] = list.filter((one) => !found.includes(one))
    else for (const one of found) if (isDoc(one)) delete one[keyIn(one, sub) ?? sub]
    return
  }
  if (found.length === 0) {
    home[key] = [...list, made(filter, sub, value)]
    return
  }
  const next = list.map((one) => (found.includes(one) ? changed(one, op, sub, value) : one))
  // Of several primary values the one that was just made so stays.
  const primary = next.find((one, at) => isPrimary(one) && one !== list[at])
  home[key] = primary === undefined ? next : next.map((one) => (one === primary ? one : notPrimary(one)))
}

function changed(one: Json, op: 'add' | 'replace', sub: string | null, value: Json | undefined): Json {
  if (sub !== null) return isDoc(one) ? { ...one, [keyIn(one, sub) ?? sub]: withoutNull(value) } : one
  if (op === 'add' && isDoc(one) && isDoc(value ?? null)) return sameFor(one, value as Doc)
  return withoutNull(value)
}

/** A new value that the filter would find: possible where it only says what parts are equal to. */
function made(filter: ScimFilter, sub: string | null, value: Json | undefined): Doc {
  const terms = filter.op === 'and' ? filter.filters : [filter]
  const result: Doc = {}
  for (const term of terms) {
    if (sub === null || term.op !== 'eq' || term.value === null || term.path.attr === null || term.path.sub !== null) throw refusal('noTarget', 'The path’s filter finds no value to change. Nothing was changed.')
    result[term.path.attr] = term.value
  }
  if (sub !== null) result[keyIn(result, sub) ?? sub] = withoutNull(value)
  return result
}
