import { z } from 'zod'
import { type Actor, ownsInPerson, reach } from '@/lib/auth/actor'
import { decodeCursor, type Page, pageOf } from '@/lib/boundary/page'
import { rows } from '@/lib/db/pool'
import { notFound } from '@/lib/errors'
import type { Lifecycle } from '@/lib/registry/model'
import { DUE_SOON_DAYS, ROTATION_STATES, rotationDue, type RotationFact, rotationState, type RotationState, type RotationView, type RotationVia, SECRETS_COUNT, type SecretFilter, type SecretView } from '@/lib/registry/secret-rotation'
import { escaped } from './servers'

type Row = {
  id: string; name: string; kind: string; location: string; everyDays: number | null; rotatedAt: Date | null; registeredAt: Date | null
  slug: string; serverName: string; lifecycle: Lifecycle; ownerId: string; backupOwnerId: string | null; sortAt: string
}

/** The same rule as `rotationState`, where the store must filter and sort by it: what is due first comes first, what has no day last. */
const FOUND = `
  SELECT *, CASE WHEN NOT in_service OR due_at IS NULL THEN 'infinity'::timestamptz ELSE due_at END AS sort_at,
    CASE WHEN NOT in_service THEN 'ended' WHEN every_days IS NULL THEN 'no_period' WHEN due_at IS NULL OR due_at > $1::timestamptz + interval '${DUE_SOON_DAYS * 24} hours' THEN 'in_time'
      WHEN due_at <= $1::timestamptz THEN 'overdue' ELSE 'due_soon' END AS state
  FROM (SELECT *, coalesce(rotated_at, registered_at) + every_days * interval '24 hours' AS due_at FROM (
    SELECT c.id, c.name, c.kind, c.location, c.rotate_every_days AS every_days, c.last_rotated_at AS rotated_at, s.id AS server_id, s.slug, s.name AS server_name, s.lifecycle::text AS lifecycle,
      s.owner_id, s.backup_owner_id, s.lifecycle::text IN (${[...SECRETS_COUNT].map((state) => `'${state}'`).join(', ')}) AS in_service,
      (SELECT min(h.at) FROM state_change h WHERE h.holder_kind = 'server' AND h.holder_id = s.id AND h.state NOT IN ('proposed', 'rejected')) AS registered_at
    FROM server_secret c JOIN server s ON s.id = c.server_id) AS one) AS due`

const COLUMNS = `id, name, kind, location, every_days AS "everyDays", rotated_at AS "rotatedAt", registered_at AS "registeredAt", slug, server_name AS "serverName", lifecycle,
  owner_id AS "ownerId", backup_owner_id AS "backupOwnerId", sort_at::text AS "sortAt"`

const position = z.tuple([z.string().regex(/^(infinity|\d{4,}-\d\d-\d\d [\d:.]+[+-][\d:]+)$/), z.string(), z.string()])

/** The secrets of servers that the actor may see, the most urgent first. */
export async function listSecrets(actor: Actor, filter: SecretFilter, page: { limit: number; cursor?: string | undefined }, now: Date): Promise<Page<SecretView>> {
  const { where, values } = conditions(actor, filter, now)
  const after = decodeCursor(page.cursor, position)
  const beyond = after === null ? '' : ` AND (sort_at, slug, name) > ($${values.length + 1}::timestamptz, $${values.length + 2}::text, $${values.length + 3}::text)`
  const found = await rows<Row>(`SELECT ${COLUMNS} FROM (${FOUND}) AS secret WHERE ${where}${beyond} ORDER BY sort_at, slug, name LIMIT ${page.limit + 1}`, [...values, ...(after ?? [])])
  const last = await lastRotations(found.map((row) => row.id))
  return pageOf(found, page.limit, (row) => viewOf(actor, row, last.get(row.id) ?? null, now), (row) => [row.sortAt, row.slug, row.name])
}

/** How many are in each state, and how many were never rotated, under the rest of the filter. */
export async function countSecrets(actor: Actor, filter: Omit<SecretFilter, 'state' | 'never'>, now: Date): Promise<Record<RotationState, number> & { never: number; all: number }> {
  const { where, values } = conditions(actor, filter, now)
  const found = await rows<{ state: RotationState; count: number; never: number }>(
    `SELECT state, count(*)::int AS count, (count(*) FILTER (WHERE rotated_at IS NULL))::int AS never FROM (${FOUND}) AS secret WHERE ${where} GROUP BY state`, values)
  const of = (state: RotationState): number => found.find((row) => row.state === state)?.count ?? 0
  const byState = Object.fromEntries(ROTATION_STATES.map((state) => [state, of(state)])) as Record<RotationState, number>
  return { ...byState, never: found.reduce((sum, row) => sum + row.never, 0), all: found.reduce((sum, row) => sum + row.count, 0) }
}

