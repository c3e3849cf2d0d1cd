import { Composer, type CST, type Document, isAlias, isMap, isScalar, LineCounter, Parser, visit } from 'yaml'
import type { z } from 'zod'
import { AppError, type FieldError } from '@/lib/errors'
import { repeatedKey } from './json-keys'
import { DOCUMENT_LIMIT, type DocumentFormat, documentSchema, type GrantsDocument } from './model'

const DEPTH = 20

/**
 * Reads a document. JSON as RFC 8259 has it, or YAML 1.2 by its core schema without anchors, aliases, tags and directives, so that what
 * is written is all there is; in both a key given twice is refused. Throws `too_large`, `bad_request` for what is neither, and
 * `invalid_input` or `unknown_field` with the place of everything that is wrong.
 */
export function readDocument(text: string, format: DocumentFormat): GrantsDocument {
  if (text.length > DOCUMENT_LIMIT) throw new AppError('too_large', 'The document is over 2 MiB. Nothing was changed; speak for fewer servers at a time.')
  const parsed = documentSchema.safeParse(format === 'json' ? readJson(text) : readYaml(text))
  if (!parsed.success) throw refusalOf(parsed.error)
  return parsed.data
}

/** A text that is JSON is read as JSON, any other as YAML. */
export function formatOf(text: string): DocumentFormat {
  if (!/^\s*\{/.test(text)) return 'yaml'
  try {
    JSON.parse(text)
    return 'json'
  } catch {
    return 'yaml'
  }
}

function refuse(why: string): AppError {
  return new AppError('bad_request', `${why} Nothing was changed.`)
}

function readJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw refuse(`The document is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`)
  }
  const twice = repeatedKey(text)
  if (twice !== null) throw refuse(`The document gives the key “${twice.slice(0, 80)}” twice in one place, so one of them would be lost.`)
  return value
}

/** What goes deeper than any document needs is refused before it is composed: what calls itself for every level can run out of room. */
function isTooDeep(tokens: readonly CST.Token[]): boolean {
  const open = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    if (depth > DEPTH) return true
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth })
    if (!('items' in token)) continue
    for (const { key, value } of token.items) for (const inner of [key, value]) if (inner !== null && inner !== undefined) open.push({ token: inner, depth: depth + 1 })
  }
  return false
}

function readYaml(text: string): unknown {
  const lines = new LineCounter()
  const tokens: CST.Token[] = []
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    if (token.type === 'directive') throw refuse('The document begins with a directive; write it without.')
    tokens.push(token)
  }
  if (isTooDeep(tokens)) throw refuse('The document is nested deeper than any grant needs.')
  const at = (position: number | undefined): string => (position === undefined ? '' : ` (line ${lines.linePos(position).line})`)
  // Keys given twice are looked for below: the library compares each key with every other one.
  const [document, second] = [...new Composer({ version: '1.2', schema: 'core', strict: true, uniqueKeys: false, stringKeys: true, merge: false, resolveKnownTags: false }).compose(tokens)]
  if (document === undefined) return null
  if (second !== undefined) throw refuse('There are several documents in one text; send one.')
  const [fault] = [...document.errors, ...document.warnings]
  if (fault !== undefined) throw refuse(`The document is not YAML 1.2 that can be read: ${fault.message.replace(/[.:]$/, '')}${at(fault.pos[0])}.`)
  refuseTricks(document, at)
  return document.toJS({ maxAliasCount: 0 })
}

/** What is written is all there is, and everybody reads the same. */
function refuseTricks(document: Document.Parsed, at: (position: number | undefined) => string): void {
  visit(document, {
    Node: (_, node) => {
      const where = at(node.range?.[0])
      if (isAlias(node)) throw refuse(`The document has an alias${where}. Write out what is meant.`)
      if (node.anchor !== undefined) throw refuse(`The document has an anchor${where}. Write out what is meant.`)
      if (node.tag !== undefined) throw refuse(`The document has a tag${where}; values are what they look like.`)
      if (!isMap(node)) return
      const keys = new Set<string>()
      for (const { key } of node.items) {
        const name = isScalar(key) ? String(key.value) : ''
        if (keys.has(name)) throw refuse(`The document gives the key “${name.slice(0, 80)}” twice in one place${where}, so one of them would be lost.`)
        keys.add(name)
      }
    },
  })
}

function refusalOf(error: z.ZodError): AppError {
  const errors = error.issues.flatMap((issue): FieldError[] => (issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key].map(String).join('.'), message: 'is not a known field' }))
    : [{ path: issue.path.map(String).join('.'), message: issue.message }]))
  const [first] = errors
  const more = errors.length > 1 ? ` and ${errors.length - 1} more` : ''
  const code = error.issues.every((issue) => issue.code === 'unrecognized_keys') ? 'unknown_field' : 'invalid_input'
  return new AppError(code, `The document was refused (${first === undefined || first.path === '' ? 'document' : first.path}: ${first?.message ?? 'is not right'}${more}). Nothing was changed.`, { errors: errors.slice(0, 200) })
}
