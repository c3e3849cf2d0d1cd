import type { Store } from './offboarding-store'
import { all, type EndOf, leftOver, one } from './offboarding-witness'

/**
 * A second reading of the life of a case, from the rule book's sentences and the trail's words alone: it shares neither the table of
 * stages nor the table of rights with the rooms that it checks.
 */
type Row = Record<string, unknown>

const NEXT: Record<string, readonly string[]> = { open: ['frozen', 'cancelled'], frozen: ['revoked', 'cancelled'], revoked: ['rotated'], rotated: ['watch'], watch: ['closed'], closed: ['watch'], cancelled: [] }
/** What the trail calls the coming of a stage. */
const TOLD: Record<string, string> = {
  'offboarding.opened': 'open', 'offboarding.frozen': 'frozen', 'offboarding.revoked': 'revoked', 'offboarding.rotated': 'rotated', 'offboarding.watching': 'watch', 'offboarding.closed': 'closed', 'offboarding.reopened': 'watch', 'offboarding.cancelled': 'cancelled',
}
const DONE = ['proven', 'attested', 'exempt']

export const casesOf = (store: Store): Row[] => all(store, 'offboarding_case').toSorted((a, b) => String(a['id']).localeCompare(String(b['id'])))
export const linesOf = (store: Store, caseId: unknown): Row[] => all(store, 'offboarding_line').filter((row) => row['case_id'] === caseId).toSorted((a, b) => Number(a['position']) - Number(b['position']))
export const subjectOfCase = (row: Row): EndOf => ({ kind: row['subject_kind'] as EndOf['kind'], id: String(row['subject_id']) })
const trailOf = (store: Store, caseId: unknown): Row[] => all(store, 'trail_entry').filter((row) => row['object_kind'] === 'offboarding' && row['object_id'] === caseId).toSorted((a, b) => Number(a['seq']) - Number(b['seq']))

/** Replays what the trail tells: no stage is skipped, and the last one told is the one that the store has. */
function replayFaults(store: Store, row: Row): string[] {
  const stages = trailOf(store, row['id']).flatMap((entry) => TOLD[String(entry['action'])] ?? [])
  const wrong = stages.flatMap((stage, i) => (i === 0 ? (stage === 'open' ? [] : [`begins with ${stage}`]) : NEXT[stages[i - 1] ?? '']?.includes(stage) === true ? [] : [`goes from ${String(stages[i - 1])} to ${stage}`]))
  return stages.at(-1) === row['stage'] ? wrong : [...wrong, `is ${String(row['stage'])}, the trail says ${stages.join(' > ')}`]
}

const rolesOf = (store: Store, id: unknown): readonly string[] => (one(store, 'person', String(id))?.['roles'] as string[] | undefined) ?? []
const mayRun = (store: Store, id: unknown): boolean => rolesOf(store, id).some((role) => role === 'security_reviewer' || role === 'incident_responder')

/** In person: the owner and the backup owner of a server, the sponsor of an agent. */
export function ownersOf(store: Store, subject: EndOf): unknown[] {
  const row = one(store, subject.kind, subject.id)
  if (subject.kind === 'server') return [row?.['owner_id'], row?.['backup_owner_id']].filter((id) => id !== null)
  return subject.kind === 'agent' ? [row?.['sponsor_id']] : []
}

/** Who may do what the trail says that they did. `before`: as everybody was until then. */
function rightsFaults(before: Store, row: Row, entry: Row): string[] {
  const [by, action, subject] = [entry['actor_id'], String(entry['action']), subjectOfCase(row)]
  if (by === 'system') return []
  const theirs = ownersOf(before, subject).includes(by)
  const reviewer = rolesOf(before, by).includes('security_reviewer')
  const admin = subject.kind === 'person' && rolesOf(before, by).includes('admin')
  const may: Record<string, boolean> = {
    'offboarding.opened': mayRun(before, by) || theirs, 'offboarding.frozen': mayRun(before, by) || theirs, 'offboarding.revoked': mayRun(before, by) || theirs || row['owner_id'] === by, 'offboarding.cancelled': reviewer || admin,
    'offboarding.line_exempt': reviewer, 'offboarding.closed': row['closed_as'] === 'silent' || (reviewer && !theirs),
  }
  const fault = may[action] === false ? [`${action} by ${String(by)}, who may not`] : []
  return by === subject.id ? [...fault, `${action} by the subject itself`] : fault
}

