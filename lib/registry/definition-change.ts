import { canonicalJson } from '@/lib/canonical-json'
import type { ChangeKind, ChangeReason, DefinitionChange } from './definition-model'
import { textReasons } from './schema-walk'
import { compareSchemas } from './schema-widening'
import { definitionOf, type ToolDefinition } from './tool-definition'

/** Characters of a definition in canonical JSON beyond which nothing is compared member by member. */
const COMPARED = 1024 * 1024
/** Reasons listed; the gravest stay. */
const LISTED = 500

const GRAVITY: readonly Exclude<ChangeKind, 'none'>[] = ['widening', 'altering', 'wording']

/**
 * How `after` differs from `before`. The kind is that of the gravest reason, and `none` only when both have the same hash.
 * A widening is what admits more or promises less with MCP's defaults filled in; wording is title and description text, also
 * inside schemas, that neither orders the model about nor hides characters; everything else is altering. Where containment cannot
 * be told (a changed pattern, an unknown keyword), and beyond the bounds of size and depth, it is taken for a widening. Never throws.
 */
export function changeOf(before: ToolDefinition, after: ToolDefinition): DefinitionChange {
  const [old, now] = [canonical(before), canonical(after)]
  if (old !== null && old === now) return { kind: 'none', reasons: [] }
  if (old === null || now === null || old.length > COMPARED || now.length > COMPARED) {
    return { kind: 'widening', reasons: [{ path: '', effect: 'widening', what: 'The definition is too deep or too large to compare.' }] }
  }
  const reasons = [
    ...(before.name === after.name ? [] : [{ path: '/name', effect: 'altering' as const, what: 'The name is another one.' }]),
    ...textReasons(before.title, after.title, '/title', 'The title'),
    ...textReasons(before.description, after.description, '/description', 'The description'),
    ...annotationReasons(before.annotations, after.annotations),
    ...schemaReasons(before, after, 'inputSchema'),
    ...schemaReasons(before, after, 'outputSchema'),
  ]
  if (reasons.length === 0) reasons.push({ path: '', effect: 'altering', what: 'The definition is written in another way.' })
  const sorted = GRAVITY.flatMap((effect) => reasons.filter((reason) => reason.effect === effect))
  return { kind: sorted[0]?.effect ?? 'altering', reasons: sorted.slice(0, LISTED) }
}

/**
 * The reasons as one would tell them: first the orders to the model and the characters that hide, because somebody meant them; then
 * the gravest.
 */
export function toldFirst(reasons: readonly ChangeReason[]): ChangeReason[] {
  const meant = (reason: ChangeReason): boolean => reason.effect === 'altering' && /\/(?:title|description)$/.test(reason.path)
  const hides = (reason: ChangeReason): boolean => reason.what.includes(' contains U+')
  return [...reasons.filter((one) => meant(one) && !hides(one)), ...reasons.filter((one) => meant(one) && hides(one)), ...reasons.filter((one) => !meant(one))]
}

/** Null when the definition cannot be said in JSON, or is nested beyond what can be walked. */
function canonical(tool: ToolDefinition): string | null {
  try {
    return canonicalJson(definitionOf(tool))
  } catch {
    return null
  }
}

function schemaReasons(before: ToolDefinition, after: ToolDefinition, member: 'inputSchema' | 'outputSchema'): ChangeReason[] {
  const path = `/${member}`
  const [old, now] = [before[member], after[member]]
  if (old === undefined && now === undefined) return []
  if (member === 'outputSchema' && (old === undefined || now === undefined)) {
    return [{ path, effect: 'altering', what: `The output is ${now === undefined ? 'no longer' : 'now'} described by a schema.` }, ...compareSchemas(old, now, path, 'altering')]
  }
  const reasons = compareSchemas(old, now, path, member === 'inputSchema' ? 'widening' : 'altering')
  if (reasons.length > 0 || (old !== undefined && now !== undefined && canonicalJson(old) === canonicalJson(now))) return reasons
  return [{ path, effect: 'altering', what: `The ${member === 'inputSchema' ? 'input' : 'output'} schema is written in another way.` }]
}

/** Which way each hint loosens, and what its absence means (MCP ToolAnnotations). */
const HINTS = [
  { name: 'readOnlyHint', absent: false, loose: false, said: 'The tool no longer claims only to read.' },
  { name: 'destructiveHint', absent: true, loose: true, said: 'The tool no longer claims to destroy nothing.' },
  { name: 'openWorldHint', absent: true, loose: true, said: 'The tool no longer claims to stay within a closed world.' },
] as const

function annotationReasons(before: unknown, after: unknown): ChangeReason[] {
  const [old, now] = [record(before), record(after)]
  const reasons: ChangeReason[] = []
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const path = `/annotations/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const [was, is] = [own(old, name), own(now, name)]
    if (same(was, is)) continue
    if (name === 'title') {
      reasons.push(...textReasons(was, is, path, 'The annotated title'))
      continue
    }
    const hint = HINTS.find((one) => one.name === name)
    const loosened = hint !== undefined && claim(was, hint.absent) !== hint.loose && claim(is, hint.absent) === hint.loose
    reasons.push(loosened ? { path, effect: 'widening', what: hint.said } : { path, effect: 'altering', what: `The annotation ${JSON.stringify(name.slice(0, 100))} ${was === undefined ? 'is new' : is === undefined ? 'is gone' : 'has another value'}.` })
  }
  if (reasons.length === 0 && !same(before, after)) reasons.push({ path: '/annotations', effect: 'altering', what: 'The annotations are written in another way.' })
  return reasons
}

/** What a hint claims: only the JSON values true and false are claims, anything else is the default. */
function claim(value: unknown, absent: boolean): boolean {
  return typeof value === 'boolean' ? value : absent
}

function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
}
