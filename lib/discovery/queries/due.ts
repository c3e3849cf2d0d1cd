import { rows } from '@/lib/db/pool'

/** Slugs of the servers that are to be asked again by now, the longest overdue first. For the schedule: no actor narrows it. */
export async function dueServers(now: Date): Promise<string[]> {
  const found = await rows<{ slug: string }>(
    `SELECT s.slug FROM server s LEFT JOIN LATERAL (SELECT max(started_at) AS at FROM discovery_run r WHERE r.server_id = s.id) AS last ON true
     WHERE s.discover_every_hours IS NOT NULL AND s.lifecycle NOT IN ('rejected', 'retired')
       AND (last.at IS NULL OR last.at + make_interval(hours => s.discover_every_hours) <= $1)
     ORDER BY last.at NULLS FIRST, s.slug`, [now],
  )
  return found.map((row) => row.slug)
}
