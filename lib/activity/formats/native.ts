import { ACCESS } from '@/lib/registry/model'
import { KINDS, type NativeEvent, OUTCOMES, type Rejection } from '@/lib/activity/model'
import { parseTime } from '@/lib/activity/rfc3339'

/** The largest of everything in an event. Characters are UTF-16 code units. */
export const LIMITS = {
  id: 512, name: 2048, target: 4096, resource: 4096, resources: 1000, delegation: 32, reference: 512, durationMs: 1e12, depth: 32, record: 256 * 1024,
} as const

export type Refusal = { code: Rejection; message: string }
export type Checked = { event: NativeEvent; at: number } | { refusal: Refusal }

type Check = (value: unknown) => string | null

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

const line = (max: number): Check => (value) => {
  if (typeof value !== 'string') return 'must be a string'
  if (value === '') return 'must not be empty'
  if (value.length > max) return `must not be longer than ${max} characters`
  return CONTROL.test(value) || !value.isWellFormed() ? 'must not contain control characters or broken text' : null
}

const oneOf = (values: readonly string[]): Check => (value) =>
  typeof value === 'string' && values.includes(value) ? null : `must be one of ${values.join(', ')}`

const time: Check = (value) => (typeof value === 'string' && value.length <= 64 && parseTime(value) !== null ? null : 'must be an RFC 3339 date and time')

const duration: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= LIMITS.durationMs ? null : 'must be a number of milliseconds, not negative'

const resources: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list'
  if (value.length > LIMITS.resources) return `must not have more than ${LIMITS.resources} members`
  const sound = value.every((item) => typeof item === 'string' && item !== '' && item.length <= LIMITS.resource && !item.includes('\u0000') && item.isWellFormed())
  return sound ? null : `must hold texts of 1 to ${LIMITS.resource} characters`
}

const name = line(LIMITS.name)

const delegation: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list'
  if (value.length > LIMITS.delegation) return `must not have more than ${LIMITS.delegation} links`
  return value.every(isLink) ? null : 'must hold {iss, sub} of texts'
}

function isLink(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const members = Object.entries(value)
  return members.length === 2 && members.every(([key, member]) => (key === 'iss' || key === 'sub') && name(member) === null)
}

const parameters: Check = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object'
  return isShallow(value, LIMITS.depth) ? null : `must not be nested deeper than ${LIMITS.depth} levels`
}

/** True when no value inside is nested deeper than `levels`; what is deeper is never walked. */
export function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null && !isShallow(member, levels - 1)) return false
  }
  return true
}

const reference = line(LIMITS.reference)

const REQUIRED: ReadonlySet<string> = new Set(['occurredAt', 'kind', 'server', 'target', 'outcome'])

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['id', line(LIMITS.id)], ['occurredAt', time], ['kind', oneOf(KINDS)], ['server', name], ['target', line(LIMITS.target)], ['access', oneOf(ACCESS)],
  ['resources', resources], ['human', name], ['client', name], ['agent', name], ['delegation', delegation], ['task', reference], ['session', reference],
  ['traceId', reference], ['spanId', reference], ['parentSpanId', reference], ['outcome', oneOf(OUTCOMES)], ['decisionId', reference],
  ['durationMs', duration], ['parameters', parameters],
])

/**
 * A value as a native event, with its time in milliseconds, or why it is none. Written by hand because it stands in the path of
 * every event; `native-schema.ts` says the same in zod, and a property test holds the two together.
 */
export function checkNative(value: unknown): Checked {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('invalid_event', 'The record is not a JSON object.')
  let required = 0
  for (const [key, member] of Object.entries(value)) {
    const check = CHECKS.get(key)
    if (check === undefined) return refuse('unknown_field', `${shown(key)} is not a field of an event.`)
    const fault = check(member)
    if (fault !== null) return refuse('invalid_event', `${key} ${fault}.`)
    if (REQUIRED.has(key)) required += 1
  }
  const event = value as NativeEvent
  if (required < REQUIRED.size) return refuse('invalid_event', `${[...REQUIRED].filter((key) => !Object.hasOwn(event, key)).join(', ')} missing.`)
  // The check above has parsed it.
  return { event, at: parseTime(event.occurredAt) ?? Number.NaN }
}

function shown(key: string): string {
  return JSON.stringify(key.slice(0, 60).toWellFormed())
}

function refuse(code: Rejection, message: string): { refusal: Refusal } {
  return { refusal: { code, message } }
}
