import { type Actor, may } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { DAY_MS, type HolderKind } from '@/lib/lifecycle/model'
import { attestEveryDays } from '@/lib/lifecycle/policy'
import { openDuties } from '@/lib/lifecycle/queries/duties'
import { lifecyclePolicyInForce } from '@/lib/lifecycle/queries/policies'
import { listTransfers, somebodyOf } from '@/lib/lifecycle/queries/transfers'
import type { Part } from '@/lib/lifecycle/transfer'
import type { TransferView } from '@/lib/lifecycle/transfer-view'
import { isFrozenNow } from '@/lib/people/queries/freezes'
import { successorsOf } from './agent-care'

type Holding = { part: Part; name: string; email: string; active: boolean; since: string | null }

/** Who answers for a server or an agent, since when, and what is asked of them. Times RFC 3339. */
export type OwnershipScreen = {
  kind: HolderKind; id: string; name: string; holders: Holding[]
  /** When somebody last said that it is theirs, and when that is due again; null where nobody is asked. */
  attested: { at: string; by: string } | null; dueAt: string | null; overdue: boolean
  transfers: TransferView[]
  duties: { id: string; text: string; dueAt: string; action: string; actedAt: string | null; actedAs: string | null }[]
  mayAttest: boolean; mayAsk: boolean
  /** The reader has one of its places, so that a transfer is an offer; else it is a wish, or a security reviewer's proposal. */
  isTheirs: boolean; isReviewer: boolean
  suggested: { email: string; name: string; why: string }[]
}

/** The ownership part of a page whose subject the actor may see. */
export async function ownershipOf(actor: Actor, kind: HolderKind, id: string, now: Date): Promise<OwnershipScreen> {
  const holder = await holderOf(kind, id)
  const [{ policy }, attested, transfers, duties, since] = await Promise.all([
    lifecyclePolicyInForce(), db().ownershipAttestation.findFirst({ where: { subject: kind, subjectId: id }, orderBy: { at: 'desc' } }),
    listTransfers(actor, { state: 'waiting', holder: id }, { limit: 10 }, now), openDuties(db(), [id]), sinceOf(id),
  ])
  const by = attested === null ? null : await db().person.findUnique({ where: { id: attested.personId }, select: { name: true } })
  const orphaned = holder.people.every((one) => !one.active)
  const due = holder.inService && !orphaned ? new Date((attested?.at ?? holder.registeredAt).getTime() + attestEveryDays(policy, { reviewEveryDays: holder.reviewEveryDays }) * DAY_MS) : null
  const who = may(actor, 'ownership.change') ? somebodyOf(actor) : null
  const isTheirs = who !== null && holder.people.some((one) => one.id === who.personId)
  return {
    kind, id, name: holder.name, holders: holder.people.map(({ part, name, email, active }) => ({ part, name, email, active, since: (since.get(part) ?? (part === 'backup' ? null : holder.createdAt))?.toISOString() ?? null })),
    attested: attested === null ? null : { at: attested.at.toISOString(), by: by?.name ?? attested.personId }, dueAt: due?.toISOString() ?? null, overdue: due !== null && due <= now, transfers: transfers.items,
    duties: duties.map((duty) => ({ id: duty.id, text: duty.text, dueAt: new Date(duty.dueAt).toISOString(), action: duty.action, actedAt: duty.actedAt === null ? null : new Date(duty.actedAt).toISOString(), actedAs: duty.actedAs })),
    mayAttest: isTheirs && holder.inService, mayAsk: who !== null && holder.inService, isTheirs, isReviewer: who?.isReviewer === true, suggested: kind === 'agent' && (isTheirs || who?.isReviewer === true) ? await successorsOf(id) : [],
  }
}

type Holder = { name: string; inService: boolean; createdAt: Date; registeredAt: Date; reviewEveryDays: number | null; people: { id: string; part: Part; name: string; email: string; active: boolean }[] }
const PERSON = { select: { id: true, name: true, email: true, active: true } } as const

async function holderOf(kind: HolderKind, id: string): Promise<Holder> {
  if (kind === 'agent') {
    const agent = await db().agent.findUniqueOrThrow({ where: { id }, select: { name: true, active: true, createdAt: true, sponsor: PERSON } })
    return { name: agent.name, inService: agent.active && !(await isFrozenNow('agent', id)), createdAt: agent.createdAt, registeredAt: agent.createdAt, reviewEveryDays: null, people: [{ part: 'sponsor', ...agent.sponsor }] }
  }
  const server = await db().server.findUniqueOrThrow({ where: { id }, select: { slug: true, lifecycle: true, createdAt: true, reviewEveryDays: true, owner: PERSON, backupOwner: PERSON } })
  const first = await db().stateChange.findFirst({ where: { holderKind: 'server', holderId: id, state: { in: ['pilot', 'active'] } }, orderBy: { at: 'asc' }, select: { at: true } })
  return {
    name: server.slug, inService: server.lifecycle === 'active' || server.lifecycle === 'pilot' || server.lifecycle === 'quarantined', createdAt: server.createdAt, registeredAt: first?.at ?? server.createdAt, reviewEveryDays: server.reviewEveryDays,
    people: [{ part: 'owner', ...server.owner }, ...(server.backupOwner === null ? [] : [{ part: 'backup' as const, ...server.backupOwner }])],
  }
}

/** Since when each place is held as it is, as the trail and the offboardings of people who had it say; a place that was never changed is held from the beginning. */
async function sinceOf(id: string): Promise<Map<string, Date>> {
  const found = await rows<{ part: string; at: Date }>(
    `SELECT part, max(at) AS at FROM (
       SELECT detail ->> 'part' AS part, at FROM trail_entry WHERE object_id = $1 AND action = 'ownership.transferred'
       UNION ALL SELECT 'owner', at FROM trail_entry WHERE object_id = $1 AND action = 'server.edited' AND detail -> 'changes' -> 'ownerEmail' IS NOT NULL
       UNION ALL SELECT 'backup', at FROM trail_entry WHERE object_id = $1 AND ((action = 'server.edited' AND detail -> 'changes' -> 'backupOwnerEmail' IS NOT NULL) OR (action = 'server.registered' AND detail -> 'after' ->> 'backupOwnerEmail' IS NOT NULL))
       UNION ALL SELECT 'sponsor', at FROM trail_entry WHERE object_id = $1 AND action = 'agent.changed' AND detail -> 'before' ->> 'sponsorEmail' <> detail -> 'after' ->> 'sponsorEmail'
       UNION ALL SELECT CASE kind WHEN 'owned_server' THEN 'owner' WHEN 'backed_server' THEN 'backup' ELSE 'sponsor' END, acted_at FROM offboarding_line
         WHERE object_id = $1 AND action = 'hand_over' AND acted_at IS NOT NULL AND kind IN ('owned_server', 'backed_server', 'sponsored_agent')
     ) AS change WHERE part IS NOT NULL GROUP BY part`, [id])
  return new Map(found.map(({ part, at }) => [part, at]))
}
