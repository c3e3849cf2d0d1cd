import type { FieldError } from '@/lib/errors'
import type { HumanRule } from './model'

/** The names that callers are given by, as they resolve today: text → id. */
export type CallerNames = {
  agents: ReadonlyMap<string, string>
  clients: ReadonlyMap<string, string>
  people: ReadonlyMap<string, string>
  /** By team name, and by id. */
  teams: ReadonlyMap<string, string>
}

export type CallerTexts = { agent: string; client: string; human: string }
export type ResolvedCaller = { agentId: string | null; clientId: string | null; human: HumanRule }

/** Whom a caller's texts mean; null = any. What is not known is added to `errors`, and the answer is then of no use. */
export function resolveCaller(caller: CallerTexts, names: CallerNames, errors: FieldError[]): ResolvedCaller {
  return { agentId: agentNamed(caller.agent, names, errors), clientId: clientNamed(caller.client, names, errors), human: humanNamed(caller.human, names, errors) }
}

export function agentNamed(text: string, names: CallerNames, errors: FieldError[]): string | null {
  return oneOrAny(text, names.agents, 'agent', errors)
}

export function clientNamed(text: string, names: CallerNames, errors: FieldError[]): string | null {
  return oneOrAny(text, names.clients, 'client', errors)
}

function oneOrAny(value: string, known: ReadonlyMap<string, string>, what: 'agent' | 'client', errors: FieldError[]): string | null {
  if (value === 'any') return null
  const id = known.get(value)
  if (id === undefined) errors.push({ path: `caller.${what}`, message: `no ${what} is known by this name; register it first, or say "any"` })
  return id ?? null
}

/** A person's e-mail, id or name; `team:<name>`; `any`; `none`. */
export function humanNamed(value: string, names: CallerNames, errors: FieldError[]): HumanRule {
  if (value === 'any' || value === 'none') return { rule: value }
  const team = value.startsWith('team:')
  const id = team ? names.teams.get(value.slice('team:'.length)) : names.people.get(value)
  if (id === undefined) errors.push({ path: 'caller.human', message: team ? 'there is no such team' : 'nobody is known by this name; register the person first, or say "any", "none" or "team:<name>"' })
  return team ? { rule: 'team', teamId: id ?? '' } : { rule: 'person', personId: id ?? '' }
}

/** A human rule as the columns of a grant. */
export function humanColumns(human: HumanRule): { humanRule: HumanRule['rule']; personId: string | null; teamId: string | null } {
  return { humanRule: human.rule, personId: human.rule === 'person' ? human.personId : null, teamId: human.rule === 'team' ? human.teamId : null }
}

/** The columns of a grant as a human rule. */
export function humanRuleOf(columns: { humanRule: HumanRule['rule']; personId: string | null; teamId: string | null }): HumanRule {
  switch (columns.humanRule) {
    case 'person': return { rule: 'person', personId: columns.personId ?? '' }
    case 'team': return { rule: 'team', teamId: columns.teamId ?? '' }
    default: return { rule: columns.humanRule }
  }
}
