import type { Ctx } from '@/lib/context'
import { ID_PREFIXES, type IdKind } from '@/lib/ids'

/** The instant at which tests take place. */
export const TEST_NOW = new Date('2026-11-20T12:00:00.000Z')

/** `text` is an offset from the fixed clock such as `-3d`, `+90m`, `-250ms`; the result is a new date. */
export function at(text: string, from: Date = TEST_NOW): Date {
  const match = /^([+-])(\d+)(ms|s|m|h|d)$/.exec(text)
  if (match === null) throw new Error(`“${text}” is no offset.`)
  const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[3] ?? 'ms'] ?? 1
  return new Date(from.getTime() + (match[1] === '-' ? -1 : 1) * Number(match[2]) * unit)
}

let counter = 0

/** A command's context: a fixed time, and ids that count upwards and so sort by their making. */
export function testCtx(now: Date = TEST_NOW): Ctx {
  return { now, id: (kind: IdKind) => `${ID_PREFIXES[kind]}_${String((counter += 1)).padStart(26, '0')}` }
}

/** A clock that moves only when told to. */
export function testClock(start: Date = TEST_NOW): { now: () => Date; advance: (offset: string) => Date; ctx: () => Ctx } {
  let current = start
  return {
    now: () => current,
    advance: (offset) => (current = at(offset.startsWith('-') || offset.startsWith('+') ? offset : `+${offset}`, current)),
    ctx: () => testCtx(current),
  }
}
