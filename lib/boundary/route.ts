import type { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import type { Problem } from './problem'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a handler is given once the door has parsed, authenticated and authorised. */
export type Handled<P, Q, B> = { actor: Actor; ctx: Ctx; params: P; query: Q; body: B; headers: Headers; url: URL }

type AnyObject = z.ZodObject

/**
 * One endpoint of the machine door, as data: parsed by its schemas, authorised by its permission, described in OpenAPI,
 * walked by the route × role test. `permission: null` = any authenticated actor (the handler narrows); `provision` = a token of the
 * scope scim and nobody else; `public` = no actor.
 */
export type Route = {
  method: Method
  /** Hono style: /api/v1/servers/:slug */
  path: string
  summary: string
  tag: string
  access: { permission: Permission | null; scope: 'read' | 'write' } | { ingest: true } | { provision: true } | { public: true }
  params?: AnyObject
  query?: AnyObject
  /** Strict JSON body; `raw` bodies are read by the handler from the stream. */
  body?: z.ZodType
  raw?: { description: string; /** Content types of the body where it is neither JSON nor lines of ours. */ accepts?: readonly string[]; /** One record of the body, for OpenAPI. */ record?: z.ZodType; handle: (input: Handled<Record<string, string>, Record<string, string>, undefined> & { request: Request }) => Promise<Answer>; /** How a refusal is said where callers do not understand problem details. */ refuse?: (problem: Problem, retryAfter: number | undefined, request: Request) => Answer }
  status?: 200 | 201 | 202 | 204
  /** Where the status depends on the answer: a move that waits for a second person is 202. */
  statusOf?: (body: unknown) => number
  /** The shape of the answer, for OpenAPI. */
  response?: z.ZodType
  handle: (input: Handled<never, never, never>) => Promise<unknown>
}

/** A raw handler's own answer. A text, bytes or a stream of them are sent as they are, anything else as JSON. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> }

type Out<T> = T extends z.ZodType ? z.output<T> : undefined

type RouteInput<P extends AnyObject | undefined, Q extends AnyObject | undefined, B extends z.ZodType | undefined> =
  Omit<Route, 'params' | 'query' | 'body' | 'handle' | 'raw'> & { params?: P; query?: Q; body?: B; handle: (input: Handled<Out<P>, Out<Q>, Out<B>>) => Promise<unknown> }

/** Declares an endpoint with its handler's input typed by its schemas. */
export function route<P extends AnyObject | undefined = undefined, Q extends AnyObject | undefined = undefined, B extends z.ZodType | undefined = undefined>(
  input: RouteInput<P, Q, B>,
): Route {
  // The door calls `handle` only with what these very schemas have parsed, so the narrower parameter type is kept.
  return input as unknown as Route
}

/** Declares an endpoint that reads its own body (ingest: NDJSON, gzip, large), or answers in other types than JSON. Its handler parses the query too; `query` describes it. */
export function rawRoute(input: Omit<Route, 'handle' | 'body' | 'params' | 'raw'> & { raw: NonNullable<Route['raw']> }): Route {
  return { ...input, handle: async () => undefined }
}
