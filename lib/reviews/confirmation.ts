import type { UsageFact } from '@/lib/activity/model'
import { callOf } from '@/lib/drift/coverage'
import { type Evaluability, gapInWords } from '@/lib/drift/evaluability'
import { includes, includesScope } from '@/lib/grants/includes'
import { endOf } from '@/lib/grants/intervals'
import { covers, fitOf, reaches } from '@/lib/grants/match'
import { type ActKind, type Call, type Declarations, type GrantFact, KIND_TARGET } from '@/lib/grants/model'
import { usedInWords, watchedInWords } from './confirmation-words'
import type { ConfirmationDetail } from './model'

/** What the watch says: each but `confirmed` keeps the campaign open. (`unproven` is what a signature makes of one.) */
export const CONFIRMATIONS = ['watching', 'confirmed', 'still_used', 'still_reachable', 'not_evaluable'] as const
export type Confirmation = (typeof CONFIRMATIONS)[number]

/** Times in milliseconds. */
export type Watch = {
  declarations: Declarations
  /** The grants that the outcome ended: the frozen one, and what had come in its place. */
  ended: readonly GrantFact[]
  /** What the outcome left in its place. */
  left: readonly GrantFact[]
  endedAt: number
  watchMs: number
  /**
   * Calls on their server that were not granted, each row wholly after the end and with the resources as they were named: of the
   * roll-up where its row says so, else of the events themselves.
   */
  after: readonly UsageFact[]
  /** What was used under them in the evidence window, from the roll-up. */
  used: readonly UsageFact[]
  /** Can a source vouch for their server in a window? */
  silence: (window: { from: number; to: number }) => Evaluability
  now: number
}

/**
 * What the watch of one item has found, the first that applies.
 * `still_used`: a call was executed after the end that an ended grant would have covered but for its end, or whose nearest grant one of
 * them is, and no other grant covered it. It stays so as long as such a call is known; a signature alone passes over it.
 * `still_reachable`: another grant in force covers what was used, or everything that was ended.
 * `watching`: the watch is not over. `confirmed`: it is, and a source vouches for all of it, or for as long a time up to now.
 * `not_evaluable`: no source can. Blocked calls never count as use: they are proof that it is enforced.
 */
export function confirmationOf(watch: Watch): { status: Confirmation; detail: ConfirmationDetail } {
  const after = useAfterTheEnd(watch)
  const executed = after.filter((row) => row.outcome !== 'denied')
  const [calls, blocked] = [sum(executed), sum(after) - sum(executed)]
  const detail = { source: null, gaps: [], calls, blocked, lastAt: calls === 0 ? null : new Date(Math.max(...executed.map((row) => row.lastAt))).toISOString(), grantIds: [] }
  if (calls > 0) return { status: 'still_used', detail: { ...detail, text: usedInWords(executed, calls) } }
  const reaching = reachableThrough(watch)
  if (reaching.length > 0) {
    return { status: 'still_reachable', detail: { ...detail, grantIds: reaching.map((grant) => grant.id), text: `Another grant that is in force admits ${reaching.some((grant) => watch.ended.some((own) => includes(grant, own))) ? 'all of it' : 'what was used under it'}: ${names(reaching)}.` } }
  }
  const over = watch.endedAt + watch.watchMs
  if (watch.now < over) return { status: 'watching', detail: { ...detail, text: watchedInWords(over, blocked) } }
  const vouched = [{ from: watch.endedAt, to: over }, { from: watch.now - watch.watchMs, to: watch.now }].map((window) => watch.silence(window))
  const proof = vouched.find((one) => one.evaluable)
  if (proof?.evaluable === true) return { status: 'confirmed', detail: { ...detail, source: proof.source, text: `No call came through${blocked === 0 ? '' : `, and ${blocked} ${blocked === 1 ? 'was' : 'were'} blocked`}; ${proof.source} watched all the time.` } }
  const gaps = vouched.flatMap((one) => (one.evaluable ? [] : [one.gaps.map(gapInWords)])).at(-1) ?? []
  return { status: 'not_evaluable', detail: { ...detail, gaps, text: gaps.length === 0 ? 'No source watches the server, so its silence proves nothing.' : `Nothing was seen, but nobody can vouch for that: ${gaps.slice(0, 3).join('; ')}.` } }
}

/** The calls after the end that the watch counts, executed and blocked. */
export function useAfterTheEnd(watch: Watch): UsageFact[] {
  return watch.after.filter((row) => concerns(watch, row))
}

/** Is it a call that an ended grant would have covered but for its end, or that came nearest to one, and that no other grant covered? */
function concerns({ declarations, ended }: Watch, row: UsageFact): boolean {
  if (row.verdict === 'granted') return false
  if (row.nearestGrantId !== null && ended.some((grant) => grant.id === row.nearestGrantId)) return true
  const call = callOf(row, row.lastAt)
  return call !== null && ended.some((grant) => coversButForTime(declarations, grant, call))
}

function coversButForTime(declarations: Declarations, grant: GrantFact, call: Call): boolean {
  if (!reaches(grant, call)) return false
  const fit = fitOf(declarations, grant, call)
  return fit.caller && fit.access && fit.scope
}

/** Grants in force that cover what was used and taken away, or all of what was ended; one of those ended that stands again among them. */
function reachableThrough({ declarations, ended, left, used, now }: Watch): GrantFact[] {
  const own = new Set(left.map((grant) => grant.id))
  const servers = new Set(ended.map((grant) => grant.serverId))
  const taken = used.filter((row) => !left.some((grant) => coversRow(declarations, grant, row, now)))
  return [...servers].flatMap((serverId) => declarations.grants.get(serverId) ?? []).filter((grant) => !own.has(grant.id) && isInForce(grant, now)
    && (ended.some((one) => one.id === grant.id || includes(grant, one)) || taken.some((row) => coversRow(declarations, grant, row, now))))
}

/** In force at `now`, and not at rest as a whole. */
export function isInForce(grant: GrantFact, now: number): boolean {
  const end = endOf(grant)
  return grant.mode === 'direct' && grant.validFrom <= now && (end === null || now < end) && !grant.suspensions.some((hold) => hold.toolName === null && hold.from <= now && (hold.to === null || now < hold.to))
}

/** Does the grant cover now what a row counts? A resource that the roll-up has cut is covered where everything that it may have been is. */
function coversRow(declarations: Declarations, grant: GrantFact, row: UsageFact, now: number): boolean {
  const call = callOf(row, now)
  if (call !== null) return covers(declarations, grant, call)
  if (!Object.hasOwn(KIND_TARGET, row.kind) || !includesScope(grant.scope, row.resourceKeys)) return false
  return covers(declarations, { ...grant, scope: [] }, { ...row, kind: row.kind as ActKind, at: now, resources: [], agentName: row.agent, clientName: row.client, humanName: row.human })
}

function sum(rows: readonly UsageFact[]): number {
  return rows.reduce((all, row) => all + row.count, 0)
}

const MOST = 3

function names(grants: readonly GrantFact[]): string {
  const shown = grants.slice(0, MOST).map((grant) => `${grant.target} (${grant.access})`)
  return `${shown.join(', ')}${grants.length > MOST ? ` and ${grants.length - MOST} more` : ''}`
}
