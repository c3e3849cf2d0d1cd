import { db } from '@/lib/db/client'
import { ENDING_DAYS, type EndingLine, type TellAs } from '@/lib/grants/ending'
import { clientAsKnown, humanAsKnown } from '@/lib/grants/grant-view'
import { endingGrants } from '@/lib/grants/queries/ending'
import { oneLine } from '@/lib/one-line'
import { dayBefore, useOfGrants } from './grant-usage'

/**
 * The grants whose end people are to be told of, each with its use and its people: who asked for it, who sponsors the agent, who owns
 * the server, as far as they are active. Left out is what somebody renews or has renewed already.
 */
export async function grantsToTell(now: Date): Promise<EndingLine[]> {
  const ending = await endingGrants(now, Math.max(...ENDING_DAYS))
  if (ending.length === 0) return []
  const ids = ending.map(({ grant }) => grant.id)
  const renewed = new Set((await db().grantRequest.findMany({
    where: { kind: 'renewal', grantId: { in: ids }, OR: [{ state: 'approved' }, { state: 'pending', lapsesAt: { gt: now } }] }, select: { grantId: true },
  })).map(({ grantId }) => grantId))
  const asked = await db().grantRequest.findMany({ where: { id: { in: ending.flatMap(({ grant }) => grant.requestId ?? []) } }, select: { id: true, requesterId: true } })
  const requesterOf = new Map(asked.map(({ id, requesterId }) => [id, requesterId]))
  const active = new Set((await db().person.findMany({ where: { active: true }, select: { id: true } })).map(({ id }) => id))
  const [in30, in90] = [await useOfGrants(ids, dayBefore(now, 30)), await useOfGrants(ids, dayBefore(now, 90))]
  return ending.filter(({ grant }) => !renewed.has(grant.id)).map(({ grant, ownerId, sponsorId }) => {
    const people: [TellAs, string | null | undefined][] = [['requester', requesterOf.get(grant.requestId ?? '')], ['sponsor', sponsorId], ['owner', ownerId]]
    return {
      id: grant.id, server: grant.server.name, target: oneLine(grant.target, 120), access: grant.access, agent: grant.agent === null ? 'any' : oneLine(grant.agent.name, 80), client: oneLine(grant.client?.name ?? clientAsKnown(null), 80),
      human: oneLine(humanAsKnown(grant), 120), purpose: oneLine(grant.purpose, 200), until: grant.validUntil?.getTime() ?? 0, begun: grant.validFrom <= now,
      calls: { in30: in30.get(grant.id)?.calls ?? 0, in90: in90.get(grant.id)?.calls ?? 0 },
      tell: people.flatMap(([as, personId]) => (personId !== null && personId !== undefined && active.has(personId) ? [{ personId, as }] : [])),
    }
  })
}
