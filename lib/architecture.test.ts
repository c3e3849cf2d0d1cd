import { describe, expect, test } from 'vitest'
import { IMPORTS, LONG_FILES, WRITES } from './architecture/exceptions'
import { lengthViolations, MEDIAN_FILE, nameViolations, NINETIETH_FILE, percentile, readmeViolations, writingViolations } from './architecture/house'
import { importViolations, type Violation } from './architecture/import-rules'
import { writeViolations } from './architecture/model-writes'
import { isTest } from './architecture/places'
import { purityViolations } from './architecture/purity'
import { readSources } from './architecture/source-files'

const root = process.cwd()
const files = readSources(root)
const program = files.filter((file) => !isTest(file.path))

/** Where Next, Playwright and Vitest want a default export. */
const mayDefault = (path: string) => path.startsWith('app/') || path.endsWith('.config.ts') || path === 'lib/testing/database-server.ts'

function shown(violations: readonly Violation[]): string[] {
  return violations.map(({ path, what }) => `${path} ${what}`).sort()
}

describe('the architecture', () => {
  test('nobody imports what the table does not allow', () => {
    const found = shown(importViolations(files))
    const excused = Object.keys(IMPORTS)
    expect(found.filter((line) => !excused.includes(line))).toEqual([])
    expect(excused.filter((line) => !found.includes(line)), 'exceptions that are no longer needed').toEqual([])
  })

  test('a model is written by the commands of its own room and by nobody else', () => {
    const found = shown(writeViolations(root, files))
    const excused = Object.keys(WRITES)
    expect(found.filter((line) => !excused.includes(line))).toEqual([])
    expect(excused.filter((line) => !found.includes(line)), 'exceptions that are no longer needed').toEqual([])
  })

  test('a room is pure except where a file name announces otherwise', () => {
    expect(shown(purityViolations(files))).toEqual([])
  })

  test('file names say what is inside, in kebab-case, without barrels', () => {
    expect(shown(nameViolations(files))).toEqual([])
  })

  test('nothing is exported by default, nothing is silenced, nothing is left for later', () => {
    expect(shown(writingViolations(files, mayDefault))).toEqual([])
  })

  test('every room has a README of at most a page', () => {
    expect(shown(readmeViolations(root))).toEqual([])
  })
})

describe('the house numbers', () => {
  test('no file is over 300 lines without a reason', () => {
    expect(shown(lengthViolations(files, LONG_FILES))).toEqual([])
  })

  test('files are small: the median and the 90th percentile hold', () => {
    expect(percentile(program, 0.5)).toBeLessThanOrEqual(MEDIAN_FILE)
    expect(percentile(program, 0.9)).toBeLessThanOrEqual(NINETIETH_FILE)
  })
})
