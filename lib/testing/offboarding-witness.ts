import { makeJudge } from '@/lib/grants/make-judge'
import type { Call, Declarations } from '@/lib/grants/model'
import { type Difference, differences, type Store } from './offboarding-store'

/**
 * A second reading of what the end of somebody or something must leave behind, straight from the store's rows and from the sentences of
 * the rule book. It shares nothing with the rooms that do it but the judge, which is asked besides.
 */
type Row = Record<string, unknown>
export type EndOf = { kind: 'server' | 'agent' | 'client' | 'person'; id: string }

export const all = (store: Store, table: string): Row[] => [...(store.get(table)?.values() ?? [])]
export const one = (store: Store, table: string, id: string): Row | undefined => store.get(table)?.get(id)
const time = (value: unknown): number => Date.parse(String(value))
const still = (value: unknown, now: Date): boolean => value === null || time(value) > now.getTime()
const UNDER_WAY = ['open', 'frozen', 'revoked', 'rotated', 'watch']

/** The column of a grant or a request in which it is named. */
export const NAMED_IN = { server: 'server_id', agent: 'agent_id', client: 'client_id', person: 'person_id' } as const

const clientOf = (request: Row): unknown => (request['content'] as Row | null)?.['clientId'] ?? null
function asksFor(request: Row, subject: EndOf): boolean {
  if (subject.kind === 'person' && request['requester_id'] === subject.id) return true
  return subject.kind === 'client' ? clientOf(request) === subject.id : request[NAMED_IN[subject.kind]] === subject.id
}

/** Everything that still reaches after `revoked`, in words; empty = nothing does. */
export function leftOver(store: Store, subject: EndOf, now: Date): string[] {
  const found: string[] = []
  const none = (what: string, rows: readonly Row[]): void => {
    found.push(...rows.map((row) => `${what} ${String(row['id'] ?? JSON.stringify(row))}`))
  }
  none('grant', all(store, 'grant').filter((row) => row[NAMED_IN[subject.kind]] === subject.id && still(row['revoked_at'], now) && still(row['valid_until'], now)))
  none('request', all(store, 'grant_request').filter((row) => ['pending', 'draft'].includes(String(row['state'])) && asksFor(row, subject)))
  if (!all(store, 'identity_freeze').some((row) => row['holder_kind'] === subject.kind && row['holder_id'] === subject.id && row['lifted_at'] === null)) found.push('no freeze is in force')
  const row = one(store, subject.kind, subject.id)
  if (subject.kind === 'server') {
    if (row?.['revoked_at'] === null || row?.['lifecycle'] !== 'offboarding') found.push(`the server is ${String(row?.['lifecycle'])}, revoked ${String(row?.['revoked_at'])}`)
  } else if (row?.['active'] !== false) found.push('it is active')
  return subject.kind === 'person' ? [...found, ...leftOfPerson(store, subject.id, now)] : found
}

function leftOfPerson(store: Store, id: string, now: Date): string[] {
  const open = (table: string, columns: readonly string[], rest: (row: Row) => boolean): string[] =>
    all(store, table).flatMap((row) => columns.filter((column) => row[column] === id && rest(row)).map((column) => `${table} ${String(row['id'])} by ${column}`))
  return [
    ...open('team_membership', ['person_id'], (row) => still(row['valid_to'], now)),
    ...open('session', ['person_id'], (row) => row['revoked_at'] === null && still(row['expires_at'], now)),
    ...open('api_token', ['owner_id', 'created_by'], (row) => row['revoked_at'] === null && still(row['expires_at'], now)),
    ...open('one_time_link', ['person_id'], (row) => row['used_at'] === null && still(row['expires_at'], now)),
    ...open('delegation', ['person_id', 'delegate_id'], (row) => still(row['ended_at'], now) && still(row['valid_to'], now)),
    ...open('server', ['owner_id', 'backup_owner_id'], () => true),
    ...open('agent', ['sponsor_id'], () => true),
    ...open('person', ['manager_id'], () => true),
    ...open('offboarding_case', ['owner_id'], (row) => UNDER_WAY.includes(String(row['stage'])) && row['subject_id'] !== id),
  ]
}

/** What was owned and has not exactly one owner who is there, and another than who left. */
export function ownerless(before: Store, after: Store, subject: EndOf): string[] {
  const gone = (id: unknown): boolean => id === subject.id || one(after, 'person', String(id))?.['active'] !== true
  const was = (table: string, column: string): Row[] => all(before, table).filter((row) => row[column] === subject.id)
  return [
    ...was('server', 'owner_id').flatMap((row) => (gone(one(after, 'server', String(row['id']))?.['owner_id']) ? [`server ${String(row['id'])} has no owner`] : [])),
    ...was('agent', 'sponsor_id').flatMap((row) => (gone(one(after, 'agent', String(row['id']))?.['sponsor_id']) ? [`agent ${String(row['id'])} has no sponsor`] : [])),
    ...all(after, 'server').flatMap((row) => (row['owner_id'] === row['backup_owner_id'] ? [`${String(row['id'])} is backed by its owner`] : [])),
    ...all(after, 'person').flatMap((row) => (row['manager_id'] === row['id'] ? [`${String(row['id'])} manages themself`] : [])),
  ]
}

