const DAY = 86_400_000

/** How long before its end a pilot asks for a decision, in days. */
export const PILOT_NOTICE_DAYS = 7

export type Decision = 'proposed' | 'second reviewer' | 'pilot ends'

/** Which decision a server waits for, if any: the first, the second consent, or what becomes of a pilot that ends (or has ended). */
export function decisionOf(server: { lifecycle: string; pilotUntil: string | null; pending: boolean }, now: Date): Decision | null {
  if (server.pending) return 'second reviewer'
  if (server.lifecycle === 'proposed') return 'proposed'
  const ends = server.lifecycle === 'pilot' && server.pilotUntil !== null && Date.parse(server.pilotUntil) < now.getTime() + PILOT_NOTICE_DAYS * DAY
  return ends ? 'pilot ends' : null
}
