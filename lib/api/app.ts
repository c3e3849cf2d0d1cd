import { type Context, Hono } from 'hono'
import { settleReevaluations } from '@/lib/activity/commands/reevaluate'
import { authorise } from '@/lib/auth/bearer'
import { callerOf } from '@/lib/auth/caller'
import type { Actor } from '@/lib/auth/actor'
import { readBytes } from '@/lib/body'
import { inputError, problemOf } from '@/lib/boundary/problem'
import type { Answer, Handled, Route } from '@/lib/boundary/route'
import { AppError } from '@/lib/errors'
import { newCtx } from '@/lib/ids'
import { docsPage } from './docs-page'
import { remembered } from './idempotency'
import { describeApi } from './openapi'
import { routes } from './routes'
import { isScim, scimNowhere, scimRefusal } from './scim-door'

const MAX_DEPTH = 64
const JSON_BODY_LIMIT = 4 * 1024 * 1024
/** How long a write waits for the re-evaluation it caused; the rest goes on in the background. */
const SETTLE_MS = 5_000

type Log = (level: 'error' | 'warn' | 'info', message: string, detail?: unknown) => void

/** The machine door: every route of the table, with one way of parsing, authenticating, authorising and answering errors. */
export function buildApp(log: Log): Hono {
  const app = new Hono()
  app.onError((error, c) => answerError(c, error, log))
  app.notFound((c) => nowhere(c, log))
  for (const route of routes) app.on(route.method, route.path, (c) => serve(route, c).catch((error: unknown) => refuse(route, c, error, log)))
  app.get('/api/openapi.json', (c) => c.json(describeApi(routes)))
  // The door in front has put the nonce of the answer's policy into the request.
  app.get('/api/docs', (c) => c.html(docsPage(describeApi(routes), c.req.header('x-nonce') ?? '')))
  refuseOtherMethods(app)
  return app
}

function refuseOtherMethods(app: Hono): void {
  const allowed = new Map<string, string[]>()
  for (const route of routes) allowed.set(route.path, [...(allowed.get(route.path) ?? []), route.method])
  for (const [path, methods] of allowed) {
    app.all(path, (c) => (isScim(path) ? send(scimRefusal(405, `Use ${methods.join(', ')}.`, { allow: methods.join(', ') })) : c.json({ type: 'urn:bailiwick:problem:method_not_allowed', title: 'Method not allowed', status: 405, code: 'method_not_allowed', detail: `Use ${methods.join(', ')}.`, errors: [] }, 405, { 'content-type': 'application/problem+json', allow: methods.join(', ') })))
  }
}

async function serve(route: Route, c: Context): Promise<Response> {
  const ctx = newCtx()
  const actor = 'public' in route.access ? null : await callerOf(c.req.raw, ctx)
  if (actor !== null && !('public' in route.access)) authorise(actor, route.access)
  const url = new URL(c.req.url)
  // A public route has no actor and its handler asks for none.
  const base = { actor: actor as Actor, ctx, headers: c.req.raw.headers, url }
  if (route.raw) {
    const answer = await route.raw.handle({ ...base, request: c.req.raw, params: c.req.param() as Record<string, string>, query: Object.fromEntries(url.searchParams), body: undefined })
    return send(answer)
  }
  const params = parse(route.params, textOnly(c.req.param()))
  const query = parse(route.query, textOnly(queryOf(url)))
  const body = route.body === undefined ? undefined : parse(route.body, await readJson(c.req.raw))
  const run = async (): Promise<Answer> => {
    const answered = await route.handle({ ...base, params, query, body } as Handled<never, never, never>)
    return { status: route.statusOf?.(answered) ?? route.status ?? 200, body: answered }
  }
  const key = c.req.header('idempotency-key')
  const answer = actor !== null && route.method !== 'GET' && key !== undefined
    ? await remembered({ actor, ctx, key, request: { method: route.method, path: url.pathname, query: url.search, body } }, run)
    : await run()
  // A declaration may have reached into the past; whoever made it reads what came of it, unless that takes long.
  if (route.method !== 'GET') await settleReevaluations(newCtx, SETTLE_MS)
  return send(answer)
}

/** A refusal in the words of the route's own protocol, where it has some. */
function refuse(route: Route, c: Context, error: unknown, log: Log): Response {
  if (route.raw?.refuse === undefined) return answerError(c, error, log)
  const { problem: body, retryAfter, surprise } = problemOf(error)
  if (surprise !== undefined) log('error', `${c.req.method} ${c.req.path} failed`, surprise)
  const answer = send(route.raw.refuse(body, retryAfter, c.req.raw))
  if (body.status === 401) answer.headers.set('www-authenticate', 'Bearer realm="bailiwick"')
  return answer
}

function send(answer: Answer): Response {
  // Neither has a body; what is not modified says at least which version that is.
  if (answer.status === 204 || answer.status === 304) return new Response(null, { status: answer.status, ...(answer.headers === undefined ? {} : { headers: answer.headers }) })
  const body = typeof answer.body === 'string' || answer.body instanceof Uint8Array || answer.body instanceof ReadableStream ? (answer.body as BodyInit) : JSON.stringify(answer.body ?? null)
  return new Response(body, {
    status: answer.status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...answer.headers },
  })
}

function queryOf(url: URL): Record<string, string> {
  const query: Record<string, string> = {}
  for (const [key, value] of url.searchParams) {
    if (key in query) throw new AppError('invalid_input', `The parameter ${key} is given twice.`, { errors: [{ path: key, message: 'is given twice' }] })
    query[key] = value
  }
  return query
}

function parse(schema: Route['body'], value: unknown): unknown {
  if (schema === undefined) return undefined
  const result = schema.safeParse(value)
  if (!result.success) throw inputError(result.error)
  return result.data
}

async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request, JSON_BODY_LIMIT, () => new AppError('too_large', 'The body is over 4 MiB. Nothing was changed; send it in parts.'))
  if (bytes.byteLength === 0) return {}
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new AppError('bad_request', 'The body is not JSON in UTF-8. Nothing was changed.')
  }
  refuseNul(value, '')
  return value
}

function textOnly<T>(value: T): T {
  refuseNul(value, '')
  return value
}

/** PostgreSQL cannot store U+0000 in text; a lone surrogate is no Unicode text at all. */
function refuseNul(value: unknown, path: string, depth = 0): void {
  if (depth > MAX_DEPTH) throw new AppError('bad_request', `The body is nested deeper than ${MAX_DEPTH} levels. Nothing was changed.`)
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed()) throw new AppError('invalid_input', `The input was refused (${path}: contains a character that is no text). Nothing was changed.`, { errors: [{ path, message: 'contains a character that is no text' }] })
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      refuseNul(key, path, depth + 1)
      refuseNul(member, path === '' ? key : `${path}.${key}`, depth + 1)
    }
  }
}

/** No endpoint has this address. Where directories ask, it is said in their words. */
function nowhere(c: Context, log: Log): Response {
  if (isScim(c.req.path)) return send(scimNowhere(c.req.path))
  return answerError(c, new AppError('not_found', 'There is nothing at this address.'), log)
}

function answerError(c: Context, error: unknown, log: Log): Response {
  const { problem: body, retryAfter, surprise } = problemOf(error)
  if (surprise !== undefined) log('error', `${c.req.method} ${c.req.path} failed`, surprise)
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  if (body.status === 401) headers['www-authenticate'] = 'Bearer realm="bailiwick"'
  return new Response(JSON.stringify(body), { status: body.status, headers })
}
