import type { z } from 'zod'
import type { FieldError } from '@/lib/errors'
import type { Access } from '@/lib/registry/model'
import { type ImportAnswer, type ImportResult, type ImportRow, importRowSchema } from './import-model'
import type { TargetKind } from './model'
import { type CallerNames, humanColumns, resolveCaller } from './resolve-caller'

/** What of a grant an import states, with names resolved to ids. */
export type GrantContent = {
  serverId: string; agentId: string | null; clientId: string | null
  humanRule: 'person' | 'team' | 'any' | 'none'; personId: string | null; teamId: string | null
  targetKind: TargetKind; target: string; access: Access; scope: string[]; purpose: string
  validFrom: Date; validUntil: Date | null; mode: 'direct' | 'task'; reauthorise: boolean
}

/** The names that the rows use, as they resolve today, and the grants that already have one of their external ids. */
export type ImportWorld = CallerNames & {
  servers: ReadonlyMap<string, { id: string; lifecycle: string; sensitivity: string }>
  existing: ReadonlyMap<string, GrantContent & { id: string }>
  /** Why these may not act, by id: frozen, being offboarded, over. Nothing that still stands is taken over for them. */
  mayNot?: ReadonlyMap<string, string>
  now?: Date
}

export type PlannedRow = { index: number; externalId: string; id: string; content: GrantContent }

type Parsed = { index: number; row: ImportRow } | { index: number; refusal: ImportResult }

/** Parses every row by itself. */
export function parseRows(rows: readonly unknown[]): Parsed[] {
  return rows.map((value, index): Parsed => {
    const result = importRowSchema.safeParse(value)
    return result.success ? { index, row: result.data } : { index, refusal: refusalOf(index, value, result.error) }
  })
}

function refusalOf(index: number, value: unknown, error: z.ZodError): ImportResult {
  const given = typeof value === 'object' && value !== null && 'externalId' in value ? value.externalId : null
  const unknownField = error.issues.some((issue) => issue.code === 'unrecognized_keys')
  return {
    index, externalId: typeof given === 'string' ? given : null, status: 'refused', code: unknownField ? 'unknown_field' : 'invalid_input',
    errors: error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].map(String).join('.'), message: 'is not a known field' }))
      : [{ path: issue.path.map(String).join('.'), message: issue.message }])),
  }
}

/** The parsed rows alone, for looking up the names they use. */
export function rowsOf(parsed: readonly Parsed[]): ImportRow[] {
  return parsed.flatMap((one) => ('row' in one ? [one.row] : []))
}

/**
 * What the import would do, row by row: create, leave as it is (same external id, same content) or refuse. Rows of one import
 * that share an external id are compared with the first of them.
 */
export function planImport(parsed: readonly Parsed[], world: ImportWorld, newId: () => string): { answer: ImportAnswer; created: PlannedRow[] } {
  const known = new Map<string, GrantContent & { id: string }>(world.existing)
  const created: PlannedRow[] = []
  const results = parsed.map((one): ImportResult => {
    if ('refusal' in one) return one.refusal
    const { index, row: { externalId } } = one
    const resolved = resolveRow(one.row, world)
    if ('errors' in resolved) return { index, externalId, status: 'refused', code: 'invalid_input', errors: resolved.errors }
    const before = known.get(externalId)
    if (before === undefined) {
      const id = newId()
      known.set(externalId, { ...resolved.content, id })
      created.push({ index, externalId, id, content: resolved.content })
      return { index, externalId, status: 'created', id }
    }
    // A default may have moved since (the server became restricted); only what is stated can contradict.
    const stated = one.row.reauthorise === undefined ? { ...resolved.content, reauthorise: before.reauthorise } : resolved.content
    const errors = differences(before, stated)
    return errors.length === 0 ? { index, externalId, status: 'unchanged', id: before.id } : { index, externalId, status: 'refused', id: before.id, code: 'conflict', errors }
  })
  const count = (status: ImportResult['status']): number => results.filter((result) => result.status === status).length
  return { answer: { results, created: count('created'), unchanged: count('unchanged'), refused: count('refused') }, created }
}

/** Servers whose records are closed take no more grants; a proposed one may, since its grants may be older than this console. */
const CLOSED: ReadonlySet<string> = new Set(['rejected', 'retired'])

/** Ended already: it is taken over for the record alone. */
function isOver(row: ImportRow, { now }: ImportWorld): boolean {
  return now !== undefined && row.validUntil !== undefined && row.validUntil !== null && row.validUntil <= now
}

function standingFaults({ mayNot }: ImportWorld, named: readonly (readonly [string, string | null])[]): FieldError[] {
  return named.flatMap(([path, id]) => {
    const why = id === null ? undefined : mayNot?.get(id)
    return why === undefined ? [] : [{ path, message: why }]
  })
}

function resolveRow(row: ImportRow, world: ImportWorld): { content: GrantContent } | { errors: FieldError[] } {
  const errors: FieldError[] = []
  const server = world.servers.get(row.server)
  if (server === undefined) errors.push({ path: 'server', message: 'no server is known by this name' })
  else if (CLOSED.has(server.lifecycle)) errors.push({ path: 'server', message: `the server is ${server.lifecycle}` })
  const { agentId, clientId, human } = resolveCaller(row.caller, world, errors)
  if (server !== undefined && errors.length === 0 && !isOver(row, world)) errors.push(...standingFaults(world, [['server', server.id], ['caller.agent', agentId], ['caller.client', clientId], ['caller.human', human.rule === 'person' ? human.personId : null]]))
  if (server === undefined || errors.length > 0) return { errors }
  return {
    content: {
      serverId: server.id, agentId, clientId, ...humanColumns(human), targetKind: row.target.kind, target: row.target.name, access: row.access, scope: row.scope,
      purpose: row.purpose, validFrom: row.validFrom, validUntil: row.validUntil ?? null, mode: row.mode,
      reauthorise: row.reauthorise ?? (row.access === 'admin' || server.sensitivity === 'restricted'),
    },
  }
}

const COMPARED: Record<keyof GrantContent, string> = {
  serverId: 'server', agentId: 'caller.agent', clientId: 'caller.client', humanRule: 'caller.human', personId: 'caller.human', teamId: 'caller.human',
  targetKind: 'target.kind', target: 'target.name', access: 'access', scope: 'scope', purpose: 'purpose', validFrom: 'validFrom', validUntil: 'validUntil',
  mode: 'mode', reauthorise: 'reauthorise',
}

function comparable(content: GrantContent, key: keyof GrantContent): unknown {
  const value = content[key]
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? JSON.stringify([...new Set(value)].sort()) : value
}

/** Where two contents differ, by the names that the import uses. The order of the scope means nothing. */
function differences(before: GrantContent, now: GrantContent): FieldError[] {
  const keys = Object.keys(COMPARED) as (keyof GrantContent)[]
  const paths = keys.filter((key) => comparable(before, key) !== comparable(now, key)).map((key) => COMPARED[key])
  return [...new Set(paths)].map((path) => ({ path, message: 'differs from the grant already imported under this externalId' }))
}
