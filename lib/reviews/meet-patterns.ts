import { includesPattern } from '@/lib/grants/includes'
import { isTreacherous } from '@/lib/grants/target-match'

/** Beyond these sizes nobody means what they write, and the search would take long: then only what one holds of the other is found. */
const LONGEST = 200
const MOST_STARS = 6
const MOST_FOUND = 400

/**
 * Globs that together match what both match: exact for names, and for paths (`paths`) but for globs that read like a treacherous text,
 * which are left out. Never more than either. Empty = nothing is in both.
 */
export function meetPatterns(a: string, b: string, paths: boolean): string[] {
  if (includesPattern(a, b, paths)) return [b]
  if (includesPattern(b, a, paths)) return [a]
  if (!a.includes('*') || !b.includes('*') || a.length > LONGEST || b.length > LONGEST || a.split('*').length + b.split('*').length - 2 > MOST_STARS) return []
  const found = woven(a, b)?.filter((one) => !paths || !isTreacherous(one)) ?? []
  return found.filter((one, index) => !found.some((other, place) => includesPattern(other, one, paths) && (place < index || !includesPattern(one, other, paths)) && place !== index))
}

/** Walks both at once: a star takes a letter of the other, or ends. Null = more ways than are worth it. */
function woven(a: string, b: string): string[] | null {
  const known = new Map<number, ReadonlySet<string>>()
  let tooMany = false
  const rest = (i: number, j: number): ReadonlySet<string> => {
    const key = i * (LONGEST + 1) + j
    const before = known.get(key)
    if (before !== undefined) return before
    const found = new Set<string>()
    const add = (letter: string, at: readonly [number, number]): void => {
      for (const one of rest(...at)) found.add(letter === '*' && one.startsWith('*') ? one : letter + one)
    }
    const [x, y] = [a[i], b[j]]
    if (x === undefined && y === undefined) found.add('')
    else if (x === '*' && y === '*') for (const at of [[i + 1, j], [i, j + 1]] as const) add('*', at)
    else if (x === '*') {
      add('', [i + 1, j])
      if (y !== undefined) add(y, [i, j + 1])
    } else if (y === '*') {
      add('', [i, j + 1])
      if (x !== undefined) add(x, [i + 1, j])
    } else if (x !== undefined && x === y) add(x, [i + 1, j + 1])
    tooMany ||= found.size > MOST_FOUND
    const kept = tooMany ? new Set<string>() : found
    known.set(key, kept)
    return kept
  }
  const all = rest(0, 0)
  return tooMany ? null : [...all]
}
