import { canonicalJson } from '@/lib/canonical-json'
import { isObject, pointer } from './schema-walk'
import { characterName, hiddenCharacters } from './text-hazards'
import { definitionOf, type ToolDefinition } from './tool-definition'
import { diffWords, type Segment } from './word-diff'

/** One place of a definition that differs. `null` = it is not there on that side. */
export type DiffLine = { /** JSON pointer. */ path: string; label: string; what: 'added' | 'removed' | 'changed'; before: Segment[] | null; after: Segment[] | null }

/** A text, cut where a character stands that one does not see; `mark` names it, such as `U+200B zero width space`. */
export type TextPart = { text: string } | { mark: string }

/** Places listed; a definition that differs in more is better read whole. */
const LISTED = 300
const DEEPEST = 40

/** The text with every character that one does not see named in its place. Nothing of the text is lost. */
export function showInvisible(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const { at, text: hidden, codePoint } of hiddenCharacters(text)) {
    if (at > from) parts.push({ text: text.slice(from, at) })
    parts.push({ mark: characterName(codePoint) })
    from = at + hidden.length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

/**
 * Where two definitions differ, place by place in the order of the newer one, texts word by word; all of `after` when there is no
 * `before`. `cut` = more places differ than are listed. Never throws.
 */
export function diffDefinitions(before: ToolDefinition | null, after: ToolDefinition): { lines: DiffLine[]; cut: boolean } {
  const old = before === null ? new Map<string, string>() : leavesOf(definitionOf(before))
  const now = leavesOf(definitionOf(after))
  const paths = [...now.keys(), ...[...old.keys()].filter((path) => !now.has(path))].filter((path) => old.get(path) !== now.get(path))
  return { lines: paths.slice(0, LISTED).map((path) => lineOf(path, old.get(path), now.get(path))), cut: paths.length > LISTED }
}

function lineOf(path: string, before: string | undefined, after: string | undefined): DiffLine {
  const label = labelOf(path)
  if (before === undefined) return { path, label, what: 'added', before: null, after: [{ text: after ?? '', is: 'added' }] }
  if (after === undefined) return { path, label, what: 'removed', before: [{ text: before, is: 'removed' }], after: null }
  return { path, label, what: 'changed', ...diffWords(before, after) }
}

/** Values without parts, by place. Lists of plain values are one value, because their order and number are read together. */
function leavesOf(definition: Record<string, unknown>): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (value: unknown, path: string, depth: number): void => {
    const plain = Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null)
    const parts = plain || depth >= DEEPEST ? [] : Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : []
    if (parts.length === 0) found.set(path, said(value, plain))
    for (const [name, part] of parts) walk(part, pointer(path, name), depth + 1)
  }
  for (const [name, value] of Object.entries(definition)) if (name !== 'name') walk(value, pointer('', name), 0)
  return found
}

function said(value: unknown, plain: boolean): string {
  if (typeof value === 'string') return value
  if (plain && Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')
  try {
    return canonicalJson(value)
  } catch {
    return 'something too deep to show'
  }
}

const MEMBERS: Readonly<Record<string, string>> = { title: 'Title', description: 'Description', inputSchema: 'Input', outputSchema: 'Output', annotations: 'Claim' }

/** `/inputSchema/properties/repo/description` → `Input repo, description`. */
function labelOf(path: string): string {
  const [first = '', ...rest] = path.slice(1).split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  const names: string[] = []
  const facets: string[] = []
  for (let i = 0; i < rest.length; i += 1) {
    const name = rest[i] ?? ''
    if (name === 'properties' && i + 1 < rest.length) {
      names.push(rest[i + 1] ?? '')
      i += 1
    } else facets.push(name)
  }
  return [[MEMBERS[first] ?? first, names.join('.')].filter((part) => part !== '').join(' '), ...facets].join(', ')
}
