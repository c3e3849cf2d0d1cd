import { AppError } from '@/lib/errors'

/** The URIs of RFC 7643 (schemas) and RFC 7644 (messages). */
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
/** draft-wzdk-scim-agent-resource-00. */
export const AGENT = 'urn:ietf:params:scim:schemas:core:2.0:Agent'
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

export const SCIM_TYPE = 'application/scim+json'

export type Json = string | number | boolean | null | Json[] | Doc
/** A resource, or a part of one, as JSON. */
export type Doc = { [name: string]: Json }

export type Kind = 'User' | 'Group' | 'Agent'
export const SCHEMA_OF: Record<Kind, string> = { User: USER, Group: GROUP, Agent: AGENT }
export const ENDPOINT_OF: Record<Kind, string> = { User: '/Users', Group: '/Groups', Agent: '/Agents' }

/** What is stored of a provisioned person, team or agent beside its own columns. */
export type Kept = {
  /** The resource as the directory last gave it, without what the console holds itself (id, externalId, active, manager, members, owners). */
  doc: Doc
  /** ISO 8601: when the directory last changed it. */
  at: string
  /** ISO 8601: the directory deleted it; it answers 404 since, and stays on record here. */
  deletedAt: string | null
}

/** The words of RFC 7644, table 9. */
export type ScimType = 'invalidFilter' | 'tooMany' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue'

/** A refusal in SCIM's own words; `uniqueness` is a 409, all others 400 (RFC 7644, 3.12). */
export function refusal(scimType: ScimType, detail: string): AppError {
  return new AppError(scimType === 'uniqueness' ? 'already_exists' : 'bad_request', detail, { errors: [{ path: 'scimType', message: scimType }] })
}

export function isDoc(value: Json | undefined): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The stored part of a row, as it comes from the store. */
export function keptOf(value: unknown): Kept | null {
  if (typeof value !== 'object' || value === null || !('doc' in value)) return null
  return value as Kept
}

/** True when the directory deleted it and nobody brought it back. */
export function isDeleted(value: unknown): boolean {
  return (keptOf(value)?.deletedAt ?? null) !== null
}
