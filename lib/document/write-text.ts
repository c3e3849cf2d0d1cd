import type { DocumentFormat } from './model'

/** An entry as it is written. What is left out is the usual: no scope, no end, directly. */
export type WrittenEntry = {
  id: string; server: string; caller: { agent: string; client: string; human: string }; target: { kind: string; name: string }
  access: string; scope?: string[]; purpose: string; validFrom: string; validUntil?: string; mode?: 'task'; reauthorise: boolean
}
export type WrittenDocument = { version: 1; servers: string[]; grants: WrittenEntry[] }

const HEAD = '# The grants that stand on these servers. What is missing here is to end, what is less is narrowed, what is more is asked for.\n'

/** The document as text, the same for the same grants. */
export function writeDocument(document: WrittenDocument, format: DocumentFormat): string {
  if (format === 'json') return `${JSON.stringify(document, null, 2)}\n`
  const servers = document.servers.length === 0 ? ' []' : document.servers.map((slug) => `\n  - ${scalar(slug)}`).join('')
  const grants = document.grants.length === 0 ? ' []' : document.grants.map((entry) => `\n${block(entry)}`).join('')
  return `${HEAD}version: ${document.version}\nservers:${servers}\ngrants:${grants}\n`
}

/** One entry as a block of YAML; by hand, since a document of thousands is written while others wait. */
function block(entry: WrittenEntry): string {
  const lines = Object.entries(entry).map(([key, value]) => {
    if (Array.isArray(value)) return `${key}:${value.map((item) => `\n      - ${scalar(String(item))}`).join('')}`
    if (typeof value === 'object') return `${key}:${Object.entries(value).map(([inner, text]) => `\n      ${inner}: ${scalar(String(text))}`).join('')}`
    return `${key}: ${typeof value === 'string' ? scalar(value) : String(value)}`
  })
  return lines.map((line, place) => `${place === 0 ? '  - ' : '    '}${line}`).join('\n')
}

/** Words that stand for themselves without quotes: what YAML could take for anything else is quoted as JSON would, which YAML reads alike. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./@-]*( [A-Za-z0-9_./@-]+)*$/
const KEPT = /^(true|false|null|yes|no|on|off|y|n)$/i

function scalar(text: string): string {
  return PLAIN.test(text) && !KEPT.test(text) ? text : JSON.stringify(text)
}

/** By server, target, caller, access, times, id. */
export function inOrder(entries: readonly WrittenEntry[]): WrittenEntry[] {
  const key = ({ server, target, caller, access, validFrom, validUntil, id }: WrittenEntry): string => JSON.stringify([server, target.kind, target.name, caller.agent, caller.client, caller.human, access, validFrom, validUntil ?? '', id])
  return entries.map((entry) => ({ entry, key: key(entry) })).toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry)
}
