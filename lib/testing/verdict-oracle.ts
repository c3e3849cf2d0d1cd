import type { Call, Declarations, GrantFact, Judgement } from '@/lib/grants/model'

/**
 * A second reading of "Covers" and "Verdict" in the rule book, written from its sentences alone and without regard to speed.
 * It shares no code with the rules it checks; where both agree on random worlds, a slip would have to be made twice.
 */
export function oracleVerdict(d: Declarations, call: Call): Judgement {
  const server = call.serverId === null ? undefined : d.servers.get(call.serverId)
  const registeredStates = ['active', 'pilot', 'quarantined', 'offboarding', 'retired']
  const states = server?.states ?? []
  const since = states.findIndex((s) => registeredStates.includes(s.state))
  const now = states.filter((s, i) => i >= since && s.at <= call.at).at(-1) ?? states[since]
  if (since === -1 || now === undefined || !registeredStates.includes(now.state)) return say('unregistered')

  const forTarget = (d.grants.get(call.serverId ?? '') ?? []).filter((g) => g.serverId === call.serverId && targetFits(g, call))
  if (call.agentName === null) return say('unattributed')
  if (call.clientName === null) return say('unattributed')
  if (call.humanName === null) {
    const live = forTarget.some((g) => g.human.rule === 'none' && timeFits(g, call))
    const ended = forTarget.some((g) => {
      const ends = [g.validUntil, g.revokedAt].filter((t) => t !== null)
      const end = Math.min(...ends)
      return g.human.rule === 'none' && g.mode !== 'task' && ends.length > 0 && end > g.validFrom && end <= call.at && agentFits(d, g, call) && clientFits(d, g, call)
    })
    if (!live && !ended) return say('unattributed')
  }

  const best = (test: (g: GrantFact) => boolean): string | null => firstByTies(forTarget.filter(test))
  const callerFits = (g: GrantFact): boolean => agentFits(d, g, call) && clientFits(d, g, call) && humanFits(d, g, call)
  const levels = ['read', 'write', 'admin']
  const accessFits = (g: GrantFact): boolean => levels.indexOf(call.access) <= levels.indexOf(g.access)
  const covering = best((g) => timeFits(g, call) && callerFits(g) && accessFits(g) && scopeFits(g, call))
  if (covering !== null) return { verdict: 'granted', grantId: covering, nearestGrantId: null }
  const lapsed = best((g) => !timeFits(g, call) && callerFits(g) && accessFits(g) && scopeFits(g, call))
  if (lapsed !== null) return say('lapsed', lapsed)
  const over = best((g) => timeFits(g, call) && callerFits(g) && !accessFits(g) && scopeFits(g, call))
  if (over !== null) return say('over_access', over)
  const outside = best((g) => timeFits(g, call) && callerFits(g) && accessFits(g) && !scopeFits(g, call))
  if (outside !== null) return say('out_of_scope', outside)
  const wrong = best((g) => timeFits(g, call) && !callerFits(g) && accessFits(g) && scopeFits(g, call))
  return wrong === null ? say('ungranted') : say('wrong_caller', wrong)
}

function say(verdict: Judgement['verdict'], nearestGrantId: string | null = null): Judgement {
  return { verdict, grantId: null, nearestGrantId }
}

function timeFits(g: GrantFact, call: Call): boolean {
  if (g.mode === 'task' || call.at < g.validFrom) return false
  if (g.validUntil !== null && call.at >= g.validUntil) return false
  if (g.revokedAt !== null && call.at >= g.revokedAt) return false
  for (const s of g.suspensions) {
    const concerns = s.toolName === null || s.toolName === call.target
    if (concerns && call.at >= s.from && (s.to === null || call.at < s.to)) return false
  }
  return true
}

function targetFits(g: GrantFact, call: Call): boolean {
  const wanted = call.kind === 'tool_call' ? 'tool' : call.kind === 'context_access' ? 'context' : 'downstream'
  if (g.targetKind !== wanted) return false
  if (g.target === call.target) return true
  return !(wanted === 'context' && treacherous(call.target)) && glob(g.target, call.target)
}

