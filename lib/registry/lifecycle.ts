import { type Lifecycle, SENSITIVE, type Sensitivity } from './model'

/** Who may make a move: a role, the server's own owner or backup owner, or the console itself. */
export type Mover = 'security_reviewer' | 'incident_responder' | 'owner' | 'system'

/** What must hold besides the states. */
type Condition = 'not_sensitive' | 'sensitive' | 'admitted' | 'came_from' | 'proven'

export type Move = { from: Lifecycle; to: Lifecycle; who: readonly Mover[]; people: 1 | 2; when?: Condition }

const REVIEWER = ['security_reviewer'] as const
const RESPONDERS = ['security_reviewer', 'incident_responder'] as const
const OWNERS = ['owner', 'security_reviewer'] as const

/** The life cycle. What is not in this table is refused: by the screens, by the command, and by a trigger in the store. */
export const MOVES: readonly Move[] = [
  { from: 'proposed', to: 'active', who: REVIEWER, people: 1, when: 'not_sensitive' },
  { from: 'proposed', to: 'pilot', who: REVIEWER, people: 2, when: 'sensitive' },
  { from: 'proposed', to: 'rejected', who: REVIEWER, people: 1 },
  { from: 'pilot', to: 'active', who: REVIEWER, people: 1, when: 'admitted' },
  { from: 'pilot', to: 'quarantined', who: RESPONDERS, people: 1 },
  { from: 'pilot', to: 'offboarding', who: OWNERS, people: 1 },
  { from: 'active', to: 'quarantined', who: RESPONDERS, people: 1 },
  { from: 'active', to: 'offboarding', who: OWNERS, people: 1 },
  { from: 'quarantined', to: 'pilot', who: RESPONDERS, people: 1, when: 'came_from' },
  { from: 'quarantined', to: 'active', who: RESPONDERS, people: 1, when: 'came_from' },
  { from: 'quarantined', to: 'offboarding', who: OWNERS, people: 1 },
  { from: 'offboarding', to: 'pilot', who: REVIEWER, people: 1, when: 'came_from' },
  { from: 'offboarding', to: 'active', who: REVIEWER, people: 1, when: 'came_from' },
  { from: 'offboarding', to: 'quarantined', who: REVIEWER, people: 1, when: 'came_from' },
  { from: 'offboarding', to: 'retired', who: ['system'], people: 1, when: 'proven' },
]

/** `revokedAt`: when its offboarding revoked everything; from then on it only retires. */
export type Standing = { lifecycle: Lifecycle; lifecycleBefore: Lifecycle | null; sensitivity: Sensitivity; revokedAt?: Date | string | null }

/** Why the condition does not hold, in words for the person who wants the move; null when it holds. */
function obstacle(move: Move, server: Standing): string | null {
  if (move.from === 'offboarding' && move.to !== 'retired' && (server.revokedAt ?? null) !== null) return 'its offboarding has revoked what it held and what was held on it; it only retires, and comes back by a new registration'
  switch (move.when) {
    case undefined: return null
    case 'not_sensitive': return SENSITIVE.has(server.sensitivity) ? `a ${server.sensitivity} server goes through a pilot first` : null
    case 'sensitive': return SENSITIVE.has(server.sensitivity) ? null : `a server that is ${server.sensitivity} needs no pilot; it becomes active directly`
    case 'admitted': return 'admission is not passed'
    case 'came_from': return move.to === server.lifecycleBefore ? null : `it goes back only to where it came from (${server.lifecycleBefore ?? 'unknown'})`
    case 'proven': return null
  }
}

/** A move out of the server's state, and why it cannot be made now. */
export type MoveOption = Move & { obstacle: string | null }

/** Every move out of the server's present state, those with an obstacle included: a screen shows them and says why. */
export function movesOf(server: Standing): MoveOption[] {
  return MOVES.filter((move) => move.from === server.lifecycle).map((move) => ({ ...move, obstacle: obstacle(move, server) }))
}

/** The states the server can go to now, the console's own moves apart. */
export function legalTargets(server: Standing): Lifecycle[] {
  return movesOf(server).filter((move) => move.obstacle === null && !isSystemOnly(move)).map((move) => move.to)
}

function isSystemOnly(move: Move): boolean {
  return move.who.every((who) => who === 'system')
}

export type MoveAnswer = { ok: true; move: Move } | { ok: false; reason: string }

/** May the server go to `to`, whoever asks? `bySystem` = the console itself asks. The reason of a refusal names the legal moves. */
export function judgeMove(server: Standing, to: Lifecycle, bySystem: boolean): MoveAnswer {
  const move = movesOf(server).find((one) => one.to === to)
  const legal = legalTargets(server)
  const instead = legal.length === 0 ? 'No move out of this state is possible.' : `From ${server.lifecycle} it can go to ${legal.join(', ')}.`
  if (move === undefined) return { ok: false, reason: `A server does not go from ${server.lifecycle} to ${to}. ${instead}` }
  if (move.obstacle !== null) return { ok: false, reason: `The server cannot go from ${server.lifecycle} to ${to}: ${move.obstacle}. ${instead}` }
  if (isSystemOnly(move) && !bySystem) return { ok: false, reason: `Only the console itself moves a server from ${server.lifecycle} to ${to}, on the proof that nothing calls it any more. ${instead}` }
  return { ok: true, move }
}

/** Who asks: roles, whether they own or back up this very server, and whether it is the console itself. */
export type Asker = { roles: readonly string[]; ownsIt: boolean; isSystem: boolean }

/** May this asker make the move? Being in the server's team is not owning it. */
export function mayMove(move: Move, asker: Asker): boolean {
  return move.who.some((who) => asker.isSystem || (who === 'owner' ? asker.ownsIt : who !== 'system' && asker.roles.includes(who)))
}

/** In words: who may make the move. */
export function whoInWords(move: Move): string {
  const words: Record<Mover, string> = { security_reviewer: 'a security reviewer', incident_responder: 'an incident responder', owner: 'its owner or backup owner', system: 'the console itself' }
  return move.people === 2 ? 'two security reviewers' : move.who.map((who) => words[who]).join(' or ')
}

/**
 * Where the server goes back to after a move: quarantine and offboarding remember where it came from; a quarantine that is
 * taken up again after a cancelled offboarding remembers the state before it (`lastRunning`: pilot or active).
 */
export function beforeAfterMove(move: Move, lastRunning: Lifecycle | null): Lifecycle | null {
  if (move.to === 'offboarding') return move.from
  if (move.to !== 'quarantined') return null
  return move.from === 'offboarding' ? lastRunning : move.from
}
