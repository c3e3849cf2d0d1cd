import { isTreacherous } from '@/lib/grants/target-match'

/**
 * What is left of a glob once the text before has been read: every glob that must match the rest. `prompt:*` after `prompt:` leaves `*`;
 * a star may have taken all of it or part, so that there may be several, or none.
 */
export function restsAfter(glob: string, before: string): string[] {
  let places = opened(glob, new Set([0]))
  for (const letter of before) {
    const next = new Set<number>()
    for (const place of places) {
      if (glob[place] === '*') next.add(place)
      else if (glob[place] === letter) next.add(place + 1)
    }
    places = opened(glob, next)
  }
  const rests = [...places].map((place) => glob.slice(place))
  // What a star at the beginning admits, the same without it admits too.
  return rests.filter((rest) => !rests.includes(`*${rest}`)).toSorted()
}

/** A star may stand for nothing, so that what comes after it may come at once. */
function opened(glob: string, places: ReadonlySet<number>): Set<number> {
  const found = new Set<number>()
  for (const place of places) {
    let at = place
    found.add(at)
    while (glob[at] === '*') found.add((at += 1))
  }
  return found
}

const META = /[\\^$.|?*+()[\]{}]/g

/** The glob as a regular expression over the whole text, in the syntax that RE2 and Rust share. */
export function regexOf(glob: string): string {
  return `^(?s:${glob.split('*').map((piece) => piece.replaceAll(META, String.raw`\$&`)).join('.*')})$`
}

/**
 * Resources that no glob admits are those that could mean another path than they show. A gateway cannot decode, so it takes every
 * text with a percent sign for such a one; the others it finds as `isTreacherous` does.
 */
export const TREACHEROUS_REGEX = String.raw`%|\\|\p{Cc}|(?:^|[/:?#])\.\.?(?:[/?#]|$)`

/** Would a gateway refuse this text to a glob? Every text that is treacherous, and every one with a percent sign. */
export function isGuarded(text: string): boolean {
  return text.includes('%') || isTreacherous(text)
}