function closedFaults(store: Store, row: Row): string[] {
  const found: string[] = []
  if (row['closed_as'] === 'silent') {
    if (row['verdict'] !== 'silent') found.push(`closed as silent, with the verdict ${String(row['verdict'])}`)
    found.push(...linesOf(store, row['id']).filter((line) => !DONE.includes(String(line['state']))).map((line) => `closed with ${String(line['key'])} ${String(line['state'])}`))
    if (row['emergency'] === true && row['explanation'] === null) found.push('an emergency was closed without its explanation')
  } else if (!rolesOf(store, row['closed_by']).includes('security_reviewer') || row['close_reason'] === null) found.push('closed without proof, and without a reviewer’s signature')
  return found
}

function standingFaults(store: Store, row: Row): string[] {
  const subject = subjectOfCase(row)
  const stage = String(row['stage'])
  const frozen = all(store, 'identity_freeze').filter((one) => one['case_id'] === row['id'] && one['lifted_at'] === null).length
  const found = (stage === 'open' || stage === 'cancelled') === (frozen === 0) || stage === 'closed' ? [] : [`is ${stage} with ${frozen} freezes in force`]
  if (subject.kind !== 'server') return found
  const lifecycle = one(store, 'server', subject.id)?.['lifecycle']
  const retiredEarlier = Number(row['reopened']) > 0
  const right = ['frozen', 'revoked', 'rotated', 'watch'].includes(stage) ? lifecycle === 'offboarding' || (retiredEarlier && lifecycle === 'retired') : stage === 'closed' ? lifecycle === 'retired' : true
  return right ? found : [...found, `is ${stage}, its server ${String(lifecycle)}`]
}

/** What is wrong with the cases after a step, given the store before it; empty = nothing. */
export function caseFaults(before: Store, after: Store, now: Date): string[] {
  return casesOf(after).flatMap((row) => {
    const was = one(before, 'offboarding_case', String(row['id']))
    const known = new Set(trailOf(before, row['id']).map((entry) => entry['id']))
    const fresh = trailOf(after, row['id']).filter((entry) => !known.has(entry['id']))
    const kept = new Set(linesOf(after, row['id']).map((line) => line['id']))
    const found = [
      ...replayFaults(after, row), ...standingFaults(after, row), ...fresh.flatMap((entry) => rightsFaults(before, row, entry)), ...linesOf(before, row['id']).filter((line) => !kept.has(line['id'])).map((line) => `lost the line ${String(line['key'])}`),
      ...(row['stage'] === 'closed' && was?.['stage'] !== 'closed' ? closedFaults(after, row) : []),
      ...(['revoked', 'rotated', 'watch'].includes(String(row['stage'])) && Number(row['reopened']) === 0 ? leftOver(after, subjectOfCase(row), now) : []),
      ...(was !== undefined && was['stage'] !== row['stage'] && fresh.length === 0 ? [`went from ${String(was['stage'])} to ${String(row['stage'])} without a word in the trail`] : []),
    ]
    return found.map((fault) => `${String(row['id'])} of ${String(row['subject_kind'])} ${String(row['subject_id'])}: ${fault}`)
  })
}

/** Two cases under way of one subject, and servers that retired without a case that is closed. */
export function storeFaults(store: Store): string[] {
  const underWay = casesOf(store).filter((row) => !['closed', 'cancelled'].includes(String(row['stage'])))
  const twice = underWay.filter((row, i) => underWay.findIndex((other) => other['subject_kind'] === row['subject_kind'] && other['subject_id'] === row['subject_id']) !== i)
  const retired = all(store, 'server').filter((row) => row['lifecycle'] === 'retired' && !casesOf(store).some((one) => one['subject_id'] === row['id'] && (one['stage'] === 'closed' || Number(one['reopened']) > 0)))
  return [...twice.map((row) => `${String(row['subject_id'])} is offboarded twice at once`), ...retired.map((row) => `${String(row['id'])} retired without a case that is closed`)]
}