/** One secret with every rotation recorded of it, the newest first. Not found when there is none or the actor may not see its server. */
export async function getSecret(actor: Actor, id: string, now: Date): Promise<SecretView & { rotations: RotationView[] }> {
  const { where, values } = conditions(actor, {}, now)
  const [row] = await rows<Row>(`SELECT ${COLUMNS} FROM (${FOUND}) AS secret WHERE ${where} AND id = $${values.length + 1}`, [...values, id])
  if (row === undefined) throw notFound('secret')
  const rotations = await rotationsOf('secret_id = $1', [id])
  return { ...viewOf(actor, row, rotations[0] ?? null, now), rotations }
}

function conditions(actor: Actor, filter: SecretFilter, now: Date): { where: string; values: unknown[] } {
  const values: unknown[] = [now]
  const found = reach(actor, 'registry.read')
  // The first value is used even where no part asks for it, since the statement has it in any case.
  const parts = [found === 'all' ? 'true' : 'false']
  const add = (text: (place: string) => string, value: unknown): void => { values.push(value); parts.push(text(`$${values.length}`)) }
  if (found === 'own') { parts.length = 0; add((place) => `server_id = ANY(${place}::text[])`, [...actor.ownServerIds]) }
  if (filter.state !== undefined) add((place) => `state = ANY(${place}::text[])`, filter.state)
  if (filter.server !== undefined) add((place) => `slug = ${place}`, filter.server)
  if (filter.kind !== undefined) add((place) => `kind = ${place}`, filter.kind)
  if (filter.never !== undefined) parts.push('rotated_at IS NULL')
  if (filter.location !== undefined) add((place) => `location = ${place}`, filter.location)
  if (filter.q !== undefined && filter.q.trim() !== '') add((place) => `(name ILIKE ${place} OR slug ILIKE ${place} OR server_name ILIKE ${place} OR location ILIKE ${place})`, `%${escaped(filter.q.trim())}%`)
  return { where: parts.join(' AND '), values }
}

function viewOf(actor: Actor, row: Row, lastRotation: RotationView | null, now: Date): SecretView {
  const fact: RotationFact = { everyDays: row.everyDays, rotatedAt: row.rotatedAt?.getTime() ?? null, registeredAt: row.registeredAt?.getTime() ?? null, inService: SECRETS_COUNT.has(row.lifecycle) }
  const due = fact.inService ? rotationDue(fact) : null
  return {
    id: row.id, server: { slug: row.slug, name: row.serverName, lifecycle: row.lifecycle }, name: row.name, kind: row.kind === 'dynamic' ? 'dynamic' : 'static', location: row.location,
    rotateEveryDays: row.everyDays, lastRotatedAt: row.rotatedAt?.toISOString() ?? null, dueAt: due === null ? null : new Date(due).toISOString(), state: rotationState(fact, now.getTime()),
    lastRotation, mayRotate: mayRotate(actor, row),
  }
}

/** Owner or backup owner in person, or whoever may for all servers. */
export function mayRotate(actor: Actor, server: { ownerId: string; backupOwnerId: string | null }): boolean {
  const found = reach(actor, 'secret.attest')
  return found === 'all' || (found === 'own' && ownsInPerson(actor, server))
}

async function lastRotations(ids: readonly string[]): Promise<Map<string, RotationView>> {
  if (ids.length === 0) return new Map()
  const found = await rotationsOf('id IN (SELECT DISTINCT ON (secret_id) id FROM secret_rotation WHERE secret_id = ANY($1) ORDER BY secret_id, rotated_at DESC, recorded_at DESC, id DESC)', [ids])
  return new Map(found.map((one) => [one.secretId, one]))
}

async function rotationsOf(where: string, values: readonly unknown[]): Promise<(RotationView & { secretId: string })[]> {
  const found = await rows<{ id: string; secretId: string; rotatedAt: Date; reference: string; via: RotationVia; by: string; byName: string | null; note: string | null; recordedAt: Date }>(
    `SELECT id, secret_id AS "secretId", rotated_at AS "rotatedAt", reference, via, by, note, recorded_at AS "recordedAt",
       coalesce((SELECT p.name FROM person p WHERE p.id = r.by), (SELECT t.name FROM api_token t WHERE t.id = r.by)) AS "byName"
     FROM secret_rotation r WHERE ${where} ORDER BY rotated_at DESC, recorded_at DESC, id DESC LIMIT 500`, values)
  return found.map((row) => ({
    id: row.id, secretId: row.secretId, rotatedAt: row.rotatedAt.toISOString(), reference: row.reference, via: row.via, by: { id: row.by, name: row.byName ?? row.by }, note: row.note, recordedAt: row.recordedAt.toISOString(),
  }))
}
