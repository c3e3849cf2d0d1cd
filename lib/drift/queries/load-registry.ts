import type { Read } from '@/lib/db/pool'
import type { DriftInput, OwnershipFact, RegistryFact } from '@/lib/drift/model'
import { secretPlaces } from '@/lib/registry/secret-shapes'

/** Who answers for each server. */
export async function loadOwnership(read: Read): Promise<OwnershipFact[]> {
  return read<OwnershipFact>(
    `SELECT server.id AS "serverId", owner.email AS owner, coalesce(owner.active, false) AS "ownerActive",
       backup.email AS "backupOwner", coalesce(backup.active, false) AS "backupActive"
     FROM server LEFT JOIN person AS owner ON owner.id = server.owner_id LEFT JOIN person AS backup ON backup.id = server.backup_owner_id ORDER BY server.slug`)
}

type Row = { serverId: string; identityKind: string | null; downstream: string[]; command: string[]; endpoint: string | null }

/** What the register says of each server. That a command holds a secret leaves this function; the secret does not. */
export async function loadRegistry(read: Read): Promise<RegistryFact[]> {
  const found = await read<Row>(
    `SELECT id AS "serverId", identity_kind AS "identityKind", coalesce(downstream, '{}') AS downstream, coalesce(command, '{}') AS command, endpoint FROM server ORDER BY slug`)
  return found.map(({ serverId, identityKind, downstream, command, endpoint }) => ({ serverId, hasIdentity: identityKind !== null, downstream, secrets: secretPlaces({ command, endpoint }) }))
}

/** Purposes and team names, for the words of replacements. */
export async function loadGrantWords(read: Read): Promise<DriftInput['grantWords']> {
  const found = await read<{ id: string; purpose: string; teamName: string | null }>(
    `SELECT g.id, g.purpose, team.name AS "teamName" FROM "grant" g LEFT JOIN team ON team.id = g.team_id`)
  return new Map(found.map(({ id, purpose, teamName }) => [id, { purpose, teamName }]))
}
