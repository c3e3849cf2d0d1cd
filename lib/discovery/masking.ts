import { HIDDEN, isSecretName, SECRET_SHAPES } from '@/lib/registry/secret-shapes'
import type { DiscoveryTarget } from './model'

/** `NAME=value`, `"name": "value"` and `--name value`, where the name may say that the value is a secret. */
const NAMED = /([A-Za-z][\w.-]{1,60})(["']?\s*[=:]\s*["']?)([^\s"',;&]{3,})/g

/** Control characters have no place in a sentence, and an escape sequence none in a terminal. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** The text without what looks like a secret and without `known` ones. For what strangers say: error output, answers, reasons. */
export function maskSecrets(text: string, known: readonly string[] = []): string {
  let masked = text
  for (const secret of known) if (secret.length >= 4) masked = masked.replaceAll(secret, HIDDEN)
  for (const { pattern } of SECRET_SHAPES) masked = masked.replace(pattern, HIDDEN)
  return namedHidden(masked).replace(CONTROL, ' ')
}

/** A value may itself be a name and its value: `failed: TOKEN=…`. */
function namedHidden(text: string): string {
  return text.replace(NAMED, (_, name: string, between: string, value: string) => `${name}${between}${isSecretName(name) ? HIDDEN : namedHidden(value)}`)
}

/** Where a run connected to, fit for a record: without user, query values, fragment and secrets. */
export function recordedAddress(target: Pick<DiscoveryTarget, 'transport' | 'endpoint' | 'command'>): string {
  return target.transport === 'stdio' ? commandLine(target.command) : webAddress(target.endpoint ?? '')
}

function webAddress(endpoint: string): string {
  const url = URL.parse(endpoint)
  if (url === null) return maskSecrets(endpoint).slice(0, 2000)
  const names = [...new Set(url.searchParams.keys())].map((name) => `${encodeURIComponent(name)}=${HIDDEN}`)
  const path = url.pathname.split('/').map((part) => maskSecrets(part)).join('/')
  return `${url.protocol}//${url.host}${path}${names.length === 0 ? '' : `?${names.join('&')}`}`.slice(0, 2000)
}

function commandLine(command: readonly string[]): string {
  const words = command.map((word, i) => {
    const before = command[i - 1]
    if (before !== undefined && /^--?[\w.-]+$/.test(before) && isSecretName(before) && !word.startsWith('-')) return HIDDEN
    const masked = maskSecrets(word)
    return /^[\w./:=@%+,[\]-]+$/.test(masked) ? masked : JSON.stringify(masked)
  })
  return words.join(' ').slice(0, 2000)
}
