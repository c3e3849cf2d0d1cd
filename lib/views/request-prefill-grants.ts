import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { rows } from '@/lib/db/pool'
import { narrowed } from '@/lib/drift/narrow'
import { dayInWords } from '@/lib/grants/day-in-words'
import { type GrantView, grantView, reachOfGrant, type StoredGrant, windowOf } from '@/lib/grants/grant-view'
import type { GrantFact } from '@/lib/grants/model'
import { getStoredGrant } from '@/lib/grants/queries/find-grants'
import { paths } from '@/lib/paths'
import type { Access } from '@/lib/registry/model'
import { admittedTools } from '@/lib/requests/advice/facts'
import { knownServers } from '@/lib/requests/queries/advice-facts'
import { dayBefore } from './grant-usage'
import { ADVICE_DAYS } from './request-advice-facts'
import { type ActualUse, calls, EMPTY, type Filled, MOST_TARGETS, type Prefill, some } from './request-prefill-model'

const DAY_MS = 86_400_000

/** The same again, with what was used of it. What cannot be renewed any more is asked for anew. */
export async function fromRenewed(actor: Actor, id: string, now: Date): Promise<Prefill> {
  const grant = await getStoredGrant(actor, id)
  const view = grantView(grant, now)
  const refusal = view.state === 'active' ? (grant.validUntil === null ? 'The grant has no end, so there is nothing to renew: this asks for a grant beside it.' : null)
    : view.state === 'scheduled' ? 'The grant has not begun yet: this asks for a grant beside it.' : `The grant is ${view.state}: this asks for a new one, from its approval on.`
  const length = grant.validUntil === null ? null : Math.max(1, Math.round((grant.validUntil.getTime() - grant.validFrom.getTime()) / DAY_MS))
  const draft = { ...draftOf(view), ...(refusal === null ? { renews: id } : {}), ...(length === null || length > 3650 ? {} : { durationDays: length }) }
  const filled: Filled[] = [{ field: 'targets', sentence: 'The same again: whom, what, and what for, as the grant says.', href: paths.grant(id) }]
  if (draft.durationDays !== undefined) filled.push({ field: 'durationDays', sentence: `For ${draft.durationDays === 1 ? 'one day' : `${draft.durationDays} days`}, as before${refusal === null && view.validUntil !== null ? `, from ${dayInWords(view.validUntil)} on, when the old one ends` : ''}.` })
  return { ...EMPTY, draft, filled, left: refusal === null ? [] : [refusal], use: await actualUse(actor, grant, now) }
}

/** An imported grant as it is, through the approval steps. */
export async function fromConfirmed(actor: Actor, id: string, now: Date): Promise<Prefill> {
  const grant = await getStoredGrant(actor, id)
  const view = grantView(grant, now)
  const refusal = !view.imported ? 'Only an imported grant is confirmed; this one was approved here.' : view.confirmedAt !== null ? 'The grant is confirmed already.'
    : view.state === 'expired' || view.state === 'revoked' ? `The grant is ${view.state}; nothing is left to confirm.` : null
  return {
    ...EMPTY, draft: { ...draftOf(view), ...(refusal === null ? { confirms: id } : {}) }, left: refusal === null ? [] : [refusal], use: await actualUse(actor, grant, now),
    filled: [{ field: 'targets', sentence: `The imported grant as it is${view.importReason === null ? '' : `, taken over because: ${view.importReason}`}. Approvers may narrow it.`, href: paths.grant(id) }],
  }
}

function draftOf(view: GrantView): Prefill['draft'] {
  return {
    server: view.server, caller: view.caller, targets: [{ ...view.target, access: view.access, scope: [...view.scope] }], purpose: view.purpose, mode: view.mode, reauthorise: view.reauthorise, origin: { kind: 'grant', id: view.id },
  }
}

type Row = { target: string; access: Access; resourceKeys: string[]; calls: number; lastAt: Date }

/** What was called under a grant in the last days, and what would have been enough; null where the actor may not see activity. */
export async function actualUse(actor: Actor, grant: StoredGrant, now: Date): Promise<ActualUse | null> {
  if (!mayOnServer(actor, 'activity.read', grant.server.id)) return null
  const found = await rows<Row>(
    `SELECT target, access, resource_keys AS "resourceKeys", sum(count)::float8 AS calls, max(last_at) AS "lastAt" FROM usage WHERE grant_id = $1 AND day >= $2 GROUP BY target, access, resource_keys`, [grant.id, dayBefore(now, ADVICE_DAYS)],
  )
  const total = found.reduce((sum, row) => sum + row.calls, 0)
  const last = found.reduce<Date | null>((latest, row) => (latest === null || row.lastAt > latest ? row.lastAt : latest), null)
  const used = [...new Set(found.map((row) => row.target))].sort()
  const server = (await knownServers([grant.server.id])).get(grant.server.id)
  const admitted = grant.targetKind !== 'tool' || server === undefined || server.tools.length === 0 ? null : admittedTools(server, { kind: 'tool', name: grant.target }).length
  return {
    grantId: grant.id, days: ADVICE_DAYS, calls: total, lastAt: last?.toISOString() ?? null, admitted, used, suggestion: suggestionFrom(grant, found),
    sentence: useSentence({ total, last, used: used.length, admitted }),
  }
}

function useSentence({ total, last, used, admitted }: { total: number; last: Date | null; used: number; admitted: number | null }): string {
  if (last === null) return `Nobody has made a call under it in the last ${ADVICE_DAYS} days.`
  const tools = admitted === null || admitted < 2 ? '' : ` ${used} of the ${admitted} tools that it admits ${used === 1 ? 'was' : 'were'} called.`
  const counted = calls(total)
  return `${counted.charAt(0).toUpperCase()}${counted.slice(1)} under it in the last ${ADVICE_DAYS} days, the last on ${dayInWords(last)}.${tools}`
}

/** As drift proposes it; null where that is the grant itself, or more targets than one request holds. */
function suggestionFrom(grant: StoredGrant, use: readonly Row[]): ActualUse['suggestion'] {
  if (use.length === 0) return null
  const { serverId, agentId, clientId, human, targetKind, target, access, scope, mode } = reachOfGrant(grant)
  const fact: GrantFact = { id: grant.id, serverId, agentId, clientId, human, targetKind, target, access, scope, mode, ...windowOf(grant), suspensions: [] }
  const found = narrowed(fact, use)
  const [first, ...others] = found
  const same = first !== undefined && others.length === 0 && first.target === target && first.access === access && JSON.stringify(first.scope) === JSON.stringify(scope)
  return same || found.length > MOST_TARGETS ? null : found.map((one) => ({ kind: targetKind, name: one.target, access: one.access, scope: [...one.scope] }))
}

/** The names of grants' targets in a sentence. */
export function targetsWords(grants: readonly Pick<StoredGrant, 'target'>[]): string {
  return some([...new Set(grants.map(({ target }) => target))])
}
