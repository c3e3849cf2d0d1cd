import { INSTRUCTIONS } from './instruction-patterns'

/** What can be wrong with a text that a model reads: characters nobody sees, text that runs the other way, orders to the model. */
export type HazardKind = 'invisible' | 'bidirectional' | 'instruction' | 'unread'

/** One hazard. `at` and `length` count UTF-16 code units; `what` completes the sentence "The text …". */
export type TextHazard = { kind: HazardKind; at: number; length: number; what: string }

/** Text beyond this many characters is not looked through and says so. */
export const LOOKED_THROUGH = 65_536
/** Hazards listed for one text. */
const LISTED = 50

const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\u2028\u2029\u2800]/gu
/** White space that text is made of, and Arabic and Kaithi number signs, which are format characters that one sees. */
const SEEN = /^[\t\n\r\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]$/u
const BIDIRECTIONAL = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x00ad, 'soft hyphen'], [0x034f, 'combining grapheme joiner'], [0x061c, 'Arabic letter mark'], [0x115f, 'Hangul choseong filler'], [0x1160, 'Hangul jungseong filler'],
  [0x180e, 'Mongolian vowel separator'], [0x200b, 'zero width space'], [0x200c, 'zero width non-joiner'], [0x200d, 'zero width joiner'], [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'], [0x2028, 'line separator'], [0x2029, 'paragraph separator'], [0x202a, 'left-to-right embedding'], [0x202b, 'right-to-left embedding'],
  [0x202c, 'pop directional formatting'], [0x202d, 'left-to-right override'], [0x202e, 'right-to-left override'], [0x2060, 'word joiner'], [0x2061, 'function application'],
  [0x2062, 'invisible times'], [0x2063, 'invisible separator'], [0x2064, 'invisible plus'], [0x2066, 'left-to-right isolate'], [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'], [0x2069, 'pop directional isolate'], [0x2800, 'Braille blank'], [0x3164, 'Hangul filler'], [0xfeff, 'byte order mark'],
  [0xffa0, 'half-width Hangul filler'], [0xe0001, 'language tag'], [0xe007f, 'cancel tag'],
])

/** A character as people can name it, such as `U+200B zero width space`. */
export function characterName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')} ${NAMES.get(codePoint) ?? kindOf(codePoint)}`
}

function kindOf(codePoint: number): string {
  if (codePoint >= 0xe0020 && codePoint <= 0xe007e) return `tag ${JSON.stringify(String.fromCodePoint(codePoint - 0xe0000))}`
  if ((codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef) || (codePoint >= 0x180b && codePoint <= 0x180f)) return 'variation selector'
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return 'half a character'
  return codePoint < 0xa0 ? 'control character' : 'invisible character'
}

/** A character that is in a text and not seen. */
export type HiddenCharacter = { kind: 'invisible' | 'bidirectional'; at: number; text: string; codePoint: number }

// Joiners shape words in these scripts, and build families and flags out of emoji; a selector says how an emoji is drawn.
const SHAPED = /[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}\p{sc=Khmer}]$/u
const SHAPED_NEXT = /^[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}\p{sc=Khmer}]/u
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}][\ufe0f]?$/u
const EMOJI_NEXT = /^\p{Extended_Pictographic}/u
const KEYCAP = /[\p{Extended_Pictographic}#*0-9]$/u
const FLAG = /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu

/** Every character that one does not see, left to right. Emoji, and joiners in scripts that need them, are no hidden characters. */
export function hiddenCharacters(text: string): HiddenCharacter[] {
  const flags = [...text.matchAll(FLAG)].map(({ index, 0: flag }) => [index, index + flag.length] as const)
  const found: HiddenCharacter[] = []
  for (const { index: at, 0: hidden } of text.matchAll(HIDDEN)) {
    if (SEEN.test(hidden) || drawsSomething(text, at, hidden) || flags.some(([from, to]) => at >= from && at < to)) continue
    found.push({ kind: BIDIRECTIONAL.test(hidden) ? 'bidirectional' : 'invisible', at, text: hidden, codePoint: hidden.codePointAt(0) ?? 0 })
  }
  return found
}

function drawsSomething(text: string, at: number, hidden: string): boolean {
  const before = text.slice(Math.max(0, at - 3), at)
  const next = text.slice(at + hidden.length, at + hidden.length + 2)
  if (hidden === '\ufe0f' || hidden === '\ufe0e') return KEYCAP.test(before) && (EMOJI.test(before) || next.startsWith('\u20e3'))
  if (hidden !== '\u200d' && hidden !== '\u200c') return false
  return (SHAPED.test(before) && SHAPED_NEXT.test(next)) || (hidden === '\u200d' && EMOJI.test(before) && EMOJI_NEXT.test(next))
}

/** A text as its reader would take it: hidden characters gone, look-alikes of ASCII folded, white space single, lower case. */
function plain(text: string): string {
  const hidden = hiddenCharacters(text)
  let seen = ''
  let from = 0
  for (const { at, text: one } of hidden) {
    seen += text.slice(from, at)
    from = at + one.length
  }
  return (seen + text.slice(from)).normalize('NFKC').replace(/[\u2018\u2019]/g, '\'').replace(/[ \t\r\f\v]+/g, ' ').toLowerCase()
}

/**
 * What in a text could mislead a model or hide from people. Heuristic, both ways: the patterns (`instruction-patterns.ts`) catch
 * what has been seen in attacks and will catch some honest text. Bounded: what lies beyond 65,536 characters is one `unread`.
 */
export function textHazards(text: string): TextHazard[] {
  const looked = text.slice(0, LOOKED_THROUGH)
  const found: TextHazard[] = hiddenCharacters(looked).slice(0, LISTED).map(({ kind, at, text: one, codePoint }) => ({
    kind, at, length: one.length, what: `contains ${characterName(codePoint)}`,
  }))
  found.push(...instructions(looked))
  if (text.length > LOOKED_THROUGH) found.push({ kind: 'unread', at: LOOKED_THROUGH, length: text.length - LOOKED_THROUGH, what: 'is too long to be looked through' })
  return found
}

/** The passages that order a model about. Places are those of the text as its reader takes it, found again where they stand unchanged. */
function instructions(text: string): TextHazard[] {
  const read = plain(text)
  // A passage may be broken over lines, and some patterns begin with a line.
  const unbroken = read.replace(/\s*\n\s*/g, ' ')
  const lower = text.toLowerCase()
  return INSTRUCTIONS.flatMap(({ what, pattern }): TextHazard[] => {
    const match = pattern.exec(read) ?? pattern.exec(unbroken)
    if (match === null) return []
    const at = lower.indexOf(match[0])
    return [{ kind: 'instruction', at: Math.max(0, at), length: at < 0 ? 0 : match[0].length, what }]
  })
}

/**
 * What makes a changed text more than wording: orders to the model in the new text, also where the old one had some, and hidden
 * characters that the old one did not have in that order.
 */
export function addedHazards(before: string, after: string): TextHazard[] {
  const old = hiddenCharacters(before.slice(0, LOOKED_THROUGH))
  let matched = 0
  const hazards = textHazards(after)
  const added = hazards.filter(({ kind, at }) => {
    if (kind !== 'invisible' && kind !== 'bidirectional') return true
    const codePoint = after.codePointAt(at)
    const known = old.findIndex((one, i) => i >= matched && one.codePoint === codePoint)
    if (known < 0) return true
    matched = known + 1
    return false
  })
  return added
}
