import type { GrantView } from '@/lib/grants/grant-view'
import { endOf } from '@/lib/grants/intervals'
import type { DecisionView, RequestView } from '@/lib/requests/model'

/** One thing that happened to a grant, or is still to come. */
export type TimelineEntry = {
  key: string
  at: string
  what: string
  /** Who did it, and as what. */
  who: string | null
  reason: string | null
  link: { kind: 'request' | 'grant'; id: string; words: string } | null
  /** `bad`: nobody had approved it; `warn`: it was stopped or refused; `ahead`: has not come yet. */
  tone: 'plain' | 'warn' | 'bad' | 'ahead'
}

type Related = { id: string; target: string; at: string }

export type TimelineInput = {
  grant: GrantView
  /** The request that led to it, and every other one about it that the actor may see. */
  requests: readonly RequestView[]
  narrowedFrom: Related | null
  narrowedInto: readonly Related[]
  /** What an actor is called. */
  actorName: (id: string) => string
  now: Date
}

/** The whole life of a grant in the order of time: asked for, answered, made, in force, at rest, renewed or narrowed, over. */
export function grantTimeline(input: TimelineInput): TimelineEntry[] {
  const entries = [...input.requests.flatMap((request) => requestEntries(request, input.grant)), ...lifeEntries(input), ...holdEntries(input), ...replacementEntries(input)]
  const now = input.now.toISOString()
  return entries
    .map((entry): TimelineEntry => (entry.at > now ? { ...entry, tone: 'ahead' } : entry))
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
}

const STANDING: Record<string, string> = { owner: 'owner', backup_owner: 'backup owner', manager: 'the owner’s manager', security_reviewer: 'security reviewer', bootstrap: 'first administrator' }

const ASKED = { grant: 'Requested', renewal: 'Renewal requested', confirmation: 'Confirmation requested', break_glass: 'Glass broken' } as const
const CLOSED = { withdrawn: 'withdrawn', lapsed: 'lapsed unanswered' } as const

function requestEntries(request: RequestView, grant: GrantView): TimelineEntry[] {
  const own = request.id === grant.requestId
  const link = { kind: 'request' as const, id: request.id, words: own ? 'the request' : request.kind === 'renewal' ? 'the renewal' : 'that request' }
  const entry = (at: string, key: string, what: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({ key: `${request.id} ${key}`, at, what, who: null, reason: null, link: null, tone: 'plain', ...more })
  if (request.submittedAt === null) return []
  const closed = request.state === 'withdrawn' || request.state === 'lapsed' ? [entry(request.closedAt ?? request.submittedAt, 'closed', `${request.kind === 'renewal' ? 'Renewal' : 'Request'} ${CLOSED[request.state]}`, { reason: request.closeReason })] : []
  return [
    entry(request.submittedAt, 'asked', ASKED[request.kind], { who: request.requester.name, link, tone: request.kind === 'break_glass' ? 'bad' : 'plain' }),
    ...request.revisions.filter((revision) => revision.change !== 'submitted').map((revision) => entry(revision.at, `r${revision.number}`, revision.change === 'narrowed' ? 'Narrowed by an approver' : 'Request changed', { who: revision.by })),
    ...request.decisions.map((decision) => entry(decision.at, decision.id, decisionWords(decision, request), { who: whoDecided(decision), reason: decision.reason, tone: decision.answer === 'deny' ? 'warn' : 'plain' })),
    ...closed,
  ]
}

function decisionWords(decision: DecisionView, request: RequestView): string {
  const yes = request.kind === 'break_glass' ? 'Found justified' : 'Approved'
  const no = request.kind === 'break_glass' ? 'Found not justified' : 'Denied'
  return `${decision.answer === 'approve' ? yes : no}${decision.counts ? '' : ', but it does not count any more'}`
}

function whoDecided({ person, standing, onBehalfOf }: DecisionView): string {
  return `${person.name}, ${STANDING[standing] ?? standing}${onBehalfOf === null ? '' : ` in place of ${onBehalfOf.name}`}`
}

function lifeEntries({ grant, actorName }: TimelineInput): TimelineEntry[] {
  const plain = { who: null, reason: null, link: null, tone: 'plain' as const }
  const made: TimelineEntry = grant.origin === 'import'
    ? { ...plain, key: 'made', at: grant.createdAt, what: 'Imported', who: actorName(grant.createdBy), reason: grant.importReason }
    : { ...plain, key: 'made', at: grant.createdAt, what: grant.validFrom > grant.createdAt ? 'Granted, scheduled' : 'Granted' }
  const entries = [made, { ...plain, key: 'from', at: grant.validFrom, what: 'In force' }]
  if (grant.confirmedAt !== null) entries.push({ ...plain, key: 'confirmed', at: grant.confirmedAt, what: 'Confirmed here' })
  const end = endOf({ validUntil: grant.validUntil === null ? null : Date.parse(grant.validUntil), revokedAt: grant.revokedAt === null ? null : Date.parse(grant.revokedAt) })
  if (grant.revokedAt !== null) entries.push({ ...plain, key: 'revoked', at: grant.revokedAt, what: 'Revoked', who: grant.revokedBy === null ? null : actorName(grant.revokedBy), reason: grant.revokeReason })
  if (grant.validUntil !== null && end === Date.parse(grant.validUntil) && grant.revokedAt === null) entries.push({ ...plain, key: 'until', at: grant.validUntil, what: 'Ends' })
  return entries
}

function holdEntries({ grant, actorName }: TimelineInput): TimelineEntry[] {
  return grant.holds.flatMap((hold): TimelineEntry[] => {
    const what = hold.toolName === null ? 'All of it' : hold.toolName
    const opened: TimelineEntry = { key: `${hold.id} open`, at: hold.openedAt, what: `${what} suspended (${hold.cause})`, who: actorName(hold.openedBy), reason: hold.reason, link: null, tone: 'warn' }
    return hold.closedAt === null ? [opened] : [opened, { ...opened, key: `${hold.id} closed`, at: hold.closedAt, what: `${what} resumed (${hold.cause})`, who: hold.closedBy === null ? null : actorName(hold.closedBy), reason: hold.closeReason, tone: 'plain' }]
  })
}

function replacementEntries({ narrowedFrom, narrowedInto }: TimelineInput): TimelineEntry[] {
  const about = (one: Related, what: string): TimelineEntry => ({ key: `${what} ${one.id}`, at: one.at, what, who: null, reason: null, link: { kind: 'grant', id: one.id, words: one.target }, tone: 'plain' })
  return [...(narrowedFrom === null ? [] : [about(narrowedFrom, 'Narrowed from')]), ...narrowedInto.map((one) => about(one, 'Narrowed into'))]
}
