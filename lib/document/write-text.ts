import { stringify } from 'yaml'
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
  return HEAD + stringify(document, { version: '1.2', schema: 'core', lineWidth: 0, aliasDuplicateObjects: false })
}

/** By server, target, caller, access, times, id. */
export function inOrder(entries: readonly WrittenEntry[]): WrittenEntry[] {
  const key = ({ server, target, caller, access, validFrom, validUntil, id }: WrittenEntry): string => JSON.stringify([server, target.kind, target.name, caller.agent, caller.client, caller.human, access, validFrom, validUntil ?? '', id])
  return entries.map((entry) => ({ entry, key: key(entry) })).toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry)
}
