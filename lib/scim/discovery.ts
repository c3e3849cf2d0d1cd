import { type Doc, type Json, AGENT, ENTERPRISE, GROUP, USER, refusal } from './model'
import { AGENT_SCHEMA, ENTERPRISE_SCHEMA, GROUP_SCHEMA, type Schema, USER_SCHEMA } from './schemas'

/** At most so many resources in one answer. */
export const MAX_RESULTS = 200

const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

/** RFC 7643, 5: what this side can do. */
export function serviceProviderConfig(base: string): Doc {
  return {
    schemas: [CONFIG], patch: { supported: true }, bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 }, filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false }, sort: { supported: false }, etag: { supported: true },
    authenticationSchemes: [{ type: 'oauthbearertoken', name: 'API token', description: 'A token of the console with the scope scim, sent as Authorization: Bearer', specUri: 'https://www.rfc-editor.org/rfc/rfc6750', primary: true }],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

/** RFC 7643, 6. Agents are listed only where they are switched on. */
export function resourceTypes(base: string, agents: boolean): Doc[] {
  const type = (name: string, endpoint: string, schema: string, description: string, schemaExtensions: Json[]): Doc => ({
    schemas: [RESOURCE_TYPE], id: name, name, endpoint, description, schema, schemaExtensions, meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  })
  return [
    type('User', '/Users', USER, 'A person', [{ schema: ENTERPRISE, required: false }]),
    type('Group', '/Groups', GROUP, 'A team', []),
    ...(agents ? [type('Agent', '/Agents', AGENT, 'An agent', [])] : []),
  ]
}

/** RFC 7643, 7. */
export function schemas(base: string, agents: boolean): Doc[] {
  const shown: Schema[] = [USER_SCHEMA, ENTERPRISE_SCHEMA, GROUP_SCHEMA, ...(agents ? [AGENT_SCHEMA] : [])]
  return shown.map((schema) => ({ schemas: [SCHEMA], ...(schema as unknown as Doc), meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` } }))
}

/** RFC 7644, 4: discovery answers whole, and a filter on it is refused (403). */
export function refuseFilter(query: URLSearchParams): boolean {
  return query.has('filter')
}

export function oneOf(list: readonly Doc[], id: string): Doc | undefined {
  return list.find((one) => String(one['id']).toLowerCase() === id.toLowerCase())
}

/** A whole number of a query; anything else is refused. */
export function wholeNumber(text: string | null, name: string): number | null {
  if (text === null || text === '') return null
  if (!/^-?\d{1,9}$/.test(text)) throw refusal('invalidValue', `${name} must be a whole number.`)
  return Number(text)
}
