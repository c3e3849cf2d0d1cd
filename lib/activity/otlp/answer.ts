export type OtlpEncoding = 'json' | 'protobuf'

export const CONTENT_TYPES: Readonly<Record<OtlpEncoding, string>> = { json: 'application/json', protobuf: 'application/x-protobuf' }

/** How a body of this content type is encoded; null when OTLP knows no such type. */
export function encodingOf(contentType: string | null): OtlpEncoding | null {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === CONTENT_TYPES.json) return 'json'
  return type === CONTENT_TYPES.protobuf ? 'protobuf' : null
}

/** Codes of google.rpc.Code by HTTP status. */
const RPC_CODES: Readonly<Record<number, number>> = { 400: 3, 401: 16, 403: 7, 404: 5, 413: 8, 415: 3, 429: 8, 503: 14 }

/**
 * The status and code of a refusal as OTLP exporters understand them: 429 and 503 are tried again, everything else is given up.
 * Input that does not fit is 400 here; a fault inside becomes 503, because nothing was stored and another try may succeed.
 */
export function otlpStatus(status: number): { status: number; code: number; retryable: boolean } {
  const told = status >= 500 ? 503 : status === 422 || status === 409 ? 400 : status
  return { status: told, code: RPC_CODES[told] ?? 2, retryable: told === 429 || told === 503 }
}

/** What of an export was refused, as `partialSuccess` says it; null when nothing was. Counts records that tell of no act as taken. */
export function refusedPart(errors: readonly { index: number; code: string; message: string; noAct: boolean }[]): { rejected: number; errorMessage: string } | null {
  const refused = errors.filter(({ noAct }) => !noAct)
  if (refused.length === 0) return null
  const shown = refused.slice(0, 3).map(({ index, code, message }) => `record ${index}: ${code}, ${message}`).join(' ')
  return { rejected: refused.length, errorMessage: `${shown}${refused.length > 3 ? ` And ${refused.length - 3} more.` : ''} They are kept as dead letters and can be tried again.` }
}
