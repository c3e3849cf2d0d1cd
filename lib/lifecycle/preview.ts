import { type OpenDuty, dutyKey } from './duties'
import { type Action, ACTIONS, counted, DAY_MS, type HolderFact, type HolderKind, type Rule, type World } from './model'
import type { LifecyclePolicy } from './policy'
import { type Due, evaluate } from './rules'

/** How far a preview looks ahead. */
export const PREVIEW_DAYS = 30

/** One who would be due: since when, when it is acted on, and how that stands to the policy in force. Times in milliseconds. */
export type PreviewLine = {
  rule: Rule; kind: HolderKind; id: string; name: string; text: string; ownerId: string | null; since: number; dueAt: number; action: Action
  /** The action would follow within the days that are looked at. */
  follows: boolean
  change: 'same' | 'new' | 'changed'
}

/** `follows`: how many would be told, quarantined and offboarded within the days; `before`: by the policy in force. */
export type PolicyPreview = { days: number; lines: PreviewLine[]; gone: Omit<PreviewLine, 'change'>[]; follows: Record<Action, number>; before: Record<Action, number>; sentences: string[] }

type Line = Omit<PreviewLine, 'change'>

/** What the policy would lead to, of today's facts and of what only the calendar is needed for, if nobody does anything. Nothing is written. */
function linesOf(policy: LifecyclePolicy, facts: readonly HolderFact[], open: ReadonlyMap<string, OpenDuty>, world: World): Map<string, Line> {
  const until = world.now + PREVIEW_DAYS * DAY_MS
  return new Map(evaluate(policy, facts, world, until).map((due) => {
    const duty = open.get(dutyKey(due, due.id))
    const dueAt = dueAtOf(due, duty?.action === due.action ? duty : undefined, world.now)
    const acted = duty?.action === due.action && duty.actedAt !== null
    const { graceMs: _, ...line } = due
    return [dutyKey(due, due.id), { ...line, dueAt, follows: !acted && dueAt <= until }]
  }))
}

function dueAtOf(due: Due, duty: OpenDuty | undefined, now: number): number {
  return duty === undefined ? Math.max(now, due.since) + due.graceMs : Math.max(duty.dueAt, duty.openedAt + due.graceMs)
}

function sum(lines: Iterable<Line>): Record<Action, number> {
  const counts: Record<Action, number> = { notify: 0, quarantine: 0, offboard: 0 }
  for (const line of lines) if (line.follows) counts[line.action] += 1
  return counts
}

/** Compares a proposed policy with the one in force, of the same facts at the same moment. The gravest and the soonest come first. */
export function previewPolicy(proposed: LifecyclePolicy, inForce: LifecyclePolicy, facts: readonly HolderFact[], open: readonly OpenDuty[], world: World): PolicyPreview {
  const duties = new Map(open.map((duty) => [dutyKey(duty, duty.holderId), duty]))
  const [then, now] = [linesOf(proposed, facts, duties, world), linesOf(inForce, facts, duties, world)]
  const lines = [...then].map(([key, line]): PreviewLine => {
    const old = now.get(key)
    return { ...line, change: old === undefined ? 'new' : old.action === line.action && old.dueAt === line.dueAt ? 'same' : 'changed' }
  })
  const gone = [...now].filter(([key]) => !then.has(key)).map(([, line]) => line)
  const order = (a: Line, b: Line): number => ACTIONS.indexOf(b.action) - ACTIONS.indexOf(a.action) || a.dueAt - b.dueAt || (a.name < b.name ? -1 : 1)
  const [follows, before] = [sum(then.values()), sum(now.values())]
  return { days: PREVIEW_DAYS, lines: lines.toSorted(order), gone: gone.toSorted(order), follows, before, sentences: sentencesOf(follows, before, lines, gone) }
}

const VERBS: Record<Action, string> = { offboard: 'Offboards', quarantine: 'Quarantines', notify: 'Tells security of' }

/** "Quarantines 2 more within 30 days than now: github, jira." */
function sentencesOf(follows: Record<Action, number>, before: Record<Action, number>, lines: readonly PreviewLine[], gone: readonly Line[]): string[] {
  const said = ACTIONS.toReversed().flatMap((action): string[] => {
    const more = follows[action] - before[action]
    if (more === 0) return []
    const added = more > 0 ? lines.filter((line) => line.action === action && line.follows && line.change !== 'same').map((line) => line.name) : []
    return [`${VERBS[action]} ${Math.abs(more)} ${more > 0 ? 'more' : 'fewer'} within ${PREVIEW_DAYS} days than now${added.length === 0 ? '' : `: ${some([...new Set(added)])}`}.`]
  })
  const fewer = gone.length === 0 ? [] : [`${counted(gone.length, 'duty').replace('dutys', 'duties')} ${gone.length === 1 ? 'falls' : 'fall'} away: ${some([...new Set(gone.map((line) => line.name))])}.`]
  return said.length + fewer.length === 0 ? ['Nothing follows that does not follow now.'] : [...said, ...fewer]
}

function some(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}
