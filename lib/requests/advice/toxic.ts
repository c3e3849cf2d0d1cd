import { ACCESS_RANK, SENSITIVE, SENSITIVITIES } from '@/lib/registry/model'
import { type Ability, type AdviceFacts, askedAbilities, heldAbilities } from './facts'
import { abilityWords, toolWords } from './words'

export type ToxicSeverity = 'high' | 'medium'

/** What is wrong, and which sentence says so. */
type Verdict = { severity: ToxicSeverity; sentence: string }

/** A combination that should not come about unseen: within one ability (what it admits, who may, and for whom), or of two. */
type Rule = {
  id: string
  title: string
  alone?: (one: Ability) => Verdict | null
  /** Asked in both orders. */
  together?: (first: Ability, second: Ability) => Verdict | null
}

/** Both sides by what the screens link: a target of the request by its place, a grant by its id. `second` null = one is enough. */
export type ToxicHit = { id: ToxicId; title: string; severity: ToxicSeverity; sentence: string; first: Side; second: Side | null }
export type Side = { by: Ability['by']; server: string; target: string; access: Ability['reach']['access']; hidden: boolean }

/** Tags of servers on which who may write can widen what they may. */
const OVER_ACCESS = ['iam', 'secrets']
/** Tags of servers on which a mistake is paid for outside. */
const OF_CONSEQUENCE = ['production_change', 'payments']

function tagged(ability: Ability, tags: readonly string[]): string | undefined {
  return ability.server.effects.find((effect) => tags.includes(effect))
}

function writes(ability: Ability): boolean {
  return ACCESS_RANK[ability.reach.access] >= ACCESS_RANK.write
}

/** Can both be used in one chain? Not where each is for another client, or for another human: drift would see two chains too. */
function canMeet(a: Ability, b: Ability): boolean {
  const { clientId, human } = a.reach
  const other = b.reach
  if (clientId !== null && other.clientId !== null && clientId !== other.clientId) return false
  if (human.rule === 'person' && other.human.rule === 'person') return human.personId === other.human.personId
  return (human.rule === 'none') === (other.human.rule === 'none')
}

/**
 * A read of what is confidential, then something that carries it away to another server. The declared twin of the finding about such
 * a chain. A write to a server at least as sensitive weighs less, since nothing falls to a lower class, and so does one by tools that all
 * say that they stay in a closed world; and a read of a tool that merely does not deny that it reaches the open world (MCP's default).
 */
function carriesAway(from: Ability, to: Ability): Verdict | null {
  if (from.server.id === to.server.id) return letsOut(from, to)
  if (!SENSITIVE.has(from.server.sensitivity) || !canMeet(from, to)) return null
  const read = `It could read from ${from.hidden ? 'a server that you may not see' : from.server.slug} (${from.server.sensitivity}) by ${abilityWords(from)}`
  const open = to.tools.filter((tool) => tool.openWorld !== false)
  const claimed = open.filter((tool) => tool.openWorld === true)
  const into = to.hidden ? 'another server' : to.server.slug
  if (claimed.length > 0) return { severity: 'high', sentence: `${read}, and carry it into the open world by ${to.hidden ? abilityWords(to) : `${toolWords(claimed)} on ${into}`}.` }
  if (writes(to)) {
    const falls = SENSITIVITIES.indexOf(to.server.sensitivity) < SENSITIVITIES.indexOf(from.server.sensitivity)
    const closed = to.tools.length > 0 && open.length === 0
    return { severity: falls && !closed ? 'high' : 'medium', sentence: `${read}, and write it to ${into} (${to.server.sensitivity}) by ${abilityWords(to)}.` }
  }
  return open.length === 0 ? null : { severity: 'medium', sentence: `${read}, and pass it to ${to.hidden ? abilityWords(to) : `${toolWords(open)} on ${into}`}, which does not say that it stays within a closed world.` }
}

/**
 * The same within one confidential server, where a tool of it says itself that it reaches the open world and another does not. Weighs
 * less: one owner answers for both, and the finding about chains is about two servers. One ability that admits both is asked with itself.
 */
function letsOut(from: Ability, to: Ability): Verdict | null {
  const claimed = to.tools.filter((tool) => tool.openWorld === true)
  const hasInner = from.reach.targetKind !== 'tool' || from.tools.some((tool) => tool.openWorld !== true)
  if (!SENSITIVE.has(from.server.sensitivity) || claimed.length === 0 || !hasInner || !canMeet(from, to)) return null
  const where = from.hidden || to.hidden ? 'one server' : `${from.server.slug} (${from.server.sensitivity})`
  return { severity: 'medium', sentence: `What it could read on ${where} by ${abilityWords(from)} it could carry into the open world from there, by ${to.hidden ? abilityWords(to) : toolWords(claimed)}.` }
}