function scopeFits(g: GrantFact, call: Call): boolean {
  if (g.scope.length === 0) return true
  if (call.resources.length === 0) return false
  return call.resources.every((r) => g.scope.some((s) => s === r || (!treacherous(r) && glob(s, r))))
}

/** Column by column: which prefixes of the pattern can have matched the text so far. */
export function glob(pattern: string, text: string): boolean {
  let reach: boolean[] = [true]
  for (let j = 0; j < pattern.length; j += 1) reach[j + 1] = pattern[j] === '*' && reach[j] === true
  for (const letter of text.split('')) {
    const next: boolean[] = [false]
    for (let j = 0; j < pattern.length; j += 1) {
      next[j + 1] = pattern[j] === '*' ? next[j] === true || reach[j + 1] === true : pattern[j] === letter && reach[j] === true
    }
    reach = next
  }
  return reach[pattern.length] === true
}

export function treacherous(text: string): boolean {
  let seen = text
  for (let round = 0; round <= text.length; round += 1) {
    for (const letter of seen) {
      const code = letter.codePointAt(0) ?? 0
      if (code < 32 || (code >= 127 && code < 160) || letter === '\\') return true
    }
    if (seen.toLowerCase().includes('%2f')) return true
    const pieces = seen.split('/').flatMap((piece) => piece.split('?')).flatMap((piece) => piece.split('#'))
    if (pieces.some((piece) => ['.', '..'].includes(piece.slice(piece.lastIndexOf(':') + 1)))) return true
    const escapes = /%[0-9a-f]{2}/i.test(seen)
    if (round === 0 ? !seen.includes('%') : !escapes) return false
    try {
      seen = decodeURIComponent(round === 0 ? seen : seen.replace(/%(?![0-9a-f]{2})/gi, '%25'))
    } catch {
      return true
    }
  }
  return true
}

function activeAt(states: readonly { at: number; state: string }[] | undefined, at: number): boolean {
  return ((states ?? []).filter((s) => s.at <= at).at(-1) ?? states?.[0])?.state === 'active'
}

function agentFits(d: Declarations, g: GrantFact, call: Call): boolean {
  if (g.agentId !== null) return g.agentId === call.agentId
  return call.agentId !== null && activeAt(d.agents.get(call.agentId)?.states, call.at)
}

function clientFits(d: Declarations, g: GrantFact, call: Call): boolean {
  if (g.clientId !== null) return g.clientId === call.clientId
  return call.clientId !== null && activeAt(d.clients.get(call.clientId)?.states, call.at)
}

function humanFits(d: Declarations, g: GrantFact, call: Call): boolean {
  const human = g.human
  if (human.rule === 'none') return call.humanName === null
  if (call.humanId === null) return false
  if (human.rule === 'person') return human.personId === call.humanId
  if (human.rule === 'any') return activeAt(d.people.get(call.humanId)?.states, call.at)
  return (d.memberships.get(human.teamId) ?? []).some((m) => m.personId === call.humanId
    && call.at >= (m.from ?? -Infinity) && call.at < (m.to ?? Infinity))
}

/** exact target, fewest `any`, scoped, lowest ceiling, earliest validFrom, id */
function firstByTies(grants: readonly GrantFact[]): string | null {
  const key = (g: GrantFact): (number | string)[] => [
    g.target.includes('*') ? 1 : 0,
    [g.agentId === null, g.clientId === null, g.human.rule === 'any'].filter(Boolean).length,
    g.scope.length === 0 ? 1 : 0,
    ['read', 'write', 'admin'].indexOf(g.access),
    g.validFrom,
    g.id,
  ]
  let best: GrantFact | null = null
  for (const grant of grants) if (best === null || smaller(key(grant), key(best))) best = grant
  return best?.id ?? null
}

function smaller(a: readonly (number | string)[], b: readonly (number | string)[]): boolean {
  for (const [i, value] of a.entries()) {
    const other = b[i]
    if (other !== undefined && value !== other) return value < other
  }
  return false
}
