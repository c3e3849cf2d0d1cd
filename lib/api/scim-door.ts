import { provisioningSettings } from '@/lib/auth/provisioning'
import { readBytes } from '@/lib/body'
import type { Problem } from '@/lib/boundary/problem'
import { type Answer, type Method, rawRoute, type Route } from '@/lib/boundary/route'
import { AppError } from '@/lib/errors'
import { namesVersion, project, readProjection, versionOf } from '@/lib/scim/answer'
import type { Provisioning } from '@/lib/scim/commands/provisioning'
import { scimError } from '@/lib/scim/errors'
import { readBody } from '@/lib/scim/json'
import { type Doc, SCIM_TYPE } from '@/lib/scim/model'

export const SCIM_BASE = '/scim/v2'
const BODY_LIMIT = 2 * 1024 * 1024
const HEADERS = { 'content-type': SCIM_TYPE }

export function isScim(path: string): boolean {
  return path === '/scim' || path.startsWith('/scim/')
}

/** A refusal by the door itself. */
export function scimRefusal(status: number, detail: string, headers: Record<string, string> = {}): Answer {
  const { body } = scimError({ status, code: 'refused', detail, errors: [] })
  return { status, body, headers: { ...HEADERS, ...headers } }
}

/** RFC 7644, 3.7 and 3.11: what the RFC describes and is not done here is said to be so; there is nothing else. */
export function scimNowhere(path: string): Answer {
  if (/^\/scim\/v2\/(Bulk|Me|\.search)$/i.test(path)) return scimRefusal(501, 'This is not supported here; /ServiceProviderConfig says what is.')
  return scimRefusal(404, 'There is nothing at this address.')
}

function refuse(problem: Problem, retryAfter: number | undefined): Answer {
  const { status, body } = scimError(problem)
  return { status, body, headers: { ...HEADERS, ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) } }
}

/** What a SCIM endpoint is given. */
export type ScimCall = { by: Provisioning; agents: boolean; id: string; query: URLSearchParams; ifMatch: string | null; ifNoneMatch: string | null; body: () => Promise<Doc> }

/** An endpoint for directories: SCIM's media type and errors (RFC 7644, 3.1 and 3.12), and a token of the scope scim. */
export function scimRoute(method: Method, path: string, summary: string, handle: (call: ScimCall) => Promise<Answer>): Route {
  return rawRoute({
    method, path: `${SCIM_BASE}${path}`, tag: 'SCIM', summary, access: { provision: true }, status: method === 'POST' ? 201 : method === 'DELETE' ? 204 : 200,
    raw: {
      description: 'SCIM 2.0 (RFC 7643, RFC 7644): application/scim+json, at most 2 MiB. Attribute names count without regard to case; what the console has no use for is kept and given back.',
      accepts: [SCIM_TYPE, 'application/json'], refuse,
      handle: async ({ actor, ctx, request, params, url }) => {
        const { baseUrl, groupRoles, agents } = provisioningSettings()
        const id = params['id'] ?? ''
        if (id.length > 255 || id.includes('\u0000') || !id.isWellFormed()) throw new AppError('not_found', 'There is no such resource.')
        return handle({
          by: { actor, ctx, base: baseUrl, groupRoles }, agents, id, query: textOnly(url.searchParams), ifMatch: request.headers.get('if-match'), ifNoneMatch: request.headers.get('if-none-match'),
          body: () => bodyOf(request),
        })
      },
    },
  })
}

async function bodyOf(request: Request): Promise<Doc> {
  const type = (request.headers.get('content-type') ?? SCIM_TYPE).split(';')[0]?.trim().toLowerCase()
  if (type !== SCIM_TYPE && type !== 'application/json') throw new AppError('unsupported_media_type', 'Send application/scim+json. Nothing was changed.')
  return readBody(await readBytes(request, BODY_LIMIT, () => new AppError('too_large', 'The body is over 2 MiB. Nothing was changed.')))
}

/** PostgreSQL cannot compare with U+0000; a lone surrogate is no text. */
function textOnly(query: URLSearchParams): URLSearchParams {
  for (const [, value] of query) if (value.includes('\u0000') || !value.isWellFormed()) throw new AppError('invalid_input', 'The query contains a character that is no text.')
  return query
}

/** A resource as it was asked for, with its version and address; 304 where the caller has this version already. */
export function resourceAnswer(resource: Doc, call: ScimCall, status = 200): Answer {
  const version = versionOf(resource)
  if (status === 200 && call.ifNoneMatch !== null && namesVersion(call.ifNoneMatch, version)) return { status: 304, body: null, headers: { etag: version } }
  const meta = resource['meta'] as Doc
  return { status, body: project(resource, readProjection(call.query)), headers: { ...HEADERS, etag: version, ...(status === 201 ? { location: String(meta['location']) } : {}) } }
}

export function docAnswer(doc: Doc): Answer {
  return { status: 200, body: doc, headers: HEADERS }
}

export const NO_CONTENT: Answer = { status: 204, body: null }
