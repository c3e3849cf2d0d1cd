import { type Covered, evaluability } from '@/lib/drift/evaluability'
import { rotationDue } from '@/lib/registry/secret-rotation'
import { attestEveryDays, inScope, type LifecyclePolicy, type RuleSetting } from './policy'
import { type Action, counted, DAY_MS, type HolderFact, isInService, type Rule, RULES, type SecretFact, type ServerFact, whoActs, type World } from './model'

/** Since when a rule holds (ms), which may lie ahead where only the calendar is waited for, and what must be done, in words. */
export type Holding = { since: number; text: string }

/** A rule that holds of something, and what the policy says follows. */
export type Due = { rule: Rule; kind: HolderFact['kind']; id: string; name: string; since: number; text: string; ownerId: string | null; graceMs: number; action: Action }

const later = (...times: (number | null)[]): number => Math.max(...times.map((time) => time ?? -Infinity))

function orphaned(fact: HolderFact, now: number): Holding | null {
  if (whoActs(fact) !== null) return null
  if (fact.kind === 'agent') return { since: fact.sponsor.leftAt ?? now, text: `Name a sponsor for ${fact.name}: ${fact.sponsor.name} has left` }
  const backup = fact.backup === null ? 'there is no backup owner' : `so has ${fact.backup.name}, the backup owner`
  return { since: later(fact.owner.leftAt ?? now, fact.backup?.leftAt ?? null), text: `Name an owner for ${fact.name}: ${fact.owner.name} has left, and ${backup}` }
}

// Many agents may reach the same server; whether it was listened to is asked once a look.
const answers = new WeakMap<World, Map<string, boolean>>()

function wasHeard(world: World, server: Covered, days: number): boolean {
  const known = answers.get(world) ?? new Map<string, boolean>()
  answers.set(world, known)
  const key = `${days} ${server.id}`
  const answer = known.get(key) ?? evaluability(world.sources, server, { from: world.now - days * DAY_MS, to: world.now }).evaluable
  known.set(key, answer)
  return answer
}

/** Absence counts only where somebody would have seen a call, all the time, at every server that it could have gone to. */
function unused(fact: HolderFact, days: number, world: World): Holding | null {
  const from = world.now - days * DAY_MS
  if (fact.since > from || (fact.lastUsedAt !== null && fact.lastUsedAt >= from)) return null
  if (fact.kind === 'server' && fact.lifecycle === 'quarantined') return null
  if (fact.watched.length === 0 || !fact.watched.every((server) => wasHeard(world, server, days))) return null
  const what = fact.kind === 'server' ? `Nothing has called ${fact.name}` : `${fact.name} has called nothing`
  return { since: later(fact.lastUsedAt, fact.since) + days * DAY_MS, text: `${what} for ${counted(days, 'day')}: end it, or say what it is kept for` }
}

/** When this secret is to be another one; null = nobody has said. What a policy asks of all is asked of static secrets alone. */
export function secretDueAt(secret: SecretFact, registeredAt: number, days: number | null): number | null {
  return rotationDue({ everyDays: secret.rotateEveryDays ?? (secret.kind === 'static' ? days : null), rotatedAt: secret.rotatedAt, registeredAt })
}

function staleSecret(fact: ServerFact, days: number | null): Holding | null {
  const due = fact.secrets.flatMap((secret) => {
    const at = secretDueAt(secret, fact.since, days)
    return at === null ? [] : [{ name: secret.name, at }]
  }).toSorted((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))[0]
  return due === undefined ? null : { since: due.at, text: `Rotate ${due.name} of ${fact.name}` }
}

function attestation(fact: HolderFact, policy: LifecyclePolicy): Holding | null {
  // Whom nobody answers for is a duty of its own; there is nobody to ask.
  if (whoActs(fact) === null) return null
  const days = attestEveryDays(policy, fact.kind === 'server' ? fact : {})
  return { since: (fact.attestedAt ?? fact.since) + days * DAY_MS, text: `Attest who answers for ${fact.name}${fact.attestedAt === null ? '; nobody ever has' : ''}` }
}

/** Since when (or from when on) a rule holds of something in service; null = it does not, or it cannot be told. */
export function holding(rule: Rule, fact: HolderFact, setting: RuleSetting, policy: LifecyclePolicy, world: World): Holding | null {
  if (!isInService(fact)) return null
  switch (rule) {
    case 'orphaned': return orphaned(fact, world.now)
    case 'unused': return setting.days === null ? null : unused(fact, setting.days, world)
    case 'stale_secret': return fact.kind === 'server' ? staleSecret(fact, setting.days) : null
    case 'attestation_overdue': return attestation(fact, policy)
    case 'pilot_over': return fact.kind === 'server' && fact.lifecycle === 'pilot' && fact.pilotUntil !== null ? { since: fact.pilotUntil, text: `Admit ${fact.name}, or end its pilot` } : null
    case 'no_workload_identity': return fact.kind === 'server' && !fact.hasIdentity && fact.lifecycle !== 'quarantined' ? { since: fact.since, text: `Give ${fact.name} a workload identity` } : null
  }
}

/** Everything that the policy asks at `world.now`, or will ask by `until` if nothing is done, of each fact in turn. */
export function evaluate(policy: LifecyclePolicy, facts: readonly HolderFact[], world: World, until: number = world.now): Due[] {
  return facts.flatMap((fact) => RULES.flatMap((rule): Due[] => {
    const setting = policy.rules[rule]
    if (!setting.on || !inScope(setting, fact)) return []
    const found = holding(rule, fact, setting, policy, world)
    if (found === null || found.since > until) return []
    return [{ rule, kind: fact.kind, id: fact.id, name: fact.name, ...found, ownerId: whoActs(fact), graceMs: setting.graceDays * DAY_MS, action: setting.action }]
  }))
}
