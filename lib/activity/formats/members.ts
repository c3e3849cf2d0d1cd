import { sha256Hex } from '@/lib/hash'

/** Reading what others wrote: every reader answers undefined for what it cannot use, and none throws. */
export type Members = Record<string, unknown>

/** The members of an object; none for anything else. */
export function members(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
}

/** A member of the object itself: never one that every object inherits. */
export function own(of: Members, name: string): unknown {
  return Object.hasOwn(of, name) ? of[name] : undefined
}

/** A text with something in it. A number or truth value counts as its text, because exporters disagree about types. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  const trimmed = value.trim()
  return trimmed === '' ? undefined : trimmed
}

/** The first of the named members that is a text. */
export function firstText(of: Members, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = text(own(of, name))
    if (found !== undefined) return found
  }
  return undefined
}

/** A number, also when it was written as a text. */
export function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Milliseconds as an event may carry them: not negative, at most 10¹². */
export function milliseconds(value: unknown): number | undefined {
  const number = amount(value)
  return number !== undefined && number >= 0 && number <= 1e12 ? number : undefined
}

/** A count of bytes. */
export function whole(value: unknown): number | undefined {
  const number = amount(value)
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** A duration as Go and Rust print it (`2ms`, `1.5s`, `1m30s`), in milliseconds; a bare number is milliseconds already. */
export function duration(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 40) return milliseconds(value)
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) return milliseconds(value)
  return milliseconds(Math.round(parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ''] ?? 0), 0) * 1e6) / 1e6)
}

/** An object, or the object that a text holds as JSON; what else it may be is no set of parameters. */
export function objectOf(value: unknown): Members | undefined {
  let found = value
  if (typeof value === 'string' && /^\s*\{/.test(value)) {
    try {
      found = JSON.parse(value)
    } catch {
      return undefined
    }
  }
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Members) : undefined
}

/** Without the members that are undefined, which the strict check would refuse. */
export function present(event: Members): Members {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined))
}

/** An id for a record that carries none: the same for the same record sent again, which is exact to the last digit of its time. */
export function digestOf(prefix: string, value: unknown): string {
  try {
    return `${prefix}:${sha256Hex(JSON.stringify(value)).slice(0, 32)}`
  } catch {
    // Nested too deep to be written; the check of events refuses such a record.
    return prefix
  }
}
