import { isConsolePath } from './message'

/** One line of a message: words, or a link with what stands before it. */
export type Line = { indent: string; words: string; href: string | null }

/** The lines of a message's text, the paths in them made whole. */
export function linesOf(text: string, publicUrl: string): Line[] {
  return text.replace(/\r\n?/g, '\n').trimEnd().split('\n').map((line) => lineOf(line, publicUrl))
}

/** `Renew: /requests/new?renew=…`, or the path alone: a line that ends in nothing but a path of the console. */
function lineOf(line: string, publicUrl: string): Line {
  const [, indent = '', words = '', path] = /^(\s*)((?:[\p{L} ]{1,40}: )?)(\S+)$/u.exec(line) ?? []
  if (path !== undefined && isConsolePath(path)) return { indent, words, href: `${publicUrl}${path}` }
  const [, spaces = '', rest = ''] = /^(\s*)(.*)$/.exec(line) ?? []
  return { indent: spaces.slice(0, 8), words: rest.replace(/\p{Cc}+/gu, ' '), href: null }
}

/** The lines as plain text. */
export function plain(lines: readonly Line[]): string {
  return lines.map(({ indent, words, href }) => `${indent}${words}${href ?? ''}`.trimEnd()).join('\n')
}
