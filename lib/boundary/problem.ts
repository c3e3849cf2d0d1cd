import { z } from 'zod'
import { AppError, ERROR_STATUS, type FieldError, isAppError } from '@/lib/errors'

/** RFC 9457 problem details, with a stable `code`. */
export type Problem = { type: string; title: string; status: number; code: string; detail: string; errors: FieldError[] }

const TITLES: Record<number, string> = {
  400: 'Bad request', 401: 'Not signed in', 403: 'Not allowed', 404: 'Not found', 405: 'Method not allowed', 409: 'Conflict', 410: 'Gone',
  413: 'Too large', 415: 'Unsupported media type', 422: 'Input refused', 429: 'Too many requests', 500: 'Internal error', 503: 'Unavailable',
}

/** The problem to answer for an error. Surprises become one masked sentence; `surprise` then carries the cause for the log. */
export function problemOf(error: unknown): { problem: Problem; retryAfter?: number; surprise?: unknown } {
  const known = isAppError(error) ? error : knownFault(error)
  if (known === null) {
    return { problem: shape('internal', 500, 'Something failed inside. Nothing was changed by this request; try again, and look at the log if it stays.', []), surprise: error }
  }
  const status = ERROR_STATUS[known.code]
  return {
    problem: shape(known.code, status, known.message, known.errors),
    ...(known.retryAfter === undefined ? {} : { retryAfter: known.retryAfter }),
  }
}

function shape(code: string, status: number, detail: string, errors: FieldError[]): Problem {
  return { type: `urn:bailiwick:problem:${code}`, title: TITLES[status] ?? 'Error', status, code, detail, errors }
}

/** Faults of libraries that mean something to the caller. */
function knownFault(error: unknown): AppError | null {
  if (error instanceof z.ZodError) return inputError(error)
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  if (error.code === 'P2002') return new AppError('already_exists', 'Something with this identifier already exists. Nothing was changed.')
  if (databaseCode(error) === '23P01') return new AppError('name_taken', 'Somebody else was given the same name at the same moment. Nothing was changed.')
  if (error.code === 'P2034') return new AppError('conflict', 'Somebody else changed the same thing at the same moment. Nothing was changed; try again.')
  if (error.code === 'P1001' || error.code === 'P2024' || error.code === 'ECONNREFUSED') return new AppError('unavailable', 'The database cannot be reached at the moment. Nothing was changed; try again.')
  return null
}

/** PostgreSQL's own code (SQLSTATE) inside an error of the client; 23P01 = an exclusion constraint, which only names have. */
function databaseCode(error: object): string | null {
  const found = z.object({ meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }) }).safeParse(error)
  return found.success ? found.data.meta.driverAdapterError.cause.originalCode : null
}

/** The refusal of an input that does not fit its schema. */
export function inputError(error: z.ZodError): AppError {
  const errors = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].map(String).join('.'), message: 'is not a known field' }))
      : [{ path: issue.path.map(String).join('.'), message: issue.message }],
  )
  const unknown = error.issues.every((issue) => issue.code === 'unrecognized_keys')
  const first = errors[0]
  const where = first ? ` (${first.path === '' ? 'input' : first.path}: ${first.message})` : ''
  return new AppError(unknown ? 'unknown_field' : 'invalid_input', `The input was refused${where}. Nothing was changed.`, { errors })
}
