import { z } from 'zod'
import { ANSWERS } from './outcome'

/** An entry of trail.ndjson, as far as it is counted. */
export type CountedEntry = { action: string; detail: unknown }

export type Recount = {
  /** Answers that stand, by what they say; and how many were replaced, taken back, or ended with their task. */
  answers: Record<string, number>
  changed: number
  /** Items that were decided in a stage and went no further, by outcome; rows that never existed are not among them. */
  outcomes: Record<string, number>
}

const task = z.string()
const SHAPES = {
  'review.answered': z.looseObject({ task, answer: z.enum(ANSWERS) }),
  'review.answer_undone': z.looseObject({ task }),
  'review.answered_many': z.looseObject({ answer: z.enum(ANSWERS), tasks: z.array(task) }),
  'review.reassigned': z.looseObject({ task: task.optional(), changes: z.array(z.looseObject({ ended: z.array(z.looseObject({ taskId: task })), voided: z.array(z.looseObject({ taskId: task })) })).default([]) }),
  'review.reviewer_added': z.looseObject({}),
  'review.stage_closed': z.looseObject({ dropped: z.array(z.looseObject({ task })).default([]), final: z.record(z.string(), z.number()) }),
}

/**
 * Counts a campaign again from its trail entries alone, oldest first: the last answer to a task stands, unless it was taken back or its
 * task ended. Throws on an entry that it does not understand, rather than count wrong.
 */
export function recount(entries: readonly CountedEntry[]): Recount {
  const standing = new Map<string, string>()
  const outcomes: Record<string, number> = {}
  let changed = 0
  const end = (id: string) => {
    if (standing.delete(id)) changed += 1
  }
  const give = (id: string, answer: string) => {
    end(id)
    standing.set(id, answer)
  }
  for (const { action, detail } of entries) {
    if (action === 'review.answered') {
      const said = SHAPES[action].parse(detail)
      give(said.task, said.answer)
    } else if (action === 'review.answered_many') {
      const said = SHAPES[action].parse(detail)
      for (const id of said.tasks) give(id, said.answer)
    } else if (action === 'review.answer_undone') end(SHAPES[action].parse(detail).task)
    else if (action === 'review.reassigned') {
      const said = SHAPES[action].parse(detail)
      if (said.task !== undefined) end(said.task)
      for (const one of said.changes.flatMap((change) => [...change.ended, ...change.voided])) end(one.taskId)
    } else if (action === 'review.stage_closed') {
      const said = SHAPES[action].parse(detail)
      for (const one of said.dropped) end(one.task)
      for (const [outcome, count] of Object.entries(said.final)) outcomes[outcome] = (outcomes[outcome] ?? 0) + count
    }
  }
  return { answers: countBy([...standing.values()]), changed, outcomes }
}

/** How often each word occurs; in the order of the words, so that the same words give the same text. */
export function countBy(words: readonly string[]): Record<string, number> {
  const found = new Map<string, number>()
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1)
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}
