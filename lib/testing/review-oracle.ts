import { glob, treacherous } from './verdict-oracle'

/**
 * A second reading of "Reviews" in the rule book, written from its sentences alone. It shares no code with the rules it checks, not
 * even their types; where both agree, a slip would have to be made twice.
 */
export type OracleWord = 'keep' | 'shorten' | 'narrow' | 'revoke' | 'abstain'
type OracleTarget = { kind: string; name: string; access: string; scope: readonly string[] }
/** One who is asked, and what they said last; null = nothing. */
export type OracleVoice = { person: string; word: OracleWord | null; until?: number | null; targets?: readonly OracleTarget[] | null }
export type OracleStrategy = 'one_accept_accepts' | 'all_must_accept' | 'one_deny_denies' | 'accepted_if_not_denied'
/** A call, as far as restrictions speak of it. `at` in milliseconds. */
export type OracleCall = { kind: string; name: string; access: string; resources: readonly string[]; at: number }

const LEVELS = ['read', 'write', 'admin']

/** "keep, shorten, narrow (all accept), revoke (denies), abstain". */
function meant(voice: OracleVoice): 'yes' | 'no' | 'nothing' {
  if (voice.word === null || voice.word === 'abstain') return 'nothing'
  return voice.word === 'revoke' ? 'no' : 'yes'
}

/** "an item with only abstentions or no answers takes `noResponse` before any strategy"; then the strategy, said as a sentence about people. */
export function stageByText(strategy: OracleStrategy, voices: readonly OracleVoice[]): 'accepted' | 'denied' | 'no_response' {
  const said = voices.map(meant)
  if (said.every((one) => one === 'nothing')) return 'no_response'
  const accepted = {
    one_accept_accepts: said.includes('yes'),
    all_must_accept: said.every((one) => one === 'yes'),
    one_deny_denies: !said.includes('no') && said.includes('yes'),
    accepted_if_not_denied: !said.includes('no'),
  }[strategy]
  return accepted ? 'accepted' : 'denied'
}

/** Does what this one said let the call through, where the grant did? */
export function lets(voice: OracleVoice, call: OracleCall): boolean {
  if (meant(voice) !== 'yes') return false
  if (voice.until !== undefined && voice.until !== null && call.at >= voice.until) return false
  return voice.word !== 'narrow' || (voice.targets ?? []).some((target) => targetLets(target, call))
}

export function targetLets(target: OracleTarget, call: OracleCall): boolean {
  if (target.kind !== call.kind || LEVELS.indexOf(call.access) > LEVELS.indexOf(target.access)) return false
  if (!(call.kind === 'context' ? path(target.name, call.name) : target.name === call.name || glob(target.name, call.name))) return false
  if (target.scope.length === 0) return true
  return call.resources.length > 0 && call.resources.every((resource) => target.scope.some((one) => path(one, resource)))
}

const path = (pattern: string, text: string): boolean => pattern === text || (!treacherous(text) && glob(pattern, text))

/** "restrictions intersect": what everybody who accepts lets through. */
export function allLet(voices: readonly OracleVoice[], call: OracleCall): boolean {
  return voices.filter((one) => meant(one) === 'yes').every((one) => lets(one, call))
}

/** Who may not review a grant, from the sentence: "Nobody reviews a grant they requested, hold by name or named team, sponsor, or (write and admin) approved alone". */
export type OracleTies = {
  requesters: readonly string[]
  human: string | null
  /** Members, at the time, of the team that it names. */
  members: readonly string[]
  sponsors: readonly (string | null)[]
  access: string
  /** Everybody who said yes to its request, once each time. */
  approvedBy: readonly string[]
}

export function tied(ties: OracleTies, person: string): boolean {
  const alone = ties.access !== 'read' && ties.approvedBy.length > 0 && ties.approvedBy.every((one) => one === person)
  return alone || [...ties.requesters, ties.human, ...ties.members, ...ties.sponsors].some((one) => one === person)
}

/** Everybody around one subject of a grants campaign, as they stand now. */
export type OracleLine = {
  owner: string | null; backup: string | null; sponsor: string | null; human: string | null
  manager: (person: string | null) => string | null
  /** Active, with a role that answers reviews, not tied to it, and not passed over for what they did before. */
  may: (person: string) => boolean
  /** By load, then by id. */
  security: readonly string[]
  idOf: (email: string) => string | null
}
type OracleRule = { kind: string; emails?: readonly string[] }

/** Who is asked, from the lines as the rule book and its decisions tell them; in order of rules. Empty = nobody. */
export function askedByText(line: OracleLine, rules: readonly OracleRule[], fallback: readonly OracleRule[]): string[] {
  const asked: string[] = []
  const first = (people: readonly (string | null)[]): string[] => people.filter((one) => one !== null && line.may(one) && !asked.includes(one)).slice(0, 1) as string[]
  const found = (rule: OracleRule): string[] => {
    const { owner, backup, sponsor, human, manager } = line
    switch (rule.kind) {
      case 'named': return [...new Set((rule.emails ?? []).map((email) => line.idOf(email)))].filter((one) => one !== null && line.may(one) && !asked.includes(one)) as string[]
      case 'security': return first(line.security)
      case 'owner': return first([owner, backup, manager(owner)])
      case 'backup_owner': return first([backup, manager(owner)])
      case 'sponsor': return first([sponsor, manager(sponsor), owner, backup, manager(owner)])
      default: return first([manager(human), manager(sponsor), manager(owner), owner, backup])
    }
  }
  for (const rule of rules) {
    let people = found(rule)
    for (const other of [...fallback, { kind: 'security' }]) if (people.length === 0) people = found(other)
    asked.push(...people)
  }
  return asked
}

export type OracleCampaign = { stages: readonly { strategy: OracleStrategy; stopOn: readonly string[]; repeats: number }[]; noResponse: 'revoke' | 'keep' | 'escalate' }

/**
 * The way of one item through a campaign, from the sentences: "the unanswered are asked again, then what silence means; escalated once,
 * then revoked; what does not go on stops; the last stage decides; restrictions of stages that accepted hold at once". `say`: what is said
 * when it is asked for the n-th time in a stage; of nobody where none can be asked.
 */
export function wayByText(campaign: OracleCampaign, say: (stage: number, time: number) => readonly OracleVoice[]): { kept: boolean; by: string; stage: number; asked: number; hold: OracleVoice[] } {
  const hold: OracleVoice[] = []
  for (const [index, stage] of campaign.stages.entries()) {
    let time = 1
    let voices = say(index + 1, time)
    let repeats = stage.repeats
    let escalations = campaign.noResponse === 'escalate' ? 1 : 0
    while (stageByText(stage.strategy, voices) === 'no_response' && ((voices.length > 0 && repeats > 0) || escalations > 0)) {
      if (voices.length > 0 && repeats > 0) repeats -= 1
      else {
        escalations -= 1
        repeats = 0
      }
      time += 1
      voices = say(index + 1, time)
    }
    const came = stageByText(stage.strategy, voices)
    const kept = came === 'accepted' || (came === 'no_response' && campaign.noResponse === 'keep' && voices.length > 0)
    if (came === 'accepted') hold.push(...voices.filter((one) => meant(one) === 'yes'))
    const stops = stage.stopOn.includes(came === 'accepted' ? 'accept' : came === 'denied' ? 'deny' : 'no_response')
    if (stops || index === campaign.stages.length - 1) return { kept, by: came !== 'no_response' ? 'answers' : voices.length === 0 ? 'nobody' : 'no_response', stage: index + 1, asked: time, hold }
  }
  throw new Error('A campaign has a stage.')
}