/** Calls by or to the subject that some grant of the store could mean, now and later: all callers × all servers × what grants speak of. */
export function plausibleCalls(store: Store, subject: EndOf, now: Date): Call[] {
  const ids = (kind: EndOf['kind'], otherwise: (string | null)[]): (string | null)[] => (subject.kind === kind ? [subject.id] : otherwise)
  const of = (table: string): string[] => all(store, table).map((row) => String(row['id']))
  const people = all(store, 'person').map((row) => String(row['id'])).filter((id) => id.startsWith('per_p'))
  const grants = all(store, 'grant')
  const times = [0, 1, 4, 25, 120].map((day) => now.getTime() + day * 86_400_000)
  return ids('server', of('server')).flatMap((serverId) => ids('agent', of('agent')).flatMap((agentId) => ids('client', of('client')).flatMap((clientId) => ids('person', [...people, null]).flatMap((humanId) => {
    const speaking = grants.filter((grant) => grant['server_id'] === serverId)
    return [...new Set(speaking.map((grant) => String(grant['target']).replace('*', 'list_issues')))].flatMap((target) => times.map((at): Call => ({
      at, kind: 'tool_call', serverId, target, access: 'read', resources: ['repo:a/x'], agentId, agentName: agentId, clientId, clientName: clientId, humanId, humanName: humanId,
    })))
  }))))
}

/** Of these calls, those that the rules still let through. */
export function covered(declarations: Declarations, calls: readonly Call[]): string[] {
  const judge = makeJudge(declarations)
  return calls.flatMap((call) => {
    const { verdict, grantId } = judge(call)
    return verdict === 'granted' ? [`${grantId ?? ''} covers ${call.agentId ?? ''} ${call.clientId ?? ''} ${call.humanId ?? ''} → ${call.serverId ?? ''} ${call.target} on ${new Date(call.at).toISOString()}`] : []
  })
}

/** What any step of a case may write besides what it is about. */
export const ACCOUNTS = ['offboarding_line', 'offboarding_calls', 'trail_entry', 'trail_head', 'notification', 'told', 'declaration_epoch', 'reevaluation', 'security_event', 'lifecycle_duty'] as const

/** What revocation may have changed, by table: of which rows, and in which columns. Everything else is as it was. */
export function untouchedButFor(before: Store, after: Store, subject: EndOf): Difference[] {
  const { id, kind } = subject
  const allowed: Record<string, (row: Row, column: string) => boolean> = {
    grant: (row, column) => ['revoked_at', 'revoked_by', 'revoke_reason'].includes(column) && row[NAMED_IN[kind]] === id,
    grant_request: (row, column) => ['state', 'closed_at', 'closed_by', 'close_reason', 'updated_at', 'removed'].includes(column) && asksFor(row, subject),
    session: (row, column) => column === 'revoked_at' && row['person_id'] === id,
    api_token: (row, column) => column === 'revoked_at' && (row['owner_id'] === id || row['created_by'] === id),
    one_time_link: (row, column) => ['used_at', 'expires_at', 'removed'].includes(column) && row['person_id'] === id,
    // A stay that would have begun later is over before it begins.
    team_membership: (row, column) => ['valid_to', 'valid_from', 'removed'].includes(column) && row['person_id'] === id,
    delegation: (row, column) => column === 'ended_at' && (row['person_id'] === id || row['delegate_id'] === id),
    person: (row, column) => (row['id'] === id && ['active', 'left_at', 'manager_id', 'updated_at'].includes(column)) || (row['manager_id'] === id && ['manager_id', 'updated_at'].includes(column)),
    agent: (row, column) => (row['id'] === id && ['active', 'updated_at'].includes(column)) || (row['sponsor_id'] === id && ['sponsor_id', 'updated_at'].includes(column)),
    client: (row, column) => row['id'] === id && ['active', 'updated_at'].includes(column),
    server: (row, column) => (row['id'] === id && ['lifecycle', 'lifecycle_before', 'pilot_until', 'revoked_at', 'version', 'updated_at'].includes(column)) || ([row['owner_id'], row['backup_owner_id']].includes(id) && ['owner_id', 'backup_owner_id', 'version', 'updated_at'].includes(column)),
    state_change: (row, column) => column === 'added' && row['holder_id'] === id,
    identity_freeze: (row, column) => column === 'added' && row['holder_id'] === id,
    offboarding_case: (row, column) => row['subject_id'] === id || (row['owner_id'] === id && ['owner_id', 'version', 'updated_at'].includes(column)),
  }
  return differences(before, after, ACCOUNTS).filter((difference) => {
    const row = one(before, difference.table, difference.key) ?? one(after, difference.table, difference.key) ?? {}
    return allowed[difference.table]?.(row, difference.column) !== true
  })
}

/** For what is owned there is nobody by the book: no backup owner who is there, no manager of the owner, and nobody was named for the rest. */
export function nobodyFor(store: Store, subject: EndOf, successor: string | null): string[] {
  if (subject.kind !== 'person') return []
  const there = (id: unknown): boolean => id !== null && id !== subject.id && one(store, 'person', String(id))?.['active'] === true
  const above = one(store, 'person', subject.id)?.['manager_id'] ?? null
  const servers = all(store, 'server').filter((row) => row['owner_id'] === subject.id && ![row['backup_owner_id'], above, successor].some(there))
  const agents = all(store, 'agent').filter((row) => row['sponsor_id'] === subject.id && ![above, successor].some(there))
  return [...servers, ...agents].map((row) => String(row['id']))
}
