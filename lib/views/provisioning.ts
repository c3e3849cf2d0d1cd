import { z } from 'zod'
import { type Actor, require } from '@/lib/auth/actor'
import { SCIM_SCOPE } from '@/lib/auth/permissions'
import { db } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'

export type ProvisioningToken = { id: string; name: string; ownerName: string; lastUsedAt: string | null; expiresAt: string; /** Why it is refused; null = it works. */ dead: 'revoked' | 'ended' | 'owner' | null }
export type ProvisioningCount = { kind: 'people' | 'teams' | 'agents'; active: number; /** Deactivated; teams never are. */ inactive: number | null; deleted: number }
export type ProvisioningChange = { id: string; at: string; action: string; by: string; object: { kind: string; id: string; name: string } }
export type GroupRoleLine = { group: string; role: Role; team: { id: string; members: number } | null }

export type ProvisioningView = { baseUrl: string; agents: boolean; tokens: ProvisioningToken[]; lastCall: string | null; counts: ProvisioningCount[]; changes: ProvisioningChange[]; groupRoles: GroupRoleLine[] }

const SHOWN = 30

/** What other rooms' commands write when a directory asks; the rest of theirs repeats what its own entries say. */
const BESIDE = ['person.left', 'person.changed', 'person.group_roles_changed', 'team.members_changed', 'agent.changed']

/** How a directory reaches this console, what it has provisioned, and which roles its groups give. Administrators only; no secrets. */
export async function provisioningView(actor: Actor, now: Date, settings: { baseUrl: string; groupRoles: readonly { group: string; role: Role }[]; agents: boolean }): Promise<ProvisioningView> {
  require(actor, 'settings.manage')
  const { baseUrl, groupRoles, agents } = settings
  const [tokens, counts, teams] = await Promise.all([tokenLines(now), counted(), teamsNamed(groupRoles.map(({ group }) => group))])
  return {
    baseUrl, agents, tokens, counts, lastCall: tokens.map((one) => one.lastUsedAt).filter((one) => one !== null).sort().at(-1) ?? null,
    changes: await changesBy(tokens.map((one) => one.id)),
    groupRoles: groupRoles.map(({ group, role }) => ({ group, role, team: teams.get(group) ?? null })),
  }
}

async function tokenLines(now: Date): Promise<ProvisioningToken[]> {
  const rows = await db().apiToken.findMany({ where: { scopes: { has: SCIM_SCOPE } }, include: { owner: { select: { name: true, active: true, roles: true } } }, orderBy: { id: 'desc' }, take: 20 })
  return rows.map((row) => ({
    id: row.id, name: row.name, ownerName: row.owner.name, lastUsedAt: row.lastUsedAt?.toISOString() ?? null, expiresAt: row.expiresAt.toISOString(),
    dead: row.revokedAt !== null ? 'revoked' : row.expiresAt <= now ? 'ended' : !row.owner.active || !row.owner.roles.includes('admin') ? 'owner' : null,
  }))
}

/** The newest entries of the trail that a directory caused. */
async function changesBy(tokenIds: readonly string[]): Promise<ProvisioningChange[]> {
  const rows = await db().trailEntry.findMany({ where: { OR: [{ action: { startsWith: 'scim.' } }, { actorId: { in: [...tokenIds] }, action: { in: BESIDE } }] }, orderBy: { seq: 'desc' }, take: SHOWN * 2 })
  return rows.flatMap((one) => {
    const action = wordOf(one.action, one.detail)
    return action === null ? [] : [{ id: one.id, at: one.at.toISOString(), action, by: one.actorName, object: { kind: one.objectKind, id: one.objectId, name: one.objectName } }]
  }).slice(0, SHOWN)
}

const activeIn = z.object({ active: z.boolean() })

/** Of a change that another room records only whether somebody came or went is told; null = no more than the directory's own entry says. */
function wordOf(action: string, detail: unknown): string | null {
  if (action === 'person.changed') return z.object({ change: activeIn }).safeParse(detail).data?.change.active === true ? 'person.returned' : null
  if (action !== 'agent.changed') return action
  const { before, after } = z.object({ before: activeIn, after: activeIn }).safeParse(detail).data ?? {}
  return before === undefined || before.active === after?.active ? null : before.active ? 'agent.ended' : 'agent.returned'
}

/** Whatever a directory has ever said something of, by what it is now. */
async function counted(): Promise<ProvisioningCount[]> {
  const [row] = await db().$queryRaw<Record<string, bigint>[]>`
    SELECT (SELECT count(*) FROM person WHERE scim IS NOT NULL AND scim->>'deletedAt' IS NULL AND active) AS people, (SELECT count(*) FROM person WHERE scim IS NOT NULL AND scim->>'deletedAt' IS NULL AND NOT active) AS left_people,
      (SELECT count(*) FROM person WHERE scim->>'deletedAt' IS NOT NULL) AS gone_people, (SELECT count(*) FROM team WHERE scim IS NOT NULL AND scim->>'deletedAt' IS NULL) AS teams, (SELECT count(*) FROM team WHERE scim->>'deletedAt' IS NOT NULL) AS gone_teams,
      (SELECT count(*) FROM agent WHERE scim IS NOT NULL AND scim->>'deletedAt' IS NULL AND active) AS agents, (SELECT count(*) FROM agent WHERE scim IS NOT NULL AND scim->>'deletedAt' IS NULL AND NOT active) AS left_agents, (SELECT count(*) FROM agent WHERE scim->>'deletedAt' IS NOT NULL) AS gone_agents`
  const n = (name: string): number => Number(row?.[name] ?? 0)
  return [
    { kind: 'people', active: n('people'), inactive: n('left_people'), deleted: n('gone_people') },
    { kind: 'teams', active: n('teams'), inactive: null, deleted: n('gone_teams') },
    { kind: 'agents', active: n('agents'), inactive: n('left_agents'), deleted: n('gone_agents') },
  ]
}

/** Teams of these names that the directory has sent, with how many are in them. */
async function teamsNamed(names: readonly string[]): Promise<ReadonlyMap<string, { id: string; members: number }>> {
  if (names.length === 0) return new Map()
  const rows = await db().$queryRaw<{ id: string; name: string; members: bigint }[]>`
    SELECT team.id, team.name, count(stay.id) AS members FROM team LEFT JOIN team_membership stay ON stay.team_id = team.id AND stay.valid_to IS NULL
    WHERE team.name = ANY(${[...names]}) AND team.scim IS NOT NULL AND team.scim->>'deletedAt' IS NULL GROUP BY team.id, team.name`
  return new Map(rows.map((row) => [row.name, { id: row.id, members: Number(row.members) }]))
}
