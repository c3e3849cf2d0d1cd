import { TABLE } from './import-table'
import { isLeft, isTest, type Place, placeOf } from './places'
import type { SourceFile } from './source-files'

/** A broken rule: where, and in words what. */
export type Violation = { path: string; rule: string; what: string }

/** Every import that the table does not allow. Tests may reach for anything; their rules are the spelling's. */
export function importViolations(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => file.imports.flatMap(({ from, typeOnly }) => {
    const spelling = spellingProblem(file.path, from)
    if (spelling !== null) return [{ path: file.path, rule: 'spelling', what: spelling }]
    if (isTest(file.path)) return []
    const problem = from.startsWith('@/') || from.startsWith('.') ? ownProblem(file.path, resolved(file.path, from), typeOnly) : packageProblem(file.path, from, typeOnly)
    return problem === null ? [] : [{ path: file.path, rule: 'import', what: problem }]
  }))
}

function spellingProblem(path: string, from: string): string | null {
  if (from.startsWith('../') && !path.startsWith('e2e/')) return `imports ${from}: across folders it is written @/…, inside one ./…`
  if (/(^|\/)index$/.test(from)) return `imports ${from}: there are no barrels`
  return null
}

function resolved(path: string, from: string): string {
  if (from.startsWith('@/')) return from.slice(2)
  const parts = path.split('/').slice(0, -1)
  for (const step of from.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  return parts.join('/')
}

function ownProblem(path: string, target: string, typeOnly: boolean): string | null {
  if (/\.(css|json)$/.test(target)) return null
  const here = placeOf(path)
  const there = placeOf(target)
  const row = TABLE[here.kind]
  if (typeOnly && row.types?.includes(there.kind) === true) return null
  const refused = `${describe(here)} imports ${describe(there)}: ${target}`
  if ('room' in here && 'room' in there) {
    const allowed = here.room === there.room ? row.own : isLeft(there.room, here.room) ? row.left : []
    if (allowed?.includes(there.kind) === true) return null
    return isLeft(here.room, there.room) ? `${refused}, a room to its right` : refused
  }
  return row.may.includes(there.kind) ? null : refused
}

function packageProblem(path: string, from: string, typeOnly: boolean): string | null {
  const here = placeOf(path)
  const row = TABLE[here.kind]
  if (typeOnly) return null
  if (row.packages !== undefined && !row.packages.test(from)) return `${describe(here)} imports the package ${from}`
  if (row.never?.test(from) === true) return `${describe(here)} imports the package ${from}`
  return null
}

function describe(place: Place): string {
  return 'room' in place ? `${place.kind} of ${place.room}` : place.kind
}
