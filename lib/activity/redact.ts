import { isSecretName } from '@/lib/registry/secret-shapes'
import { isShallow } from './formats/native'
import { HIDDEN } from '@/lib/registry/secret-shapes'
import { hideSecrets } from './secrets'

export const REDACTIONS = ['drop', 'keys', 'masked', 'full'] as const
export type Redaction = (typeof REDACTIONS)[number]

/** Characters of one value that `masked` lets through. */
const LONG = 256

/**
 * Parameters as a source's setting allows them to be kept: not at all, member names only, secret-shaped and long values
 * replaced (the default), or as they came. What no database can hold (U+0000, half a surrogate pair) is replaced in all of them.
 */
export function redactParameters(parameters: Record<string, unknown> | undefined, redaction: Redaction): Record<string, unknown> | null {
  if (parameters === undefined || redaction === 'drop') return null
  const walk = redaction === 'keys' ? keysOnly : redaction === 'masked' ? mask : sound
  return members(parameters, walk)
}

type Walk = (value: unknown, name: string) => unknown

function members(value: object, walk: Walk): Record<string, unknown> {
  // fromEntries defines own members, so that one named __proto__ stays data.
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [storable(name), walk(member, name)]))
}

function nested(value: unknown, name: string, walk: Walk): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, name))
  return typeof value === 'object' && value !== null ? members(value, walk) : undefined
}

const keysOnly: Walk = (value, name) => nested(value, name, keysOnly) ?? null

const sound: Walk = (value, name) => (typeof value === 'string' ? storable(value) : (nested(value, name, sound) ?? value))

const mask: Walk = (value, name) => {
  if (value === null || typeof value === 'boolean') return value
  if (isSecretName(name)) return HIDDEN
  if (typeof value !== 'string') return nested(value, name, mask) ?? value
  return maskText(value)
}

function maskText(text: string): string {
  if (text.length > LONG) return `[${text.length} characters]`
  return storable(hideSecrets(text))
}

/** Text that PostgreSQL can hold: U+0000 and unpaired surrogates become U+FFFD. */
export function storable(text: string): string {
  return (text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text).toWellFormed()
}

/** Characters of a rejected record that are kept. */
const BODY = 32 * 1024

/** A rejected record as a dead letter keeps it: always masked, whatever the source's setting, and cut to 32 KiB. */
export function maskRecord(text: string, parsed: unknown): string {
  const masked = typeof parsed === 'object' && parsed !== null && isShallow(parsed, 64) ? JSON.stringify(nested(parsed, '', maskKept)) : hideSecrets(text.slice(0, BODY))
  return storable(masked).slice(0, BODY).toWellFormed()
}

// A record's own members must stay readable, or it could not be retried; only the values of long texts are cut.
const maskKept: Walk = (value, name) => {
  if (value === null || typeof value === 'boolean') return value
  if (name !== 'tokens' && isSecretName(name)) return HIDDEN
  if (typeof value === 'string') return storable(hideSecrets(value.slice(0, 4096)))
  return nested(value, name, maskKept) ?? value
}
