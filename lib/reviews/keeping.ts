import { conflictOf, obstacleOf, type PeopleFacts, type SubjectFacts } from './conflict'
import type { ReviewerRule } from './content'
import type { Answer } from './outcome'
import { type Asked, escalationFor, type Load, nextInLine, type Passed, reviewersFor, type Rules, type Standing } from './reviewer'

/** Somebody who is or was asked about an item in its present stage, with whose answer stands. */
export type HeldTask = { id: string; personId: string; standing: Standing; open: boolean; answer: { personId: string; answer: Answer } | null }

/** An item whose reviewers are looked at. `spent`: whose word counted in an earlier stage. */
export type HeldItem = { subject: SubjectFacts; tasks: readonly HeldTask[]; spent: ReadonlySet<string> }

/** Tasks that end, answers that do not stand any more though their task goes on, and who is asked instead or besides. */
export type Kept = { ended: { taskId: string; reason: string; conflict: boolean }[]; voided: { taskId: string; reason: string }[]; added: Asked[] }

/**
 * Whom an item is taken from, by the facts of now: whoever has come into conflict with it, answered or not, and whoever has left or
 * lost the role before answering. What a leaver has answered stands. A stand-in's answer falls with the stand-in's own conflict.
 */
export function fallenAway({ subject, tasks }: Pick<HeldItem, 'subject' | 'tasks'>, people: PeopleFacts): Pick<Kept, 'ended' | 'voided'> {
  const ended: Kept['ended'] = []
  const voided: Kept['voided'] = []
  for (const task of tasks) {
    if (!task.open) continue
    const conflict = conflictOf(subject, people, task.personId)
    const reason = conflict ?? (task.answer === null ? obstacleOf(subject, people, task.personId) : null)
    if (reason !== null) ended.push({ taskId: task.id, reason: say(people, task.personId, reason), conflict: conflict !== null })
    else if (task.answer !== null && task.answer.personId !== task.personId) {
      const theirs = conflictOf(subject, people, task.answer.personId)
      if (theirs !== null) voided.push({ taskId: task.id, reason: say(people, task.answer.personId, theirs) })
    }
  }
  return { ended, voided }
}

/**
 * What becomes of the reviewers of an item while its stage runs: for each who falls away the next in line, save where others who were
 * named or added with them are left; where nobody is left whoever can be found; and, when `escalate` says whom, one person more for what
 * is undecided, once.
 */
export function keepItem(rules: Rules, item: HeldItem, people: PeopleFacts, load: Load, escalate: readonly ReviewerRule[] | null): Kept {
  const gone = fallenAway(item, people)
  const left = item.tasks.filter((task) => task.open && !gone.ended.some((one) => one.taskId === task.id))
  const passed = passedOver(item)
  const added: Asked[] = []
  const add = (one: Asked | null | undefined): void => {
    if (one === null || one === undefined) return
    passed.set(one.personId, 'is asked already')
    added.push(one)
  }
  for (const { taskId, reason } of gone.ended) {
    const standing = item.tasks.find((task) => task.id === taskId)?.standing ?? 'fallback'
    if ((standing === 'named' || standing === 'escalation') && left.length > 0) continue
    const next = nextInLine(rules, standing, item.subject, people, load, passed)
    add(next === null ? null : { ...next, why: [reason, next.why].filter((why) => why !== null).join(' ') })
  }
  if (left.length + added.length === 0) for (const one of reviewersFor(rules, item.subject, people, load, passed).asked) add(one)
  if (escalate !== null && isUndecided(left, gone.voided) && !item.tasks.some((task) => task.standing === 'escalation')) add(escalationFor(escalate, item.subject, people, load, passed)[0])
  return { ...gone, added }
}

/** Whom an item is given to that nobody answered: the same people, for those who cannot any more the next in line, and whoever can be found where that is nobody. */
export function askAgain(rules: Rules, item: HeldItem, before: readonly (HeldTask & { why: string | null })[], people: PeopleFacts, load: Load): Asked[] {
  const fit = before.filter((task) => obstacleOf(item.subject, people, task.personId) === null && !item.spent.has(task.personId))
  const asked: Asked[] = fit.map(({ personId, standing, why }) => ({ personId, standing, why }))
  const passed = passedOver(item)
  for (const task of before) {
    if (fit.includes(task)) continue
    const next = nextInLine(rules, task.standing, item.subject, people, load, passed)
    if (next === null) continue
    passed.set(next.personId, 'is asked already')
    asked.push(next)
  }
  return asked.length > 0 ? asked : reviewersFor(rules, item.subject, people, load, passed).asked
}

/** Everybody who was asked in this stage, who has a word in it, or had one in another. */
export function passedOver({ tasks, spent }: Pick<HeldItem, 'tasks' | 'spent'>): Map<string, string> {
  const passed = new Map<string, string>()
  for (const task of tasks) {
    passed.set(task.personId, task.open ? 'is asked already' : 'was asked already')
    if (task.answer !== null) passed.set(task.answer.personId, 'has answered it for somebody')
  }
  for (const personId of spent) passed.set(personId, 'answered an earlier stage')
  return passed
}

/** Those whose word counted before, as people who are passed over. */
export function spentOnly(spent: ReadonlySet<string>): Passed {
  return new Map([...spent].map((personId) => [personId, 'answered an earlier stage']))
}

/** Somebody who is asked has not answered, or nobody could tell. */
function isUndecided(left: readonly HeldTask[], voided: Kept['voided']): boolean {
  const standing = left.filter((task) => task.answer !== null && !voided.some((one) => one.taskId === task.id))
  return standing.length < left.length || standing.every((task) => task.answer?.answer === 'abstain')
}

function say(people: PeopleFacts, personId: string, reason: string): string {
  return `${people.byId.get(personId)?.name ?? personId} ${reason}.`
}
