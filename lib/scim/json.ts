import { type Doc, isDoc, type Json, refusal } from './model'

const MAX_DEPTH = 12
const MAX_MEMBERS = 50_000
/** Writing to these would change what every object is. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** The body of a request as a document. Refuses what is no JSON object, nested deeper than twelve levels, or not storable as text. */
export function readBody(bytes: Uint8Array): Doc {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw refusal('invalidSyntax', 'The body is not JSON in UTF-8. Nothing was changed.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal('invalidSyntax', 'The body is not a JSON object. Nothing was changed.')
  const left = { members: MAX_MEMBERS }
  check(value as Doc, 0, left)
  return value as Doc
}

function check(value: Json, depth: number, left: { members: number }): void {
  left.members -= 1
  if (left.members < 0) throw refusal('invalidSyntax', 'The body has more members than a resource may have. Nothing was changed.')
  if (depth > MAX_DEPTH) throw refusal('invalidSyntax', `The body is nested deeper than ${MAX_DEPTH} levels. Nothing was changed.`)
  if (typeof value === 'string') checkText(value)
  else if (Array.isArray(value)) for (const one of value) check(one, depth + 1, left)
  else if (isDoc(value)) {
    for (const [name, member] of Object.entries(value)) {
      checkName(name)
      check(member, depth + 1, left)
    }
  }
}

/** PostgreSQL cannot store U+0000 in text; a lone surrogate is no Unicode text at all. */
function checkText(value: string): void {
  if (value.includes('\u0000') || !value.isWellFormed()) throw refusal('invalidValue', 'The body contains a character that is no text. Nothing was changed.')
}

export function checkName(name: string): void {
  checkText(name)
  if (FORBIDDEN.has(name)) throw refusal('invalidSyntax', 'The body has an attribute whose name no attribute may have. Nothing was changed.')
}

/** The member of this name; attribute names are compared without regard to case (RFC 7643, 2.1). */
export function keyIn(doc: Doc, name: string): string | undefined {
  if (Object.hasOwn(doc, name)) return name
  const lower = name.toLowerCase()
  return Object.keys(doc).find((key) => key.toLowerCase() === lower)
}

/** A member of the document itself, never one that every object has. */
export function own(doc: Doc, key: string): Json | undefined {
  return Object.hasOwn(doc, key) ? doc[key] : undefined
}

export function valueIn(doc: Doc, name: string): Json | undefined {
  const key = keyIn(doc, name)
  return key === undefined ? undefined : doc[key]
}

/** True and false as some directories send them: as text (Entra's "False"). */
export function asBoolean(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const word = value.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : undefined
}

/** Without what RFC 7643, 2.5 calls unassigned: null, an empty list, an object without members. */
export function pruned(doc: Doc): Doc {
  const result: Doc = {}
  for (const [name, value] of Object.entries(doc)) {
    const kept = prunedValue(value)
    if (kept !== undefined) result[name] = kept
  }
  return result
}

function prunedValue(value: Json): Json | undefined {
  if (value === null) return undefined
  if (Array.isArray(value)) {
    const kept = value.map(prunedValue).filter((one) => one !== undefined)
    return kept.length === 0 ? undefined : kept
  }
  if (!isDoc(value)) return value
  const kept = pruned(value)
  return Object.keys(kept).length === 0 ? undefined : kept
}
