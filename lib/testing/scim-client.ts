import type { Doc } from '@/lib/scim/model'

export type ScimAnswer = { status: number; body: Doc; headers: Headers }
export type ScimClient = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<ScimAnswer>

/** Asks a SCIM server over HTTP as a directory does, and refuses an answer whose media type or error is not SCIM's. */
export function scimClient(base: string, token: string): ScimClient {
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(`${base}/scim/v2${path}`, {
      method, headers: { authorization: `Bearer ${token}`, accept: 'application/scim+json', ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const parsed = text === '' ? {} : (JSON.parse(text) as Doc)
    if (text !== '' && answer.headers.get('content-type') !== 'application/scim+json') throw new Error(`${method} ${path} answered ${answer.headers.get('content-type')}: ${text.slice(0, 200)}`)
    if (answer.status >= 400 && (parsed['status'] !== String(answer.status) || JSON.stringify(parsed['schemas']) !== '["urn:ietf:params:scim:api:messages:2.0:Error"]')) throw new Error(`${method} ${path} answered no SCIM error: ${text.slice(0, 200)}`)
    return { status: answer.status, body: parsed, headers: answer.headers }
  }
}
