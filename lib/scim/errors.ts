import type { FieldError } from '@/lib/errors'
import { ERROR } from './model'

type Refused = { status: number; code: string; detail: string; errors: readonly FieldError[] }

const TYPE_OF_CODE: Record<string, string> = { invalid_input: 'invalidValue', unknown_field: 'invalidSyntax', bad_request: 'invalidSyntax', already_exists: 'uniqueness', name_taken: 'uniqueness' }
/** Where SCIM's status differs from that of the console's own door: RFC 7644, 3.12 and 3.14. */
const STATUS_OF_CODE: Record<string, number> = { invalid_input: 400, unknown_field: 400, stale_version: 412 }

/** A refusal as RFC 7644, 3.12 has it: the status as text, a `scimType` where the RFC knows one, and a sentence. */
export function scimError(refused: Refused): { status: number; body: Record<string, unknown> } {
  const status = STATUS_OF_CODE[refused.code] ?? refused.status
  const named = refused.errors.find((one) => one.path === 'scimType')?.message
  // Of a conflict that is none of names, and of what is no 400, the RFC names no type.
  const scimType = named ?? (status === 400 || status === 409 ? TYPE_OF_CODE[refused.code] : undefined)
  return { status, body: { schemas: [ERROR], status: String(status), ...(scimType === undefined ? {} : { scimType }), detail: refused.detail } }
}
