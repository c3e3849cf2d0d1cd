import { AppError } from '@/lib/errors'

/** Messages for the unique constraints that a registration may run into, by a part of the constraint's or its columns' names. */
const TAKEN: readonly [RegExp, string, string][] = [
  [/slug/, 'slug', 'A server with this slug exists already, or existed; slugs are never used twice.'],
  [/spiffe|issuer|oidc/, 'identity', 'This workload identity is already registered.'],
  [/client_?id/i, 'clientId', 'A client with this client id is already registered.'],
]

/**
 * What a lost race says: when two people register the same thing at once, both pass the first look and the store lets one
 * through. Answers the refusal for a unique or exclusion violation, and any other error as it came.
 */
export function conflictOf(error: unknown): unknown {
  const text = textOf(error)
  if (/23P01|name_binding_no_overlap/.test(text)) return new AppError('name_taken', 'Somebody else is known by one of these names. Nothing was changed.', { errors: [{ path: 'aliases', message: 'is already taken' }], cause: error })
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'P2002') return error
  const found = TAKEN.find(([pattern]) => pattern.test(text))
  if (found === undefined) return new AppError('already_exists', 'Something with this identifier already exists. Nothing was changed.', { cause: error })
  return new AppError('already_exists', `${found[2]} Nothing was changed.`, { errors: [{ path: found[1], message: 'is already taken' }], cause: error })
}

/** The database's own words, wherever the client put them. */
function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const message = 'message' in error ? String(error.message) : ''
  const meta = 'meta' in error ? safeJson(error.meta) : ''
  const cause = 'cause' in error ? safeJson(error.cause) : ''
  return `${message} ${meta} ${cause}`
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member)) ?? ''
  } catch {
    return ''
  }
}
