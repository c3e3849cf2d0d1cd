import { db } from '@/lib/db/client'

/** So many cases at most in one round, so that a console which was just brought up to date does not stand still. */
const MOST = 50

export type Leaver = { id: string; email: string; name: string; leftAt: Date }

/** People who left and have had no case since they did, those who left last first. */
export async function leaversWithoutCase(): Promise<Leaver[]> {
  return db().$queryRaw<Leaver[]>`
    SELECT p.id, p.email, p.name, p.left_at AS "leftAt" FROM person p
    WHERE NOT p.active AND p.left_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM offboarding_case c WHERE c.subject_kind = 'person' AND c.subject_id = p.id AND (c.opened_at >= p.left_at OR c.stage NOT IN ('closed', 'cancelled') OR c.revoked_at >= p.left_at))
    ORDER BY p.left_at DESC, p.id LIMIT ${MOST}`
}

/** Servers that are being offboarded by their life cycle and have no case under way. */
export async function strayServers(): Promise<{ id: string; slug: string }[]> {
  return db().$queryRaw<{ id: string; slug: string }[]>`
    SELECT s.id, s.slug FROM server s WHERE s.lifecycle = 'offboarding'
      AND NOT EXISTS (SELECT 1 FROM offboarding_case c WHERE c.subject_kind = 'server' AND c.subject_id = s.id AND c.stage NOT IN ('cancelled', 'closed'))
    ORDER BY s.id LIMIT ${MOST}`
}

/** Cases that opened by themselves when somebody left and wait in `frozen`: their access ended already, so that they go on as soon as everything owned has somebody. */
export async function waitingLeavers(): Promise<{ id: string }[]> {
  return db().offboardingCase.findMany({ where: { occasion: 'left', stage: 'frozen' }, select: { id: true }, orderBy: { openedAt: 'asc' }, take: MOST })
}

/** Cases whose planned date has come. */
export async function plannedDue(now: Date): Promise<{ id: string }[]> {
  return db().offboardingCase.findMany({
    where: { OR: [{ stage: 'open', plannedFreezeAt: { lte: now } }, { stage: 'open', plannedRevokeAt: { lte: now } }, { stage: 'frozen', plannedRevokeAt: { lte: now } }] }, select: { id: true }, orderBy: { openedAt: 'asc' }, take: MOST,
  })
}
