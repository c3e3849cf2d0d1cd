import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Violation } from './import-rules'
import { ROOMS } from './places'
import { codeOnly, type SourceFile } from './source-files'

export const LONGEST_FILE = 300
export const MEDIAN_FILE = 80
export const NINETIETH_FILE = 220
const LONGEST_README = 60

/** Names that say nothing, names that hide, and spellings that are not ours. */
export function nameViolations(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path: file }) => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    const base = name.replace(/(\.property)?(\.db)?\.(test|spec)\.tsx?$|\.tsx?$/, '')
    const broken = (what: string) => [{ path: file, rule: 'name', what }]
    if (/^(utils?|helpers?|misc|common)$/.test(base) || /\/(utils?|helpers?|misc|common)\//.test(file)) return broken('its name says nothing about what is inside')
    if (base === 'index') return broken('is a barrel')
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(base) && !base.startsWith('[')) return broken('is not in kebab-case')
    return []
  })
}

/** Default exports are Next's and tools' affair; silenced checks are nobody's. */
export function writingViolations(files: readonly SourceFile[], mayDefault: (path: string) => boolean): Violation[] {
  return files.flatMap((file) => {
    const code = codeOnly(file.text)
    const broken: Violation[] = []
    const add = (what: string) => broken.push({ path: file.path, rule: 'writing', what })
    if (/^\s*export default\b/m.test(code) && !mayDefault(file.path)) add('has a default export')
    // In comments too, hence the text.
    if (/@ts-(ignore|nocheck)/.test(file.text) && !file.path.startsWith('lib/architecture')) add('silences the compiler')
    if (/\b(TODO|FIXME|XXX)\b/.test(file.text) && !file.path.startsWith('lib/architecture')) add('leaves work for later in a comment')
    if (/\bvi\.(do)?[mM]ock\(/.test(code)) add('replaces a module, which the tests of one process share')
    // `(?:any` is a group of a regular expression.
    if (/[:<(,|]\s*any\b(?!['\w])/.test(code) && /((?<!\?):\s*any\b|<any>|as any\b|any\[\])/.test(code)) add('uses the type any')
    return broken
  })
}

export type Exceptions = Readonly<Record<string, string>>

/** Files over the cap that nobody has explained, and explanations that are no longer needed. */
export function lengthViolations(files: readonly SourceFile[], exceptions: Exceptions): Violation[] {
  const long = files.filter((file) => file.lines > LONGEST_FILE)
  const broken = long.filter((file) => exceptions[file.path] === undefined).map((file) => ({ path: file.path, rule: 'length', what: `has ${file.lines} lines; the cap is ${LONGEST_FILE}` }))
  const needless = Object.keys(exceptions).filter((one) => !long.some((file) => file.path === one))
  return [...broken, ...needless.map((one) => ({ path: one, rule: 'length', what: 'is listed as an exception and is none' }))]
}

/** The value below which `share` of the files lie, in lines. */
export function percentile(files: readonly SourceFile[], share: number): number {
  const sorted = files.map((file) => file.lines).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Every room says in at most a page what it is. */
export function readmeViolations(root: string): Violation[] {
  return ROOMS.filter((room) => existsSync(path.join(root, 'lib', room))).flatMap((room) => {
    const file = `lib/${room}/README.md`
    if (!existsSync(path.join(root, file))) return [{ path: file, rule: 'readme', what: 'is missing' }]
    const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length
    return lines > LONGEST_README ? [{ path: file, rule: 'readme', what: `has ${lines} lines; the cap is ${LONGEST_README}` }] : []
  })
}
