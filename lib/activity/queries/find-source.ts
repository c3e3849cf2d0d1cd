import { rows } from '@/lib/db/pool'
import type { Redaction } from '@/lib/activity/redact'
import type { SourceSettings, Vantage } from '@/lib/activity/source'

export type SourceRow = {
  id: string; name: string; format: string; vantage: Vantage; heartbeat_seconds: number | null; redaction: Redaction; covers: string[]
  attribution: { client?: string; agent?: string }
}

const SETTINGS = 'SELECT id, name, format, vantage, heartbeat_seconds, redaction, covers, attribution FROM source'

export function settingsOf(row: SourceRow): SourceSettings {
  const { id, name, format, vantage, redaction, covers, attribution } = row
  return { id, name, format, vantage, redaction, covers, attribution, heartbeatMs: row.heartbeat_seconds === null ? null : row.heartbeat_seconds * 1000 }
}

/** A source's settings by name; null when there is none. */
export async function findSourceByName(name: string): Promise<SourceSettings | null> {
  const [row] = await rows<SourceRow>(`${SETTINGS} WHERE name = $1`, [name])
  return row === undefined ? null : settingsOf(row)
}

/** A source's settings by id; null when there is none. */
export async function findSourceById(id: string): Promise<SourceSettings | null> {
  const [row] = await rows<SourceRow>(`${SETTINGS} WHERE id = $1`, [id])
  return row === undefined ? null : settingsOf(row)
}
