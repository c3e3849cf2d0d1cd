import { canonicalJson } from '@/lib/canonical-json'
import { linesLeft } from './sentence'
import type { LineState, ResidualAction, SilenceVerdict } from './model'

type Line = { kind: string; action: string; state: string }

/** Does nothing but the silence hold up the closing? An emergency must have been explained. */
export function maybeClosed(lines: readonly Line[], of: { emergency: boolean; explanation: string | null }): boolean {
  return linesLeft(lines.map((line) => ({ state: line.state as LineState, action: line.action as ResidualAction, ownerless: false }))) === 0 && (!of.emergency || of.explanation !== null)
}

/** A stored verdict that only counts on is written down as often as this. */
export const STALE_MS = 5 * 60_000

/** What there is to write down: all of it, only that time has passed, or nothing that is worth a write. */
export function worthSaving(stored: SilenceVerdict | null, found: SilenceVerdict, fresh: boolean): 'changed' | 'counted_on' | 'nothing' {
  if (stored === null || canonicalJson(essence(stored)) !== canonicalJson(essence(found))) return 'changed'
  return fresh || gapsOf(stored) !== gapsOf(found) || Date.parse(found.to) - Date.parse(stored.to) >= STALE_MS ? 'counted_on' : 'nothing'
}

/** What does not change by time passing alone. */
function essence({ verdict, from, neededMs, calls, refused, lastAt, callers, blocking, servers }: SilenceVerdict): unknown {
  return { verdict, from, neededMs, calls, refused, lastAt, callers, blocking, servers: servers.map((server) => ({ name: server.name, gaps: server.gaps.map((gap) => gap.from) })) }
}

function gapsOf({ servers }: SilenceVerdict): string {
  return canonicalJson(servers.map((server) => server.gaps))
}
