/**
 * A start that cannot go on, said in the operator's words: what happened, what was kept, what to do.
 * The process prints the three lines without a stack and ends with a code other than zero.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
  readonly kept: string
  readonly todo: string

  constructor(what: string, more: { kept: string; todo: string; cause?: unknown }) {
    super(what, more.cause === undefined ? undefined : { cause: more.cause })
    this.kept = more.kept
    this.todo = more.todo
  }
}

/** True for a StartFailure of any module instance. */
export function isStartFailure(value: unknown): value is StartFailure {
  return value instanceof Error && value.name === 'StartFailure'
}

/** The three sentences as they are printed. */
export function failureText(failure: StartFailure): string {
  return [`Bailiwick did not start: ${failure.message}`, `  Kept:  ${failure.kept}`, `  To do: ${failure.todo}`].join('\n')
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0])
  return error instanceof Error && error.message !== '' ? error.message : String(error)
}

/** The `code` that Node and PostgreSQL put on their errors, or ''. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
