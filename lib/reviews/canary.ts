import { isExact } from '@/lib/grants/target-match'
import { sha256Hex } from '@/lib/hash'
import type { DraftItem } from './draft-item'
import { flagsOf, isUnconfirmed } from './flags'
import type { FrozenGrant } from './frozen'
import { riskOf } from './risk'
import type { Sensitivity } from '@/lib/registry/model'

/** With fewer items than this a row that does not exist would be a large part of the work. */
const LEAST = 20

type GrantItem = DraftItem & { frozen: FrozenGrant }

/** How many canaries a campaign of `items` has at `perHundred`: at least one, where there are any. */
export function canaryCount(items: number, perHundred: number): number {
  return perHundred === 0 || items < LEAST ? 0 : Math.max(1, Math.round((items * perHundred) / 100))
}

/**
 * Rows that do not exist and should be revoked, each like a grant beside it: the server, client and people of one item, the agent and
 * the target of others. They name nobody as human, so that nobody could be in conflict with what is not there. `newId` is all that is
 * random: the same ids make the same rows.
 */
export function canaries(items: readonly DraftItem[], perHundred: number, newId: () => string): DraftItem[] {
  const models = items.filter((item): item is GrantItem => item.frozen.subject === 'grant' && item.frozen.grant.agent !== null && item.frozen.grant.human.rule !== 'person' && item.frozen.telemetry.evaluable)
  const known = new Set(items.map((item) => `${item.serverId ?? ''} ${item.agentId ?? ''} ${item.target}`))
  const made: DraftItem[] = []
  for (let tries = 0; made.length < (models.length === 0 ? 0 : canaryCount(items.length, perHundred)) && tries < 40 * models.length; tries += 1) {
    const id = newId()
    const pick = picker(id)
    const [model, lender, other] = [pick(models), pick(models), pick(models)]
    if (model === undefined || lender === undefined || other === undefined) break
    // A target of the same server under which another agent works; one of its own where there is no other.
    const target = other.serverId === model.serverId && isExact(other.target) ? other : model
    const key = `${model.serverId ?? ''} ${lender.agentId ?? ''} ${target.target}`
    if (known.has(key)) continue
    known.add(key)
    made.push(canary(id, model, lender, target))
  }
  return made
}

function canary(id: string, model: GrantItem, lender: GrantItem, target: GrantItem): DraftItem {
  const { grant, use, telemetry } = model.frozen
  const recommendation = { answer: 'revoke', rule: 'unused', text: `unused for ${use.days} d, ${target.frozen.grant.access}${telemetry.evaluable ? `; ${telemetry.source} would have seen a call` : ''}` } as const
  const unused: FrozenGrant['use'] = { ...use, state: 'unused', calls: 0, calls30: 0, blocked: 0, lastAt: null, weeks: use.weeks.map(() => 0), agents: 0, clients: 0, humans: 0, callers: [], targets: [], targetsUsed: 0, accessUsed: null, agentReported: 0 }
  const definition: FrozenGrant['definition'] = { state: 'unchanged', tool: null, from: null, to: null, reasons: [], held: false }
  const frozen: FrozenGrant = {
    ...model.frozen, use: unused, definition, findings: [], narrowed: null, previous: null, recommendation, destructive: target.frozen.destructive, admits: target.frozen.admits, peers: target.frozen.peers,
    grant: { ...grant, id, agent: lender.frozen.grant.agent, human: { rule: 'any', id: null, name: 'any' }, target: target.frozen.grant.target, access: target.frozen.grant.access, scope: [], purpose: target.frozen.grant.purpose },
  }
  const risk = riskOf({ access: frozen.grant.access, sensitivity: grant.server.sensitivity as Sensitivity, effects: grant.server.effects, findings: [], definition: 'unchanged' })
  return {
    subject: 'grant', grantId: null, serverId: model.serverId, agentId: lender.agentId, server: model.server, agent: lender.agent, target: target.target, access: frozen.grant.access, risk,
    // Marked as its model is: a mark that is missing would tell what it is.
    flags: flagsOf({ risk, use: unused, telemetry, definition, destructive: frozen.destructive, unconfirmed: isUnconfirmed(frozen.grant), recommendation, change: 'new', isNew: model.flags.includes('new') }),
    change: 'new', frozen, digest: sha256Hex(id), synthetic: true,
  }
}

/** Picks by the digest of an id, as evenly as that is. */
function picker(id: string): <T>(list: readonly T[]) => T | undefined {
  let at = 0
  const digest = sha256Hex(id)
  return (list) => list[Number.parseInt(digest.slice((at += 8) - 8, at), 16) % list.length]
}
