import type { FrozenGrant } from './frozen'
import type { Question } from './model'

/** What there is now of what an item is about, as far as a change is told from it. Milliseconds. */
export type SubjectNow = {
  /** Of what a decision is about, as it was at launch and as it is. */
  digestThen: string
  digestNow: string | null
  /** The grant itself is over. */
  over: boolean
  /** What came in its place and stands. */
  replacements: readonly { id: string; target: string }[]
  confirmedAt: number | null
}

/**
 * What has changed since an item was frozen, so that its outcome is not applied by itself; null = it is the same, or it is over and
 * nothing came in its place.
 */
export function questionOf(frozen: FrozenGrant, now: SubjectNow): Question | null {
  const { target } = frozen.grant
  if (now.over) {
    if (now.replacements.length === 0) return null
    const names = some(now.replacements.map((one) => one.target))
    return { kind: 'narrowed', text: `The grant was narrowed after it was frozen: ${names} came in its place and ${now.replacements.length === 1 ? 'stands' : 'stand'}.`, grantIds: now.replacements.map((one) => one.id) }
  }
  if (now.digestNow === now.digestThen) return null
  if (now.confirmedAt !== null && frozen.grant.confirmedAt === null) {
    return { kind: 'confirmed', text: `The import of ${target.name} was confirmed here after it was frozen: its approvers have looked at it since.`, grantIds: [] }
  }
  return { kind: 'definition_approved', text: `A definition that the grant on ${target.name} admits was approved again after it was frozen.`, grantIds: [] }
}

const MOST = 3

function some(names: readonly string[]): string {
  const distinct = [...new Set(names)]
  const shown = distinct.slice(0, MOST)
  const more = distinct.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}
