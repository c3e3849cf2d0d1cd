import type { FieldError } from '@/lib/errors'
import { narrowingFaults } from '@/lib/grants/narrowing'
import { obstacleOf, type PeopleFacts, type SubjectFacts } from './conflict'
import type { FrozenGrant, FrozenItem, Risk } from './frozen'
import type { Answer } from './outcome'
import { reasonNeeded } from './reason-needed'

export type OpenTask = { id: string; personId: string; open: boolean; answeredBy: string | null }

/** Who answers: a person, or the start token in its owner's name. */
export type Answerer = { kind: 'person' | 'token' | 'system'; bootstrap: boolean; personId: string | null; behind: readonly string[] }

export type AnswerFacts = {
  subject: SubjectFacts
  people: PeopleFacts
  /** Of the item in its present stage and iteration, ended ones too. `answeredBy`: whose answer stands. */
  tasks: readonly OpenTask[]
  /** For whom the answerer stands in now. */
  principals: readonly string[]
  /** Whose word counted in an earlier stage of the item, given or taken. */
  spent: ReadonlySet<string>
}

export type AnswersAs = { taskId: string; personId: string; onBehalfOf: string | null }
export type Refusal = { code: 'forbidden' | 'conflict'; message: string }

/** Why this actor never answers reviews, whatever the item; null = may. */
export function neverAnswers(actor: Answerer): string | null {
  return actor.personId === null || actor.kind === 'system' || (actor.kind === 'token' && !actor.bootstrap) ? 'Reviews are answered by people, signed in; tokens never review.' : null
}

/**
 * As what the actor answers an item now, or why they may not. Their own task comes first; a stand-in answers somebody's only where they
 * have no task and no word of their own in the stage, and neither of the two is in conflict. Nobody's word counts in two stages.
 */
export function answersAs(actor: Answerer, facts: AnswerFacts): AnswersAs | Refusal {
  const never = neverAnswers(actor)
  const { personId } = actor
  if (never !== null || personId === null) return { code: 'forbidden', message: never ?? '' }
  const { subject, people, tasks, spent } = facts
  const obstacle = [personId, ...(actor.kind === 'token' ? actor.behind : [])].map((id) => obstacleOf(subject, people, id)).find((one) => one !== null)
  if (obstacle !== undefined) return { code: 'forbidden', message: `You may not review this: whoever ${obstacle} decides nothing about it.` }
  if (spent.has(personId)) return { code: 'conflict', message: 'You answered this in an earlier stage; nobody answers the same item in two stages.' }
  const own = tasks.find((task) => task.personId === personId && task.open)
  if (own !== undefined) return { taskId: own.id, personId, onBehalfOf: null }
  const held = tasks.filter((task) => task.open && facts.principals.includes(task.personId) && obstacleOf(subject, people, task.personId) === null && !spent.has(task.personId))
  // Their word stands once: where it stands already, that is the task which they may answer anew.
  const spoken = tasks.find((task) => task.open && task.answeredBy === personId)
  const chosen = spoken === undefined ? held[0] : held.find((task) => task.id === spoken.id)
  if (chosen !== undefined) return { taskId: chosen.id, personId, onBehalfOf: chosen.personId }
  return { code: 'forbidden', message: 'You are not asked about this item, for yourself or for somebody who is away.' }
}

/** What somebody wants to answer, as the rules see it. */
export type Said = { answer: Answer; until?: Date | undefined; targets?: readonly { kind: 'tool' | 'context' | 'downstream'; name: string; access: 'read' | 'write' | 'admin'; scope: string[] }[] | undefined; reason?: string | undefined }

/** What is wrong with an answer, by the field; empty = it can be given. Restrictions are of the grant as it was frozen. */
export function answerFaults(said: Said, frozen: FrozenItem, risk: Risk, now: Date): FieldError[] {
  const faults: FieldError[] = []
  const needed = reasonNeeded(said.answer, frozen.recommendation, risk)
  if (needed !== null && said.reason === undefined) faults.push({ path: 'reason', message: `is needed ${needed}` })
  if (said.answer !== 'shorten' && said.answer !== 'narrow') {
    if (said.until !== undefined) faults.push({ path: 'until', message: `means nothing with ${said.answer}` })
    if (said.targets !== undefined) faults.push({ path: 'targets', message: `means nothing with ${said.answer}` })
    return faults
  }
  if (frozen.subject !== 'grant') return [...faults, { path: 'answer', message: 'is for grants; what somebody answers for is kept or revoked' }]
  return [...faults, ...(said.answer === 'shorten' ? shortenFaults(said, frozen, now) : narrowFaults(said, frozen, now))]
}

function shortenFaults({ until, targets }: Said, { grant }: FrozenGrant, now: Date): FieldError[] {
  if (targets !== undefined) return [{ path: 'targets', message: 'means nothing with shorten; narrow may have an end too' }]
  if (until === undefined) return [{ path: 'until', message: 'is needed: when it shall end' }]
  if (until <= now) return [{ path: 'until', message: 'lies in the past; revoke it instead' }]
  if (until <= new Date(grant.validFrom)) return [{ path: 'until', message: 'leaves nothing of the grant; revoke it instead' }]
  return grant.validUntil !== null && until >= new Date(grant.validUntil) ? [{ path: 'until', message: `is not before it ends anyway (${grant.validUntil})` }] : []
}

function narrowFaults({ until, targets }: Said, { grant }: FrozenGrant, now: Date): FieldError[] {
  if (targets === undefined || targets.length === 0) return [{ path: 'targets', message: 'is needed: what is left of it' }]
  const human = grant.human.rule === 'person' ? { rule: 'person' as const, personId: grant.human.id ?? '' } : grant.human.rule === 'team' ? { rule: 'team' as const, teamId: grant.human.id ?? '' } : { rule: grant.human.rule }
  const reach = {
    serverId: grant.server.id, agentId: grant.agent?.id ?? null, clientId: grant.client?.id ?? null, human, targetKind: grant.target.kind, target: grant.target.name, access: grant.access, scope: grant.scope, mode: grant.mode,
    validFrom: new Date(grant.validFrom), validUntil: grant.validUntil === null ? null : new Date(grant.validUntil),
  }
  return narrowingFaults(reach, { targets: targets.map((one) => ({ ...one, scope: [...one.scope] })), until }, now)
}
