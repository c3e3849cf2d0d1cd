import type { Read } from '@/lib/db/pool'
import type { BrokenGlassFact, DriftInput, OwnershipFact, RegistryFact, RotatedFact, SponsorFact } from '@/lib/drift/model'
import { secretPlaces } from '@/lib/registry/secret-shapes'

/** Who answers for each server. */
export async function loadOwnership(read: Read): Promise<OwnershipFact[]> {
  return read<OwnershipFact>(
    `SELECT server.id AS "serverId", owner.email AS owner, coalesce(owner.active, false) AS "ownerActive",
       backup.email AS "backupOwner", coalesce(backup.active, false) AS "backupActive"
     FROM server LEFT JOIN person AS owner ON owner.id = server.owner_id LEFT JOIN person AS backup ON backup.id = server.backup_owner_id ORDER BY server.slug`)
}

/** Who answers for each agent. */
export async function loadSponsors(read: Read): Promise<SponsorFact[]> {
  return read<SponsorFact>(
    `SELECT agent.id AS "agentId", coalesce(agent.spiffe_id, agent.issuer || '|' || agent.subject) AS agent, agent.active AS "agentActive",
       person.email AS sponsor, person.active AS "sponsorActive"
     FROM agent JOIN person ON person.id = agent.sponsor_id WHERE agent.active AND NOT person.active ORDER BY agent.id`)
}

/** What was put in force without approval and is not answered for: its request is still open. */
export async function loadBrokenGlass(read: Read): Promise<BrokenGlassFact[]> {
  return read<BrokenGlassFact>(
    `SELECT g.id AS "grantId", r.id AS "requestId", g.server_id AS "serverId", g.agent_id AS "agentId", coalesce(a.spiffe_id, a.issuer || '|' || a.subject) AS agent,
       g.target, g.access, g.purpose, coalesce(p.email, r.requester_id) AS by, (extract(epoch FROM g.valid_from) * 1000)::float8 AS at,
       (extract(epoch FROM least(g.valid_until, g.revoked_at)) * 1000)::float8 AS until,
       (SELECT count(DISTINCT d.person_id) FROM request_decision d WHERE d.request_id = r.id AND d.answer = 'approve')::int AS have
     FROM grant_request r JOIN "grant" g ON g.request_id = r.id LEFT JOIN agent a ON a.id = g.agent_id LEFT JOIN person p ON p.id = r.requester_id
     WHERE r.kind = 'break_glass' AND r.state = 'pending' ORDER BY g.id`)
}

type Row = { serverId: string; identityKind: string | null; downstream: string[]; command: string[]; endpoint: string | null; revokedAt: number | null }

/** What the register says of each server. That a command holds a secret leaves this function; the secret does not. */
export async function loadRegistry(read: Read): Promise<RegistryFact[]> {
  const found = await read<Row>(
    `SELECT id AS "serverId", identity_kind AS "identityKind", coalesce(downstream, '{}') AS downstream, coalesce(command, '{}') AS command, endpoint, (extract(epoch FROM revoked_at) * 1000)::float8 AS "revokedAt" FROM server ORDER BY slug`)
  return found.map(({ serverId, identityKind, downstream, command, endpoint, revokedAt }) => ({ serverId, hasIdentity: identityKind !== null, downstream, revokedAt, secrets: secretPlaces({ command, endpoint }) }))
}

/** The secrets that have a period, with their last rotation. */
export async function loadRotations(read: Read): Promise<RotatedFact[]> {
  return read<RotatedFact>(
    `SELECT c.id AS "secretId", c.server_id AS "serverId", c.name, c.rotate_every_days AS "everyDays", (extract(epoch FROM c.last_rotated_at) * 1000)::float8 AS "rotatedAt",
       (SELECT r.reference FROM secret_rotation r WHERE r.secret_id = c.id ORDER BY r.rotated_at DESC, r.recorded_at DESC, r.id DESC LIMIT 1) AS reference
     FROM server_secret c WHERE c.rotate_every_days IS NOT NULL ORDER BY c.server_id, c.name`)
}

/** Purposes and team names, for the words of replacements. */
export async function loadGrantWords(read: Read): Promise<DriftInput['grantWords']> {
  const found = await read<{ id: string; purpose: string; teamName: string | null }>(
    `SELECT g.id, g.purpose, team.name AS "teamName" FROM "grant" g LEFT JOIN team ON team.id = g.team_id`)
  return new Map(found.map(({ id, purpose, teamName }) => [id, { purpose, teamName }]))
}
