import { z } from 'zod'

/** JSON pointer into a call's arguments → template of a resource, such as `/repo` → `repo:{}`. */
export type ResourceRules = Readonly<Record<string, string>>

/** Rules of one tool. */
const RULES = 20
const POINTER = 200
const TEMPLATE = 200
/** What an event may name; the native event's own limits. */
export const MOST_RESOURCES = 1000
export const LONGEST_RESOURCE = 4096

const POINTER_SHAPE = /^(?:\/(?:[^/~\p{Cc}]|~[01])*)+$/u
/** `{}` stands for the value; `{/owner}` for that of another argument. */
const PLACE = /\{(\/[^{}]*)?\}/g

function templateFault(template: string): string | null {
  if (!template.includes('{}')) return 'must contain {} where the value goes'
  const others = [...template.matchAll(PLACE)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]))
  if (!others.every((pointer) => POINTER_SHAPE.test(pointer))) return 'must name other arguments by JSON pointers, such as {/owner}'
  return /[{}]/.test(template.replace(PLACE, '')) ? 'must use braces only around the places of values' : null
}

const pointerSchema = z.string().max(POINTER).regex(POINTER_SHAPE, 'must be a JSON pointer, such as /repo')
const templateSchema = z.string().min(1).max(TEMPLATE).regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters or broken text')
  .superRefine((template, ctx) => {
    const fault = templateFault(template)
    if (fault !== null) ctx.addIssue({ code: 'custom', message: fault })
  })

/** Resource rules as a person may set them: at most 20, pointers and templates of at most 200 characters. */
export const resourceRulesSchema = z.record(pointerSchema, templateSchema, { error: (issue) => (issue.code === 'invalid_key' ? 'each rule begins with a JSON pointer, such as /repo' : undefined) })
  .refine((rules) => Object.keys(rules).length <= RULES, `at most ${RULES} rules`)

/** The rules in a stored value; what is none counts as no rules. */
export function storedRules(value: unknown): ResourceRules {
  const parsed = resourceRulesSchema.safeParse(value)
  return parsed.success ? parsed.data : {}
}

type Piece = string | { of: readonly string[] | null }
type CompiledRule = { pointer: readonly string[]; template: readonly Piece[] }
/** Rules made ready for many events. */
export type CompiledRules = readonly CompiledRule[]

/** Null when there are no rules. */
export function compileRules(rules: ResourceRules): CompiledRules | null {
  const compiled = Object.entries(rules).map(([pointer, template]): CompiledRule => ({ pointer: tokens(pointer), template: pieces(template) }))
  return compiled.length === 0 ? null : compiled
}

/** The reference tokens of a pointer (RFC 6901, section 4). */
function tokens(pointer: string): string[] {
  return pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function pieces(template: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of template.matchAll(PLACE)) {
    if (match.index > from) found.push(template.slice(from, match.index))
    found.push({ of: match[1] === undefined ? null : tokens(match[1]) })
    from = match.index + match[0].length
  }
  if (from < template.length) found.push(template.slice(from))
  return found
}

/**
 * The resources that a call's arguments name, distinct and in the order of the rules; null when they name none. An argument that
 * is missing, or null, names nothing. One that is there and cannot be read as names (an object, a boolean, control characters, too
 * long, too many) makes the whole answer null: part of what a call touches must not pass for all of it.
 */
export function deriveWith(rules: CompiledRules, parameters: unknown): string[] | null {
  const found = new Set<string>()
  for (const rule of rules) {
    const values = valuesAt(parameters, rule.pointer)
    if (values === null) return null
    for (const value of values) {
      const resource = filled(rule.template, value, parameters)
      if (resource === null) return null
      if (resource !== undefined) found.add(resource)
    }
    if (found.size > MOST_RESOURCES) return null
  }
  return found.size === 0 ? null : [...found]
}

/** `deriveWith` for one call. */
export function deriveResources(rules: ResourceRules, parameters: unknown): string[] | null {
  const compiled = compileRules(rules)
  return compiled === null ? null : deriveWith(compiled, parameters)
}

/** The texts at a pointer: none when nothing is there, null when it is nothing that can name a resource. */
function valuesAt(parameters: unknown, pointer: readonly string[]): string[] | null {
  const value = at(parameters, pointer)
  if (value === undefined || value === null) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length > MOST_RESOURCES) return null
  const texts: string[] = []
  for (const item of list) {
    const text = textOf(item)
    if (text === null) return null
    texts.push(text)
  }
  return texts
}

function at(value: unknown, pointer: readonly string[]): unknown {
  let here = value
  for (const token of pointer) {
    if (typeof here !== 'object' || here === null || (Array.isArray(here) && !/^(?:0|[1-9]\d*)$/.test(token)) || !Object.hasOwn(here, token)) return undefined
    here = (here as Record<string, unknown>)[token]
  }
  return here
}

const UNFIT = /[\u0000-\u001f\u007f-\u009f]/

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value !== 'string' || value.length > LONGEST_RESOURCE || UNFIT.test(value) || !value.isWellFormed()) return null
  return value
}

/** A resource by its template; undefined when another argument that it names is missing, null when the result is no resource. */
function filled(template: readonly Piece[], value: string, parameters: unknown): string | null | undefined {
  let text = ''
  for (const piece of template) {
    if (typeof piece === 'string') text += piece
    else if (piece.of === null) text += value
    else {
      const others = valuesAt(parameters, piece.of)
      if (others === null || others.length > 1) return null
      if (others[0] === undefined) return undefined
      text += others[0]
    }
  }
  return text === '' || text.length > LONGEST_RESOURCE ? null : text
}
