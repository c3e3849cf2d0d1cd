import { db } from '@/lib/db/client'

/** So many at most in one round. */
const MOST = 50

export type EndedAgent = { id: string; name: string; endedAt: Date }

/** Agents that a directory keeps (SCIM), that are inactive, and that have had no case since they became so. Agents kept by hand are the register's own business. */
export async function endedAgentsWithoutCase(): Promise<EndedAgent[]> {
  return db().$queryRaw<EndedAgent[]>`
    SELECT a.id, a.name, ended.at AS "endedAt" FROM agent a
    JOIN LATERAL (SELECT max(s.at) AS at FROM state_change s WHERE s.holder_kind = 'agent' AND s.holder_id = a.id AND s.state = 'inactive') ended ON ended.at IS NOT NULL
    WHERE NOT a.active AND a.scim IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM offboarding_case c WHERE c.subject_kind = 'agent' AND c.subject_id = a.id AND (c.opened_at >= ended.at OR c.stage NOT IN ('closed', 'cancelled') OR c.revoked_at >= ended.at))
    ORDER BY ended.at DESC, a.id LIMIT ${MOST}`
}
