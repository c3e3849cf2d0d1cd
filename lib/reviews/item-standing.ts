import type { Answer } from './outcome'

/** Who looks at items of a campaign. */
export type Viewer = {
  /** Sees every item, and every answer at once: whoever runs or audits reviews. */
  all: boolean
  me: string | null
  /** For whom the viewer answers now, themselves among them. */
  people: readonly string[]
  /** May answer reviews at all: a person with a role for it, or the start token. */
  answers: boolean
}

/** An answer that stands, or stood when its stage closed. */
export type StoredAnswer = {
  itemId: string; taskId: string; stage: number; iteration: number
  /** Whose task, and who answered it. */
  askedId: string; personId: string; personName: string
  answer: Answer; until: Date | null; reason: string | null; at: Date; seconds: number | null; bulkId: string | null
}

/** Where an item stands: its stage and iteration, and whether an answer may still change. */
export type ItemPlace = { stage: number; iteration: number; state: string }

/** The viewer's own word on an item in its stage: as themselves before in somebody's place. */
export function ownAnswer<A extends Pick<StoredAnswer, 'stage' | 'iteration' | 'personId' | 'askedId'>>(viewer: Viewer, item: ItemPlace, answers: readonly A[]): A | null {
  const here = answers.filter((one) => one.stage === item.stage && one.iteration === item.iteration)
  return here.find((one) => one.askedId === viewer.me) ?? here.find((one) => one.personId === viewer.me) ?? here.find((one) => viewer.people.includes(one.askedId)) ?? null
}

/**
 * May the viewer read this answer? Whoever runs or audits reviews, at once. A reviewer, their own; those of others in this stage only
 * once they have answered themselves, so that the first answer is no anchor; and all of what is closed.
 */
export function maySeeAnswer<A extends Pick<StoredAnswer, 'stage' | 'iteration' | 'personId' | 'askedId'>>(viewer: Viewer, item: ItemPlace, answer: A, own: A | null): boolean {
  return viewer.all || answer.personId === viewer.me || viewer.people.includes(answer.askedId) || item.state !== 'pending' || answer.stage < item.stage || own !== null
}
