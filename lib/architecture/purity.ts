import type { Violation } from './import-rules'
import { isTest, placeOf } from './places'
import { codeOnly, type SourceFile } from './source-files'

/** What makes an answer depend on when, where or how often it is asked. */
const IMPURE: readonly [RegExp, string][] = [
  [/\bDate\.now\s*\(/, 'asks the clock (Date.now): take the time as an argument'],
  [/\bnew Date\s*\(\s*\)/, 'asks the clock (new Date()): take the time as an argument'],
  [/\bMath\.random\s*\(/, 'draws at random: take ids and chances as arguments'],
  [/\bTemporal\.Now\b/, 'asks the clock (Temporal.Now): take the time as an argument'],
  [/\bperformance\.now\s*\(/, 'asks the clock (performance.now): take the time as an argument'],
  [/\bcrypto\.(randomUUID|getRandomValues)\s*\(/, 'draws at random: take ids as arguments'],
  [/\bprocess\.(env|cwd|argv|hrtime)\b/, 'reads the process: take it as an argument'],
  [/(^|[^.\w])fetch\s*\(/, 'reaches the network: that is io.ts'],
]

/** Files of a room are pure unless their name says otherwise. */
export function purityViolations(files: readonly SourceFile[]): Violation[] {
  return files.filter((file) => !isTest(file.path) && ['pure', 'actor'].includes(placeOf(file.path).kind)).flatMap((file) => {
    const code = codeOnly(file.text)
    return IMPURE.filter(([pattern]) => pattern.test(code)).map(([, what]) => ({ path: file.path, rule: 'purity', what }))
  })
}
