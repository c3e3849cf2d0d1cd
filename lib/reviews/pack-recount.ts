import { z } from 'zod'
import { ANSWERS } from './outcome'

/** An entry of trail.ndjson, as far as it is counted. */
export type CountedEntry = { seq: number; action: string; objectKind: string; objectId: string; detail: unknown }

export type Recount = {
  /** Answers that stand, by what they say. */
  answers: Record<string, number>
  /** Answers that were replaced or taken back. */
  changed: number
}

const one = z.looseObject({ stage: z.number(), iteration: z.number(), answer: z.enum(ANSWERS).optional(), person: z.string(), onBehalfOf: z.string().nullish(), item: z.string().optional() })
const many = z.looseObject({ stage: z.number(), iteration: z.number(), answer: z.enum(ANSWERS), person: z.string(), onBehalfOf: z.string().nullish(), items: z.array(z.string()) })

/**
 * Counts the answers of a campaign again, from its trail entries alone, oldest first. A task is known by item, stage, iteration and
 * whose task it is; its last answer stands. Throws on an entry that it does not understand, rather than count wrong.
 */
export function recount(entries: readonly CountedEntry[]): Recount {
  const standing = new Map<string, string>()
  let changed = 0
  const end = (place: string) => {
    if (standing.delete(place)) changed += 1
  }
  for (const entry of entries) {
    if (entry.action === 'review.answered' || entry.action === 'review.answer_undone') {
      const said = one.parse(entry.detail)
      const place = placeOf(said.item ?? entry.objectId, said)
      end(place)
      if (entry.action === 'review.answered') standing.set(place, z.enum(ANSWERS).parse(said.answer))
    } else if (entry.action === 'review.answered_many') {
      const said = many.parse(entry.detail)
      for (const item of said.items) {
        end(placeOf(item, said))
        standing.set(placeOf(item, said), said.answer)
      }
    }
  }
  return { answers: countBy([...standing.values()]), changed }
}

function placeOf(item: string, said: { stage: number; iteration: number; person: string; onBehalfOf?: string | null | undefined }): string {
  return `${item} ${said.stage} ${said.iteration} ${said.onBehalfOf ?? said.person}`
}

/** How often each word occurs; in the order of the words, so that the same words give the same text. */
export function countBy(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
