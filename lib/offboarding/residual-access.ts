import { paths } from '@/lib/paths'
import type { ResidualKind, ResidualLine } from './model'
import { type GrantRow, MOST_IDS, type ResidualFacts, type TokenRow } from './residual-facts'

/** "1 grant", "14 grants". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** What a line about several things of one sort keeps of them. */
export function idsOf(ids: readonly string[], more: Record<string, unknown> = {}): Record<string, unknown> {
  return { ids: ids.slice(0, MOST_IDS), count: ids.length, ...more }
}

type Words = Pick<ResidualLine, 'why' | 'action' | 'proofBy'> & { title: (count: number) => string }

const END_GRANT = 'None of them stands, and no call was counted under one after its end.'
const GRANT_WORDS: Record<'grant_given' | 'grant_held' | 'grant_scheduled' | 'team_grant' | 'any_grant' | 'task_credential', Words> = {
  grant_given: { title: (count) => `${counted(count, 'grant')} given on it`, why: 'Whoever holds one may call it.', action: 'revoke', proofBy: END_GRANT },
  grant_held: { title: (count) => `${counted(count, 'grant')} held by name`, why: 'It may call what they name.', action: 'revoke', proofBy: END_GRANT },
  grant_scheduled: { title: (count) => `${counted(count, 'scheduled grant')}`, why: 'They begin later by themselves.', action: 'revoke', proofBy: 'None of them stands or is still to begin.' },
  team_grant: { title: (count) => `${counted(count, 'grant')} through a team`, why: 'They admit whoever is in the team.', action: 'end', proofBy: 'In no team any more that a standing grant names, or not active.' },
  any_grant: { title: (count) => `${counted(count, 'grant')} for anybody registered`, why: 'They name nobody and admit whoever is registered and active; they stay for the others.', action: 'end', proofBy: 'Not active any more: they admit nobody who is not.' },
  task_credential: { title: (count) => `${counted(count, 'grant')} for task credentials`, why: 'Credentials for single tasks would be issued under them. This console has issued none yet, so that there is nothing else to take back.', action: 'revoke', proofBy: 'None of them stands, so that no credential can come of them.' },
}

function grantKind(grant: GrantRow): keyof typeof GRANT_WORDS {
  if (grant.tie === 'team') return 'team_grant'
  if (grant.scheduled) return 'grant_scheduled'
  if (grant.mode === 'task') return 'task_credential'
  return grant.tie === 'given' ? 'grant_given' : 'grant_held'
}

function grouped(kind: ResidualKind, ids: readonly string[], words: Words, path: string | null): ResidualLine[] {
  if (ids.length === 0) return []
  const { title, why, action, proofBy } = words
  return [{ key: kind, kind, objectId: null, title: title(ids.length), why, action, who: null, to: null, proofBy, detail: idsOf(ids, path === null ? {} : { path }) }]
}

/** Grants of every sort, a line each sort. What admits anybody reaches it only as long as it is active. */
export function grantLines({ subject, grants, anyGrants }: ResidualFacts): ResidualLine[] {
  const bySort = Map.groupBy(grants, grantKind)
  const where = subject.kind === 'server' ? { server: subject.name } : subject.kind === 'agent' ? { agent: subject.id } : subject.kind === 'client' ? { client: subject.name } : { human: subject.name }
  const named = (['grant_given', 'grant_held', 'grant_scheduled', 'task_credential', 'team_grant'] as const).flatMap((kind) => {
    // Without a state: once they have ended they are found there too.
    const path = kind === 'team_grant' ? null : paths.grants(where)
    return grouped(kind, (bySort.get(kind) ?? []).map((grant) => grant.id), GRANT_WORDS[kind], path)
  })
  if (subject.ended || anyGrants.count === 0) return subject.ended ? named.filter((line) => line.kind !== 'team_grant') : named
  const { title, why, action, proofBy } = GRANT_WORDS.any_grant
  return [...named, { key: 'any_grant', kind: 'any_grant', objectId: null, title: title(anyGrants.count), why, action, who: null, to: null, proofBy, detail: { ids: anyGrants.ids, count: anyGrants.count } }]
}

const REQUEST_PROOF = 'None of them is pending or a draft any more; each keeps when it was withdrawn.'

/** Requests that would lead to a grant, and those that wait for the leaver's answer. */
export function requestLines({ subject, requests }: ResidualFacts): ResidualLine[] {
  const asked = requests.filter((one) => one.tie !== 'duty')
  const drafts = asked.filter((one) => one.draft).length
  const pending = asked.length - drafts
  const title = (): string => [...(pending > 0 ? [counted(pending, 'pending request')] : []), ...(drafts > 0 ? [counted(drafts, 'draft of a request', 'drafts of requests')] : [])].join(' and ')
  const duties = requests.filter((one) => one.tie === 'duty').map((one) => one.id)
  return [
    ...grouped('request', asked.map((one) => one.id), { title, why: 'Approved, each would become a grant.', action: 'withdraw', proofBy: REQUEST_PROOF }, paths.requests(subject.kind === 'server' ? { server: subject.name } : {})),
    ...grouped('approval_duty', duties, { title: (count) => `${counted(count, 'request')} to decide`, why: 'They wait for an answer in the place of an owner, and would wait for ever.', action: 'reassign', proofBy: 'No pending request waits for this person: the servers have another owner.' }, null),
  ]
}

/** Credentials of this console: sessions, links, tokens; those by which a source reports are a line each, since it falls silent. */
export function credentialLines({ tokens, sessions, links }: Pick<ResidualFacts, 'tokens' | 'sessions' | 'links'>): ResidualLine[] {
  const [reporting, others] = [tokens.filter((token) => token.ingest.length > 0), tokens.filter((token) => token.ingest.length === 0)]
  const only = others.length === 1 ? others[0] : undefined
  return [
    ...grouped('api_token', others.map((token) => token.id), {
      title: (count) => `${counted(count, 'API token')}${only === undefined ? '' : `, ${only.name}`}`, why: 'Whoever has the token acts with it. It is theirs, or they made it and have seen it.', action: 'revoke', proofBy: 'Each is revoked or expired, and was not used since.',
    }, paths.tokens()),
    ...reporting.map(ingestLine),
    ...grouped('session', sessions, { title: (count) => counted(count, 'session'), why: 'A browser that is signed in here.', action: 'revoke', proofBy: 'None is in force; the next request of that browser is refused.' }, null),
    ...grouped('sign_in_link', links, { title: (count) => counted(count, 'one-time link'), why: 'Whoever opens it is signed in.', action: 'revoke', proofBy: 'None can be used any more.' }, null),
  ]
}

function ingestLine(token: TokenRow): ResidualLine {
  const source = token.ingest.includes('*') ? 'any source' : token.ingest.join(', ')
  return {
    key: `ingest_token:${token.id}`, kind: 'ingest_token', objectId: token.id, title: `Ingest token ${token.name}`,
    why: `${source} reports with it. When it ends and nobody has made another, the source falls silent, and silence that nobody hears proves nothing.`,
    action: 'revoke', who: null, to: null, proofBy: 'It is revoked or expired, and was not used since.', detail: { ids: [token.id], count: 1, sources: token.ingest, path: paths.tokens() },
  }
}
