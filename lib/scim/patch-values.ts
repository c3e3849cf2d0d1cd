import { canonicalJson } from '@/lib/canonical-json'
import { asBoolean, keyIn, valueIn } from './json'
import { type Doc, isDoc, type Json } from './model'

/** A list with values added that it does not hold yet; a value that is now the primary one is the only one (RFC 7644, 3.5.2). */
export function added(list: readonly Json[], values: readonly Json[]): Json[] {
  const held = new Set(list.map(canonicalJson))
  const fresh = values.filter((one) => {
    const key = canonicalJson(one)
    if (held.has(key)) return false
    held.add(key)
    return true
  })
  const primary = fresh.some(isPrimary)
  return [...(primary ? list.map(notPrimary) : list), ...fresh]
}

export function isPrimary(value: Json): boolean {
  return isDoc(value) && asBoolean(valueIn(value, 'primary')) === true
}

export function notPrimary(value: Json): Json {
  if (!isDoc(value) || !isPrimary(value)) return value
  return { ...value, [keyIn(value, 'primary') ?? 'primary']: false }
}

/** A list without the values that are named, whole or by their `value`. */
export function removedFrom(list: readonly Json[], named: Json): Json[] {
  const gone = new Set((Array.isArray(named) ? named : [named]).map(handle))
  return list.filter((one) => !gone.has(handle(one)))
}

function handle(value: Json): string {
  const named = isDoc(value) ? valueIn(value, 'value') : value
  return typeof named === 'string' ? named : canonicalJson(named ?? value)
}

/** A complex value with some parts replaced; names are compared without regard to case. */
export function sameFor(before: Doc, parts: Doc): Doc {
  const result: Doc = { ...before }
  for (const [name, value] of Object.entries(parts)) result[keyIn(result, name) ?? name] = value
  return result
}

/** Nothing said is nothing there. */
export function withoutNull(value: Json | undefined): Json {
  return value ?? null
}
