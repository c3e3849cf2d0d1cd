import type { Access } from '@/lib/registry/model'
import type { ServerFact } from '@/lib/grants/model'
import { SEVERITIES, type Severity } from './model'

/** Of a use that no grant covers: by its access. */
export const USE_SEVERITY: Record<Access, Severity> = { read: 'medium', write: 'high', admin: 'critical' }

/** Of a grant that nobody uses: by its ceiling. */
export const UNUSED_SEVERITY: Record<Access, Severity> = { read: 'low', write: 'medium', admin: 'medium' }

/** One step up for a restricted server or one with an effect tag; one step down when every call was blocked. */
export function adjusted(base: Severity, server: Pick<ServerFact, 'sensitivity' | 'effects'> | null, calls: { executed: number; blocked: number } | null = null): Severity {
  const raise = server !== null && (server.sensitivity === 'restricted' || server.effects.length > 0) ? 1 : 0
  const lower = calls !== null && calls.executed === 0 && calls.blocked > 0 ? 1 : 0
  const step = SEVERITIES.indexOf(base) + raise - lower
  return SEVERITIES[Math.max(0, Math.min(SEVERITIES.length - 1, step))] ?? base
}

/** Higher first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a)
}