/** What strangers write comes in, and the same agent acts where it counts: the way of an injected instruction. */
function takesOrders(from: Ability, to: Ability): Verdict | null {
  if (from.server.id === to.server.id || !writes(to) || !canMeet(from, to)) return null
  const open = from.tools.filter((tool) => tool.openWorld === true)
  const tag = tagged(to, [...OVER_ACCESS, ...OF_CONSEQUENCE])
  if (open.length === 0 || (tag === undefined && to.server.sensitivity !== 'restricted')) return null
  const where = to.hidden ? 'a server that you may not see' : to.server.slug
  return { severity: 'medium', sentence: `What strangers write reaches it by ${from.hidden ? abilityWords(from) : `${toolWords(open)} on ${from.server.slug}`}, and it may ${to.reach.access} on ${where} (${tag ?? to.server.sensitivity}): an instruction hidden in the one could be carried out on the other.` }
}

function amplifies(one: Ability): Verdict | null {
  const tag = tagged(one, OVER_ACCESS)
  return tag === undefined || !writes(one) ? null : { severity: 'high', sentence: `${one.server.slug} has power over ${tag === 'iam' ? 'who may do what' : 'secrets'} (${tag}): with ${one.reach.access} by ${abilityWords(one)} the agent could widen its own reach.` }
}

function changesUnseen(one: Ability): Verdict | null {
  const tag = tagged(one, OF_CONSEQUENCE)
  const { rule } = one.reach.human
  if (tag === undefined || !writes(one) || (rule !== 'none' && rule !== 'any')) return null
  return { severity: 'high', sentence: `${one.reach.access === 'admin' ? 'Admin' : 'Write'} on ${one.server.slug} (${tag}) by ${abilityWords(one)} ${rule === 'none' ? 'needs no human at all' : 'is for any human, so nobody in particular answers for it'}.` }
}

function unattended(one: Ability): Verdict | null {
  const { access, human } = one.reach
  if (access !== 'admin' || (human.rule !== 'none' && (human.rule !== 'any' || one.reauthorise))) return null
  return human.rule === 'none'
    ? { severity: 'high', sentence: `Admin on ${one.server.slug} by ${abilityWords(one)} on nobody’s behalf: nobody is there to stop it.` }
    : { severity: 'medium', sentence: `Admin on ${one.server.slug} by ${abilityWords(one)} for any human, without a fresh approval.` }
}

/** All of them. What the request would add is held against itself and against all that the same agent holds. */
export const TOXIC_RULES = [
  { id: 'confidential_read_and_open_world_write', title: 'Reads what is confidential and carries it away', alone: (one) => letsOut(one, one), together: carriesAway },
  { id: 'open_world_read_and_grave_write', title: 'Reads what strangers write and acts where it counts', together: takesOrders },
  { id: 'self_amplifying_admin', title: 'Could widen its own reach', alone: amplifies },
  { id: 'production_change_without_human', title: 'Changes what counts without a human who answers for it', alone: changesUnseen },
  { id: 'unattended_admin', title: 'Admin unattended', alone: unattended },
] as const satisfies readonly Rule[]
export type ToxicId = (typeof TOXIC_RULES)[number]['id']

/**
 * The toxic combinations that the request would bring about: each of its targets alone, with another of its targets, and with what the
 * agent holds. What stands without the request is not its doing. Each pair once for a rule, in the graver order; the grave ones first.
 */
export function toxicHits(facts: AdviceFacts): ToxicHit[] {
  const asked = askedAbilities(facts)
  const others = heldAbilities(facts)
  const found = TOXIC_RULES.flatMap((rule) => asked.flatMap((one, index) => {
    const { alone, together }: Rule = rule
    const own = alone === undefined ? [] : hitsOf(rule, alone(one), one, null)
    if (together === undefined) return own
    return [...own, ...[...asked.slice(index + 1), ...others].flatMap((other) =>
      byGravity([...hitsOf(rule, together(one, other), one, other), ...hitsOf(rule, together(other, one), other, one)]).slice(0, 1))]
  }))
  return byGravity(found)
}

function byGravity(hits: readonly ToxicHit[]): ToxicHit[] {
  return hits.toSorted((a, b) => Number(b.severity === 'high') - Number(a.severity === 'high'))
}

function hitsOf({ id, title }: { id: ToxicId; title: string }, verdict: Verdict | null, first: Ability, second: Ability | null): ToxicHit[] {
  return verdict === null ? [] : [{ id, title, ...verdict, first: sideOf(first), second: second === null ? null : sideOf(second) }]
}

function sideOf({ by, server, reach, hidden }: Ability): Side {
  return hidden ? { by: { kind: 'grant', id: '' }, server: '', target: '', access: reach.access, hidden } : { by, server: server.slug, target: reach.target, access: reach.access, hidden }
}
