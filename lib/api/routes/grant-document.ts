import { z } from 'zod'
import { remembered } from '@/lib/api/idempotency'
import { readBytes } from '@/lib/body'
import { inputError } from '@/lib/boundary/problem'
import { rawRoute, route } from '@/lib/boundary/route'
import { assertText } from '@/lib/boundary/text'
import { applyDocument } from '@/lib/document/commands/apply-document'
import { DRIFT_KINDS } from '@/lib/document/drift'
import { DOCUMENT_FORMATS, DOCUMENT_LIMIT, type DocumentFormat, STEP_KINDS } from '@/lib/document/model'
import { documentDrift } from '@/lib/document/queries/document-drift'
import { planOf, presentDocument } from '@/lib/document/queries/present-document'
import { readDocument } from '@/lib/document/read-text'
import { writeDocument } from '@/lib/document/write-text'
import { AppError } from '@/lib/errors'

const tag = 'Grants'
const TYPES: Record<DocumentFormat, string> = { yaml: 'application/yaml', json: 'application/json' }
const getQuery = z.strictObject({ server: z.string().min(1).max(20_000).optional(), format: z.enum(DOCUMENT_FORMATS).optional() })
const putQuery = z.strictObject({ apply: z.string().regex(/^[0-9a-f]{64}$/, 'must be the hash of a plan').optional() })

const names = { server: z.string(), caller: z.object({ agent: z.string(), client: z.string(), human: z.string() }), target: z.object({ kind: z.string(), name: z.string() }), access: z.string(), scope: z.array(z.string()), sentence: z.string() }
const difference = z.object({ field: z.string(), from: z.string(), to: z.string(), effect: z.enum(['less', 'more', 'other']) })
const step = z.object({
  ...names, kind: z.enum(STEP_KINDS), path: z.string().nullable(), grantIds: z.array(z.string()), why: z.string(), differences: z.array(difference),
  approval: z.object({ owner: z.number().int(), security: z.number().int(), words: z.string(), shortenedTo: z.number().int().nullable() }).nullable(), asked: z.string().nullable(), obstacles: z.array(z.string()),
})
const answer = z.object({
  hash: z.string(), servers: z.array(z.string()), sentence: z.string(), counts: z.record(z.enum(STEP_KINDS), z.number().int()), waiting: z.number().int(), blocked: z.number().int(), steps: z.array(step), applied: z.boolean(),
  number: z.number().int().optional(), appliedAt: z.string().optional(), requests: z.array(z.string()).optional(), narrowed: z.array(z.object({ grantId: z.string(), replacedBy: z.array(z.string()) })).optional(), revoked: z.array(z.string()).optional(),
})
const drift = z.object({
  documents: z.array(z.object({ number: z.number().int(), appliedAt: z.string(), appliedBy: z.string(), servers: z.array(z.string()) })),
  items: z.array(z.object({ ...names, kind: z.enum(DRIFT_KINDS), why: z.string(), differences: z.array(difference), path: z.string().nullable(), grantIds: z.array(z.string()), requestId: z.string().nullable() })),
  unreadable: z.array(z.object({ number: z.number().int(), why: z.string() })),
})

export const grantDocumentRoutes = [
  rawRoute({
    method: 'GET', path: '/api/v1/grants/document', tag, summary: 'The grants that stand, as a document that changes nothing when it is put back; of these servers (comma-separated), or of all',
    access: { permission: 'registry.read', scope: 'read' }, query: getQuery,
    raw: {
      description: 'YAML or JSON, by `format` or by Accept.',
      handle: async ({ actor, ctx, query, headers }) => {
        const { server, format: asked } = parsed(getQuery, query)
        const format = asked ?? (/\byaml\b/i.test(headers.get('accept') ?? '') ? 'yaml' : 'json')
        const slugs = server === undefined ? null : [...new Set(server.split(',').map((slug) => slug.trim()).filter((slug) => slug !== ''))]
        return { status: 200, body: writeDocument(await presentDocument(actor, slugs, ctx.now), format), headers: { 'content-type': TYPES[format], vary: 'accept' } }
      },
    },
  }),
  rawRoute({
    method: 'PUT', path: '/api/v1/grants/document', tag, summary: 'What a document would take, and with apply=<hash> exactly that: less at once, more as requests',
    access: { permission: 'registry.read', scope: 'write' }, query: putQuery, response: answer,
    raw: {
      description: 'JSON, or YAML 1.2 by its core schema without anchors, aliases, tags and directives; at most 2 MiB.', accepts: ['application/json', 'application/yaml'],
      handle: async ({ actor, ctx, query, headers, request, url }) => {
        const { apply } = parsed(putQuery, query)
        const format = formatAsked(headers.get('content-type'))
        const text = await readText(request)
        if (apply === undefined) return { status: 200, body: await planOf(actor, readDocument(text, format), ctx.now) }
        const run = async () => ({ status: 200, body: await applyDocument(ctx, actor, { text, format, hash: apply }) })
        const key = headers.get('idempotency-key')
        return key === null ? run() : remembered({ actor, ctx, key, request: { method: 'PUT', path: url.pathname, query: url.search, body: text } }, run)
      },
    },
  }),
  route({
    method: 'GET', path: '/api/v1/grants/document/drift', tag, summary: 'The last applied document of each server against what stands now',
    access: { permission: 'registry.read', scope: 'read' }, query: z.strictObject({ server: z.string().min(1).max(200).optional() }), response: drift,
    handle: async ({ actor, ctx, query }) => documentDrift(actor, ctx.now, query.server ?? null),
  }),
]

function parsed<S extends z.ZodType>(schema: S, query: Record<string, string>): z.output<S> {
  assertText(query)
  const result = schema.safeParse(query)
  if (!result.success) throw inputError(result.error)
  return result.data
}

function formatAsked(contentType: string | null): DocumentFormat {
  const type = (contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? ''
  if (/^(application|text)\/(x-)?yaml$|\+yaml$/.test(type)) return 'yaml'
  if (/^application\/json$|\+json$/.test(type)) return 'json'
  throw new AppError('unsupported_media_type', 'A document is application/json or application/yaml. Nothing was changed.')
}

async function readText(request: Request): Promise<string> {
  // A character is at most three bytes of UTF-8 for each unit that the limit counts.
  const bytes = await readBytes(request, DOCUMENT_LIMIT * 2, () => new AppError('too_large', 'The document is over 2 MiB. Nothing was changed; speak for fewer servers at a time.'))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('bad_request', 'The document is not text in UTF-8. Nothing was changed.')
  }
}
