import { isRegistered } from './holders'
import { hasEnded, isEffective } from './intervals'
import { type Fit, fitOf, matchesAgent, matchesClient, reaches } from './match'
import type { Call, Declarations, GrantFact, Judgement, Verdict } from './model'
import { compareGrants } from './order'

export const NOBODY: Judgement = { verdict: 'ungranted', grantId: null, nearestGrantId: null }

/**
 * Verdict rule 2: no agent; or no client; or no human, unless for that target a live grant admits human `none`, or an ended
 * one did for this same agent and client. `reaching` are the grants whose server, kind and target match the call.
 */
export function isUnattributed(declarations: Declarations, reaching: readonly GrantFact[], call: Call): boolean {
  if (call.agentName === null || call.clientName === null) return true
  if (call.humanName !== null) return false
  return !reaching.some((grant) => grant.human.rule === 'none' && (isEffective(grant, call.target, call.at)
    || (hasEnded(grant, call.at) && matchesAgent(declarations, grant, call) && matchesClient(declarations, grant, call))))
}

/** A grant that fits in all dimensions but one makes the verdict of that one; looked for in this order. */
export const NEAR_MISSES: readonly { verdict: Verdict; failing: keyof Fit }[] = [
  { verdict: 'lapsed', failing: 'time' },
  { verdict: 'over_access', failing: 'access' },
  { verdict: 'out_of_scope', failing: 'scope' },
  { verdict: 'wrong_caller', failing: 'caller' },
]

const DIMENSIONS = ['time', 'caller', 'access', 'scope'] as const

function failsOnly(fit: Fit, failing: keyof Fit | null): boolean {
  return DIMENSIONS.every((dimension) => fit[dimension] === (dimension !== failing))
}

/**
 * The verdict on a call by what is declared: the eight rules in order, as written. `makeJudge` answers the same faster.
 * `granted` carries the covering grant; `lapsed`, `over_access`, `out_of_scope` and `wrong_caller` the nearest one.
 */
export function judge(declarations: Declarations, call: Call): Judgement {
  if (call.serverId === null || !isRegistered(declarations.servers.get(call.serverId), call.at)) return { ...NOBODY, verdict: 'unregistered' }
  const reaching = (declarations.grants.get(call.serverId) ?? []).filter((grant) => reaches(grant, call)).sort(compareGrants)
  if (isUnattributed(declarations, reaching, call)) return { ...NOBODY, verdict: 'unattributed' }
  const fits = reaching.map((grant) => ({ id: grant.id, fit: fitOf(declarations, grant, call) }))
  const covering = fits.find(({ fit }) => failsOnly(fit, null))
  if (covering) return { verdict: 'granted', grantId: covering.id, nearestGrantId: null }
  for (const { verdict, failing } of NEAR_MISSES) {
    const nearest = fits.find(({ fit }) => failsOnly(fit, failing))
    if (nearest) return { verdict, grantId: null, nearestGrantId: nearest.id }
  }
  return NOBODY
}
