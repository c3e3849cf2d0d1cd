/**
 * One vocabulary of errors for people and machines. An error is told apart by its `code`, never by `instanceof`:
 * the server and Next's bundles are separate module instances in one process.
 */
export const ERROR_STATUS = {
  invalid_input: 422,
  unknown_field: 422,
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  illegal_transition: 409,
  already_exists: 409,
  name_taken: 409,
  stale_version: 409,
  idempotency_mismatch: 409,
  consent_required: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  not_covered: 403,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/** Where in the input, as a dotted path, and what is wrong there. */
export type FieldError = { path: string; message: string }

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly errors: FieldError[]
  /** Seconds, for too_many_requests. */
  readonly retryAfter?: number

  constructor(code: ErrorCode, message: string, more: { errors?: FieldError[]; retryAfter?: number; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.errors = more.errors ?? []
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter
  }
}

/** True for an AppError of any module instance. */
export function isAppError(value: unknown): value is AppError {
  return value instanceof Error && value.name === 'AppError' && 'code' in value && String(value.code) in ERROR_STATUS
}

/** True when `value` is an AppError with this code. */
export function hasCode(value: unknown, code: ErrorCode): boolean {
  return isAppError(value) && value.code === code
}

export function notFound(what: string): AppError {
  return new AppError('not_found', `There is no such ${what}, or you may not see it.`)
}

/** A single bad field. */
export function invalid(path: string, message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path, message }] })
}
