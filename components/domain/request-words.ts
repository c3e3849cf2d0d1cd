import type { ContentView, DecisionView, RequestView, StepView, TargetView } from '@/lib/requests/model'

/** One target in words: "create_issue, up to write, on repo:acme/*". */
export function targetText(target: TargetView): string {
  const scope = target.scope.length === 0 ? 'on everything' : `on ${target.scope.join(', ')}`
  return `${target.kind === 'tool' ? '' : `${target.kind} `}${target.name}, up to ${target.access}, ${scope}`
}

type Term = Pick<ContentView, 'durationDays' | 'until' | 'openEnded'>

/** How long, in words; `day` writes an instant as the screen does. */
export function termText(term: Term, day: (iso: string) => string): string {
  const parts = [
    ...(term.durationDays === null ? [] : [`${term.durationDays} ${term.durationDays === 1 ? 'day' : 'days'}`]),
    ...(term.until === null ? [] : [`until ${day(term.until)}`]),
  ]
  if (parts.length > 0) return parts.join(', and ')
  return term.openEnded ? 'without an end' : 'as long as the settings allow'
}

export function humanText(human: string): string {
  if (human === 'any') return 'anybody'
  return human === 'none' ? 'nobody: it acts on its own' : human.replace(/^team:/, 'team ')
}

export function agentText(agent: string): string {
  return agent === 'any' ? 'any agent' : agent
}

export function clientText(client: string): string {
  return client === 'any' ? 'any client' : client
}

const STANDING: Record<DecisionView['standing'], string> = {
  owner: 'as owner', backup_owner: 'as backup owner', manager: 'as the owner’s manager', security_reviewer: 'as security reviewer', bootstrap: 'as the first administrator, at the start',
}

/** As what somebody answers, and in whose place. */
export function standingText(one: { standing: DecisionView['standing']; onBehalfOf: { name: string } | null }): string {
  return one.onBehalfOf === null ? STANDING[one.standing] : `for ${one.onBehalfOf.name}, ${STANDING[one.standing]}`
}

export const STEP_NAME: Record<StepView['step'], string> = { owner: 'Owner', security: 'Security review' }

export const KIND_WORD: Record<RequestView['kind'], string> = { grant: 'new grant', renewal: 'renewal', confirmation: 'confirmation', break_glass: 'break glass' }

/** "Rae Reviewer, Sol Second or Ada Admin": who could act, as a choice. */
export function oneOfNames(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? 'nobody'
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`
}

/** What is asked, as a title: "Write with create_issue on github". */
export function titleOf(request: Pick<RequestView, 'targets' | 'server'>): string {
  const [first, ...rest] = request.targets
  if (first === undefined) return request.server === '' ? 'A draft without a target' : `A draft for ${request.server}`
  const more = rest.length === 0 ? '' : rest.length === 1 ? ' and 1 more' : ` and ${rest.length} more`
  return `${first.name}${more} on ${request.server}`
}
