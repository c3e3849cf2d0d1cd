import { isTreacherous, matchesTarget } from '@/lib/grants/target-match'

/** Scope entries a grant can hold (`grants/import-model.ts`). */
const MOST = 200
/** What stands for resources too many to keep. */
const MANY = '*'

/**
 * The globs that together match exactly those texts that begin with `prefix` and match `glob`: the places in the glob that reading
 * the prefix can lead to, each with the prefix before what is left.
 */
export function startingWith(glob: string, prefix: string): string[] {
  let places = new Set([0])
  for (const letter of prefix.split('')) {
    const next = new Set<number>()
    for (const place of passing(glob, places)) {
      if (glob[place] === '*') next.add(place)
      else if (glob[place] === letter) next.add(place + 1)
    }
    places = next
  }
  return [...places].map((place) => prefix + glob.slice(place))
}

/** The places together with those behind their stars, since a star may stand for nothing. */
function passing(glob: string, places: ReadonlySet<number>): Set<number> {
  const all = new Set(places)
  for (const place of all) if (glob[place] === '*') all.add(place + 1)
  return all
}

/** Leaves out every glob that another one contains. In a glob inside another, `*` is a letter that only a star can stand for. */
export function withoutContained(globs: Iterable<string>): string[] {
  let kept: string[] = []
  for (const glob of [...new Set(globs)].sort()) {
    if (kept.some((other) => matchesTarget(other, glob))) continue
    kept = [...kept.filter((other) => !matchesTarget(glob, other)), glob]
  }
  return kept
}

/**
 * The least scope within `old` that admits the covered calls with these resource keys: the keys themselves; a cut one as far as the
 * old scope admits what it can stand for. Unscoped when a call named no resource. Where the roll-up no longer says what was named
 * (`*`), or where that takes more entries than a grant holds: the old scope.
 */
export function narrowedScope(old: readonly string[], calls: readonly (readonly string[])[]): string[] {
  const keys = new Set(calls.flat())
  if (calls.some((named) => named.length === 0) || keys.has(MANY)) return [...old]
  const entries: string[] = []
  for (const key of keys) {
    const found = wasCut(key) ? cutWithin(old, key) : [key]
    if (found === null) return [...old]
    entries.push(...found)
  }
  const kept = withoutContained(entries)
  return kept.length > MOST ? [...old] : kept
}

/** A key is cut behind three segments, or at 200 characters (or one less); another that ends in `*` was named so. */
function wasCut(key: string): boolean {
  return key.endsWith('*') && (key.length >= 199 || (key.endsWith('/*') && key.split('/').length === 4))
}

/** Null where no narrower scope could admit what was cut: a treacherous resource matches its exact text alone. */
function cutWithin(old: readonly string[], key: string): string[] | null {
  const prefix = key.slice(0, -1)
  if (isTreacherous(key)) {
    const exact = old.filter((glob) => glob.startsWith(prefix))
    return exact.length === 0 ? null : exact
  }
  if (old.length === 0) return [key]
  // What only its exact text would match could become wider by being written differently.
  const found = old.flatMap((glob) => startingWith(glob, prefix).map((entry) => (entry !== glob && isTreacherous(entry) ? glob : entry)))
  return found.length === 0 ? null : found
}
