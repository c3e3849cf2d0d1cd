import { createRequire } from 'node:module'
import { Font } from '@react-pdf/renderer'

const require = createRequire(import.meta.url)

/**
 * The fonts that PDF readers bring know Western European letters only and print others wrong. Noto Sans has the Latin, Greek, Cyrillic,
 * Vietnamese and Devanagari ones; UnifontEX has a glyph for nearly everything else, plain but legible, and is loaded only where needed.
 */
const FONTS: readonly { family: string; needs: RegExp; files: Partial<Record<400 | 700, string>> }[] = [
  { family: 'Noto', needs: /^/, files: { 400: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf', 700: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf' } },
  { family: 'Unifont', needs: /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\u0000-\u00bf×÷\u2010-\u2026‹›€]/u, files: { 400: '@fontsource/unifontex/files/unifontex-latin-400-normal.woff' } },
]

const ready = new Map<string, Promise<void>>()

/** The families in which `text` can be printed, the usual first; loaded on first use. */
export async function familiesFor(text: string): Promise<string[]> {
  const needed = FONTS.filter((script) => script.needs.test(text))
  await Promise.all(needed.map(({ family, files }) => {
    const found = ready.get(family) ?? load(family, files)
    ready.set(family, found)
    return found
  }))
  return needed.map((script) => script.family)
}

async function load(family: string, files: Partial<Record<400 | 700, string>>): Promise<void> {
  Font.register({ family, fonts: Object.entries(files).map(([weight, file]) => ({ src: require.resolve(file), fontWeight: Number(weight) })) })
  for (const weight of Object.keys(files)) {
    await Font.load({ fontFamily: family, fontWeight: Number(weight) })
    inflateOnce(Font.getFont({ fontFamily: family, fontWeight: Number(weight) }).data)
  }
}

type Stream = { pos: number }
type TableReader = { type?: string; stream?: Stream; _getTableStream?: (tag: string) => Stream | null }

/** The reader of fonts inflates a table of a WOFF anew for every glyph: seconds, for a large font. What it inflated is kept instead; a reader that is made otherwise is left as it is. */
function inflateOnce(data: unknown): void {
  const font = data as TableReader | null
  const inflate = font?._getTableStream
  if (font === null || inflate === undefined || font.type !== 'WOFF') return
  const kept = new Map<string, Stream>()
  font._getTableStream = (tag) => {
    const before = kept.get(tag)
    if (before !== undefined) return Object.assign(before, { pos: 0 })
    const stream = inflate.call(font, tag)
    // A table that is not compressed is read from the file's own stream, at its place.
    if (stream !== null && stream !== font.stream) kept.set(tag, stream)
    return stream
  }
}

/** Words are broken by `folded` alone: identifiers get no hyphens. */
export function withoutHyphens(): void {
  Font.registerHyphenationCallback((word) => [word])
}

/** Breaks what has no space for longer than `columns` letters (wide ones count twice), so that it stays within its place. */
export function folded(text: string, columns: number): string {
  let line = 0
  let out = ''
  for (const letter of text) {
    line = letter === ' ' || letter === '\n' ? 0 : line + widthOf(letter)
    if (line > columns) {
      out += '\n'
      line = 1
    }
    out += letter
  }
  return out
}

/** The beginning of a text, with a sign where more would be wider than so many letters. */
export function cut(text: string, columns: number): string {
  let width = 0
  let out = ''
  for (const letter of text) {
    width += widthOf(letter)
    if (width > columns) return `${out.slice(0, -1)}…`
    out += letter
  }
  return out
}

function widthOf(letter: string): number {
  return (letter.codePointAt(0) ?? 0) > 0x10ff ? 2 : 1
}

/** Characters that show nothing, or turn the text around them, are named instead: a name may be made to look like another. */
export function shown(text: string, longest = 400): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, (one) => (one === '\n' || one === '\t' ? ' ' : `‹${(one.codePointAt(0) ?? 0).toString(16)}›`))
  const letters = [...visible]
  return letters.length <= longest ? visible : `${letters.slice(0, longest - 1).join('')}…`
}
