import { dayInWords } from '@/lib/grants/day-in-words'
import { beyond } from '@/lib/grants/includes'
import { matchesPattern, compilePattern } from '@/lib/grants/target-match'
import type { Access } from '@/lib/registry/model'
import { reachOf } from '@/lib/requests/content'
import { windowFor } from '@/lib/requests/need'
import type { GrantWindow } from '@/lib/requests/window'
import type { AdviceFacts, HeldGrant } from './facts'

/** A standing grant that already gives a target of the request, or part of it. Times RFC 3339. */
export type Cover = {
  /** The place of the target in the request. */
  target: number
  grantId: string
  /** `fully`: nothing would be added, for as long as is asked. `until`: all of it, up to the grant's end. `except_access`: all but the ceiling. */
  how: 'fully' | 'until' | 'except_access'
  /** Null = without an end. */
  until: string | null
  sentence: string
}

/** A standing grant that the request would make needless: everything that it still admits, the request admits. */
export type Superfluous = { target: number; grantId: string; sentence: string }

export type Overlap = { covered: Cover[]; superfluous: Superfluous[] }

const RANK: Record<Cover['how'], number> = { fully: 0, until: 1, except_access: 2 }
const endOf = (until: number | null): number => until ?? Infinity

/**
 * What stands already of what is asked for, and what would be needless then, were it approved now. A grant that rests covers nothing;
 * one that the request renews or confirms is no overlap, nor is one that the reader may not see.
 */
export function overlapOf(facts: AdviceFacts): Overlap {
  const held = facts.held.filter((grant) => grant.id !== facts.grantId && !grant.hidden)
  const covered: Cover[] = []
  const needless: Superfluous[] = []
  facts.content.targets.forEach((target, index) => {
    const window = windowFor(facts.policies, facts.content, target, facts.server, facts.now, facts.after)
    if (window === null) return
    const asked = reachOf(facts.content, target)
    for (const grant of held) {
      // Nothing of it is left by then.
      if (endOf(grant.validUntil) <= window.from) continue
      const how = howCovered(beyond(grant.reach, asked), grant, window)
      if (how !== null && grant.validFrom <= window.from && !rests(grant, target.name)) covered.push(coverOf(grant, index, how, target.access))
      if (beyond(asked, grant.reach).length === 0 && endOf(grant.validUntil) <= endOf(window.until)) needless.push(superfluousOf(grant, index))
    }
  })
  // What is covered to the end needs no second word; beside it nothing is the request's doing.
  const fully = new Set(covered.filter(({ how }) => how === 'fully').map(({ target }) => target))
  const superfluous = new Map(needless.filter(({ target }) => !fully.has(target)).map((one) => [one.grantId, one]))
  return { covered: bestOf(covered), superfluous: [...superfluous.values()] }
}

/** For each target the cover that goes furthest: to the end, else the longest one, else the longest that lacks only access. */
function bestOf(covered: readonly Cover[]): Cover[] {
  const end = (one: Cover): number => (one.until === null ? Infinity : Date.parse(one.until))
  const inOrder = covered.toSorted((a, b) => a.target - b.target || RANK[a.how] - RANK[b.how] || (end(a) === end(b) ? 0 : end(b) - end(a)))
  return inOrder.filter((one, index) => inOrder[index - 1]?.target !== one.target)
}

function howCovered(past: readonly string[], grant: HeldGrant, window: GrantWindow): Cover['how'] | null {
  if (past.length === 0) return endOf(grant.validUntil) >= endOf(window.until) ? 'fully' : 'until'
  return past.length === 1 && past[0] === 'access' ? 'except_access' : null
}

/** All of it rests, or a tool that the target names does. */
function rests(grant: HeldGrant, target: string): boolean {
  const pattern = compilePattern(target)
  return grant.suspended || grant.heldTools.some((tool) => matchesPattern(pattern, tool))
}

function endWords(until: number | null): string {
  return until === null ? 'without an end' : `until ${dayInWords(until)}`
}

function coverOf(grant: HeldGrant, target: number, how: Cover['how'], access: Access): Cover {
  const what = grant.reach.target
  const sentence = how === 'fully' ? `Already covered: it holds ${what} (${grant.reach.access}) ${endWords(grant.validUntil)}, for as long as is asked.`
    : how === 'until' ? `Already covered ${endWords(grant.validUntil)} by what it holds: ${what} (${grant.reach.access}). Renew that one instead, if it is only to last longer.`
      : `It holds ${what} already ${endWords(grant.validUntil)}, but only to ${grant.reach.access}; ${access} is new.`
  return { target, grantId: grant.id, how, until: grant.validUntil === null ? null : new Date(grant.validUntil).toISOString(), sentence }
}

function superfluousOf(grant: HeldGrant, target: number): Superfluous {
  return { target, grantId: grant.id, sentence: `What it holds on ${grant.reach.target} (${grant.reach.access}) ${endWords(grant.validUntil)} would be needless: this admits all of it.` }
}
