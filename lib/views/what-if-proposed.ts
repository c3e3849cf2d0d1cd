import type { FieldError } from '@/lib/errors'
import { type ProposedGrant, proposedGrantSchema } from '@/lib/drift/what-if-model'

type Query = Readonly<Record<string, string | undefined>>

/** The members of an address that say which grant to add, in the order in which the form asks for them. */
export const PROPOSED_FIELDS = ['server', 'target', 'kind', 'agent', 'client', 'human', 'access', 'scope'] as const
export type ProposedField = (typeof PROPOSED_FIELDS)[number]

/** What an address proposes to add: nothing yet (`null`), a grant, or what keeps it from being one, by field. */
export type Proposed = { grant: ProposedGrant } | { errors: FieldError[] } | null

/** The grant that the address spells out, with callers that are left open meaning any. Scope is split at commas and white space. */
export function proposedFrom(query: Query): Proposed {
  const { server, target } = query
  if (query['add'] === undefined || (server === undefined && target === undefined)) return null
  const open = (text: string | undefined): string => (text === undefined || text.trim() === '' ? 'any' : text.trim())
  const parsed = proposedGrantSchema.safeParse({
    server: (server ?? '').trim(), caller: { agent: open(query['agent']), client: open(query['client']), human: open(query['human']) },
    target: { kind: query['kind'] ?? 'tool', name: (target ?? '').trim() }, access: query['access'] ?? 'read', scope: (query['scope'] ?? '').split(/[\s,]+/u).filter((one) => one !== ''),
  })
  return parsed.success ? { grant: parsed.data } : { errors: parsed.error.issues.map((issue) => ({ path: fieldOf(issue.path.join('.')), message: SAID[fieldOf(issue.path.join('.'))] ?? issue.message })) }
}

const SAID: Readonly<Record<string, string>> = { server: 'Name the server.', target: 'Name what may be called, or * for everything.' }

/** The form's field for a place in a proposed grant: `changes.0.add.caller.agent` is `agent`. */
export function fieldOf(path: string): string {
  const last = path.split('.').filter((part) => !/^\d+$/.test(part)).at(-1) ?? ''
  if (last === 'name') return 'target'
  return PROPOSED_FIELDS.find((field) => field === last) ?? 'server'
}
