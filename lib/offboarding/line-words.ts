import { dayInWords } from '@/lib/grants/day-in-words'
import type { KnownLine, ProofFacts } from './line-proof'

/** An instant to the second, as a proof says it: "10 Nov 2026, 10:30:02 UTC". */
export function inUtc(at: string): string {
  return `${dayInWords(at)}, ${new Date(at).toISOString().slice(11, 19)} UTC`
}

/** When things ended: all at once, or the last of them. Null = nobody knows when. */
function endOf(ids: readonly string[], ended: ProofFacts['ended']): string | null {
  const times = ids.flatMap((id) => ended.get(id) ?? []).toSorted()
  const last = times.at(-1)
  if (last === undefined) return null
  return times.length > 1 && times[0] === last ? `${inUtc(last)}, in one transaction` : times.length > 1 ? `${inUtc(last)} at the latest` : inUtc(last)
}

/** What shows that nothing is left of a line, in words with times. */
export function proofText(line: KnownLine, facts: ProofFacts): string {
  // Lines of one sort keep their ids; those about one thing say which it is.
  const kept = line.detail['ids']
  const ids = Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : []
  const end = endOf(ids, facts.ended)
  const since = facts.revokedAt === null ? '' : ` since ${inUtc(facts.revokedAt)}`
  switch (line.kind) {
    case 'grant_given': case 'grant_held': return `${end === null ? 'ended' : `ended ${end}`}; 0 later calls under them`
    case 'grant_scheduled': return end === null ? 'none is to begin any more' : `ended ${end}, before they began or since`
    case 'task_credential': return `${end === null ? 'ended' : `ended ${end}`}; no credential was issued under them`
    case 'team_grant': return end === null ? `in no team that a standing grant names${since}` : `in no team that a standing grant names${since}; those that ended did so ${end}`
    case 'any_grant': return facts.standing === 'ended' ? `not active${since}: they do not admit it` : 'no such grant stands'
    case 'request': return end === null ? 'none is pending or a draft' : `closed ${end}`
    case 'approval_duty': return 'none waits for this person: each server has another owner, or the request is closed'
    case 'api_token': case 'ingest_token': return `refused since ${end ?? inUtc(facts.now)}; ${lastUse(ids, facts)}`
    case 'session': return `ended ${end ?? inUtc(facts.now)}`
    case 'sign_in_link': return end === null ? 'none can be used any more' : `none can be used since ${end}`
    case 'owned_server': case 'sponsored_agent': case 'case_owned': case 'backed_server': return hasNow(line, facts)
    case 'managed_person': return managedNow(ids, facts)
    case 'team': return `left ${end ?? inUtc(facts.now)}`
    case 'review_duty': return `no open task is theirs${end === null ? '' : `; the last was passed on or answered ${end}`}`
    case 'stand_in': return `over ${end ?? inUtc(facts.now)}`
    case 'delegated_child': return `no call since ${inUtc(facts.revokedAt ?? facts.now)} names it as acting for the subject`
    case 'policy': return line.detail['what'] === 'grant_document' ? `a later document stands in its place, looked at ${inUtc(facts.now)}` : `not named any more, looked at ${inUtc(facts.now)}`
    case 'source': return `its constants do not name it any more, looked at ${inUtc(facts.now)}`
    case 'workload_identity': return facts.subjectKind === 'server' ? `revoked${since}: every decision about it denies` : `not active${since}: every decision about it denies`
    case 'webhook': case 'secret': case 'downstream': case 'client_copy': case 'silence': return `not there any more, looked at ${inUtc(facts.now)}`
  }
}

function lastUse(ids: readonly string[], facts: ProofFacts): string {
  const last = ids.flatMap((id) => facts.used.get(id) ?? []).toSorted().at(-1)
  return last === undefined ? 'never used' : `last use ${inUtc(last)}`
}

const PARTS: Partial<Record<KnownLine['kind'], string>> = { owned_server: 'owner', sponsored_agent: 'sponsor', case_owned: 'answers for it:', backed_server: 'backup owner' }

function hasNow(line: KnownLine, facts: ProofFacts): string {
  const now = facts.has.get(line.objectId ?? '')
  const part = PARTS[line.kind] ?? 'with'
  if (now === undefined || now === null) return line.kind === 'backed_server' ? 'no backup owner any more; its owner stands alone' : `nobody has it any more, looked at ${inUtc(facts.now)}`
  // Before the revocation nothing goes over by itself, and a case that has ended keeps the name of who answered for it.
  if (line.kind === 'case_owned' && facts.revokedAt === null) return `it is over, or was given to somebody else before; looked at ${inUtc(facts.now)}`
  return `${part} ${part.endsWith(':') ? '' : 'is '}${now.name}${facts.revokedAt === null ? '' : ` since ${inUtc(facts.revokedAt)}`}`
}

function managedNow(ids: readonly string[], facts: ProofFacts): string {
  const managers = [...new Set(ids.map((id) => facts.has.get(id)?.name ?? 'nobody'))]
  return `their manager is ${managers.slice(0, 3).join(', ')}${managers.length > 3 ? ' and others' : ''}`
}
