import { checkName } from './json'
import { refusal } from './model'
import { parseFilter, type ScimFilter } from './filter'
import { readAttribute } from './attribute-path'

/** What an operation of a PATCH is about (RFC 7644, 3.5.2, figure 7): an attribute, some values of it, a part of either; or a whole extension. */
export type PatchPath = { schema: string | null; attr: string | null; filter: ScimFilter | null; sub: string | null }

const MAX_LENGTH = 2000

/** Reads a path such as `emails[type eq "work"].value`. Throws `invalidPath`. */
export function parsePath(text: string): PatchPath {
  const bad = (): never => { throw refusal('invalidPath', `“${text.slice(0, 100)}” is no path of an attribute. Nothing was changed.`) }
  if (text.length > MAX_LENGTH) bad()
  const open = text.indexOf('[')
  if (open < 0) return checked({ ...(readAttribute(text.trim()) ?? bad()), filter: null })
  const close = closing(text, open)
  const tail = /^(?:\.([A-Za-z$][\w$-]*))?$/.exec(text.slice(close + 1).trim())
  const head = readAttribute(text.slice(0, open).trim())
  if (close < 0 || tail === null || head === null || head.attr === null || head.sub !== null) return bad()
  return checked({ ...head, filter: parseFilter(text.slice(open + 1, close)), sub: tail[1] ?? null })
}

function checked(path: PatchPath): PatchPath {
  for (const name of [path.attr, path.sub]) if (name !== null) checkName(name)
  return path
}

/** Where the bracket that `open` opens is closed, quotes regarded; -1 = nowhere. */
function closing(text: string, open: number): number {
  let quoted = false
  for (let at = open + 1; at < text.length; at += 1) {
    const char = text[at]
    if (quoted && char === '\\') at += 1
    else if (char === '"') quoted = !quoted
    else if (!quoted && char === ']') return at
  }
  return -1
}
