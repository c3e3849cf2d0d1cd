import { type Actor, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { covers } from '@/lib/drift/evaluability'
import { notFound } from '@/lib/errors'
import { visibleCases } from '@/lib/offboarding/queries/visible'
import { sourcesSince, watchedServers } from '@/lib/offboarding/queries/watch-facts'
import { callsView, type OffboardingCallsView, pictureFrom, timesOf } from '@/lib/offboarding/stage-calls'
import { complement, intersection, mayVouch, type Spans, vouchedFor } from '@/lib/offboarding/vouched'

/** Calls by or to the subject of a case, for its picture; `not_found` when there is none or it may not be seen. */
export async function loadOffboardingCalls(actor: Actor, caseId: string, now: Date): Promise<OffboardingCallsView> {
  require(actor, 'offboarding.read')
  const row = await db().offboardingCase.findFirst({ where: { AND: [{ id: caseId }, visibleCases(actor)] } })
  if (row === null) throw notFound('offboarding')
  const times = timesOf(row)
  const from = pictureFrom(times)
  // What is over is drawn to its end, with a day after it.
  const end = row.closedAt ?? row.cancelledAt
  const to = end === null ? now : new Date(Math.min(now.getTime(), end.getTime() + 86_400_000))
  const [pieces, sources, servers] = await Promise.all([db().offboardingCalls.findMany({ where: { caseId, at: { gte: new Date(from), lt: to } }, orderBy: { at: 'asc' } }), sourcesSince(new Date(from)), watchedServers(row, now)])
  const window = { from, to: to.getTime() }
  const heard = servers.reduce<Spans>((all, server) => intersection(all, vouchedFor(sources, server, window).spans), [window])
  return callsView({
    times, now: to.getTime(), pieces: pieces.map((piece) => ({ at: piece.at.getTime(), executed: piece.executed, refused: piece.refused })), unheard: complement(heard, window),
    sources: sources.filter((source) => servers.some((server) => covers(source, server))).map((source) => ({ name: source.name, vouches: mayVouch(source) })), countedAt: row.callsCountedAt?.getTime() ?? null,
  })
}
