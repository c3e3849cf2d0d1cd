import { loadSources } from '@/lib/activity/queries/sources'
import { type Read, rows } from '@/lib/db/pool'
import type { Covered } from '@/lib/drift/evaluability'
import type { SourceFact } from '@/lib/drift/model'
import { DAY_MS } from '@/lib/drift/window'
import type { Subject, SubjectKind } from '@/lib/offboarding/model'
import type { SilenceFacts } from '@/lib/offboarding/silence'
import { heardSince, latestEvents, releasedNames } from './calls'
import { NAMED_IN } from './watch-columns'

/** What the watch needs of a case; one that was revoked. */
export type WatchedCase = {
  id: string; subjectKind: SubjectKind; subjectId: string; subjectName: string; openedAt: Date; frozenAt: Date | null; revokedAt: Date | null; rotatedAt: Date | null; watchFrom: Date | null; watchDays: number; reopened: number; reopenedAt: Date | null
}

/** So long before the freezing a server was called that is watched. */
export const REACH_DAYS = 90
const MOST_EVENTS = 20
/** A source's last sign before the window may still carry into it, for one heartbeat. */
const CARRY_MS = 2 * DAY_MS

/** Everything that the verdict of a case depends on, as of `now`. `sources`: where many cases are looked at, read once for all. */
export async function watchFacts(one: WatchedCase, now: Date, { sources, read = rows }: { sources?: readonly SourceFact[] | undefined; read?: Read } = {}): Promise<SilenceFacts> {
  const subject = subjectOf(one)
  const watchFrom = one.watchFrom ?? now
  const revokedAt = one.revokedAt ?? watchFrom
  const names = await releasedNames(subject, revokedAt, read)
  const heard = await heardSince(subject, revokedAt, names, read)
  return {
    now: now.getTime(), subject: { kind: one.subjectKind, name: one.subjectName }, watchFrom: watchFrom.getTime(), watchMs: one.watchDays * DAY_MS,
    alarmFrom: (one.reopened > 0 ? revokedAt : (one.rotatedAt ?? watchFrom)).getTime(), reopenedAt: one.reopenedAt?.getTime() ?? null,
    servers: await watchedServers(one, now, read), sources: sources ?? (await sourcesSince(watchFrom, read)), heard,
    events: heard.length === 0 ? [] : await latestEvents(subject, revokedAt, names, MOST_EVENTS, read),
  }
}

export function subjectOf(one: Pick<WatchedCase, 'subjectKind' | 'subjectId'>): Subject {
  return { kind: one.subjectKind, id: one.subjectId }
}

/** Sources as far as they matter to a watch from this moment on. */
export async function sourcesSince(from: Date, read: Read = rows): Promise<SourceFact[]> {
  return loadSources(new Date(from.getTime() - CARRY_MS), read)
}

/**
 * The servers on which a call would have been seen: a server itself; of the others those that they called in the ninety days before
 * freezing, registered or not, and those on which they held a grant by name, or through a team they were in, from the opening on.
 */
export async function watchedServers(one: WatchedCase, now: Date, read: Read = rows): Promise<Covered[]> {
  const ids = one.subjectKind === 'server' ? [one.subjectId] : []
  const unregistered: string[] = []
  if (one.subjectKind !== 'server') {
    const called = await calledBefore(one, one.frozenAt ?? now, read)
    ids.push(...called.flatMap((row) => row.server_id ?? []), ...(await grantedTo(one, read)))
    unregistered.push(...called.flatMap((row) => (row.server_id === null && row.server_name !== null ? [row.server_name] : [])))
  }
  const servers = await read<{ id: string; slug: string; names: string[] | null }>(
    `SELECT s.id, s.slug, (SELECT array_agg(DISTINCT b.name) FROM name_binding b WHERE b.holder_kind = 'server' AND b.holder_id = s.id AND (b.valid_from IS NULL OR b.valid_from <= $2) AND (b.valid_to IS NULL OR b.valid_to > $2)) AS names
     FROM server s WHERE s.id = ANY($1) ORDER BY s.slug`, [[...new Set(ids)], now.toISOString()])
  return [...servers.map((row) => ({ id: row.id, slug: row.slug, names: new Set(row.names ?? []) })), ...[...new Set(unregistered)].sort().map((name) => ({ id: name, slug: name }))]
}

async function calledBefore(one: WatchedCase, frozenAt: Date, read: Read): Promise<{ server_id: string | null; server_name: string | null }[]> {
  const from = new Date(frozenAt.getTime() - REACH_DAYS * DAY_MS)
  return read(
    `SELECT DISTINCT server_id, server_name FROM usage WHERE ${NAMED_IN[one.subjectKind].id} = $1 AND day >= $2::date AND day <= $3::date AND last_at >= $4 AND first_at < $5`,
    [one.subjectId, from.toISOString().slice(0, 10), frozenAt.toISOString().slice(0, 10), from.toISOString(), frozenAt.toISOString()])
}

async function grantedTo(one: WatchedCase, read: Read): Promise<string[]> {
  const holder = {
    server: 'false', agent: 'g.agent_id = $1', client: 'g.client_id = $1',
    person: `(g.person_id = $1 OR g.team_id IN (SELECT m.team_id FROM team_membership m WHERE m.person_id = $1 AND (m.valid_to IS NULL OR m.valid_to > $2)))`,
  }[one.subjectKind]
  const found = await read<{ server_id: string }>(
    `SELECT DISTINCT g.server_id FROM "grant" g WHERE ${holder} AND (g.revoked_at IS NULL OR g.revoked_at > $2) AND (g.valid_until IS NULL OR g.valid_until > $2)`, [one.subjectId, one.openedAt.toISOString()])
  return found.map((row) => row.server_id)
}
