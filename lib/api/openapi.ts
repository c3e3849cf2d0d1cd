import { z } from 'zod'
import type { Route } from '@/lib/boundary/route'

/** OpenAPI 3.1 of the machine door, from the very schemas that parse. */
export function describeApi(routes: readonly Route[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bailiwick', version: '1', description: 'Governance of MCP servers as non-human identities. Errors are RFC 9457 problem details with a stable code.' },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'bwk_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token', description: 'The session of a signed-in person; behind https the name begins with __Secure-.' },
      },
      schemas: { Problem: schemaOf(problemSchema) },
    },
    paths,
  }
}

const problemSchema = z.object({
  type: z.string(), title: z.string(), status: z.number().int(), code: z.string(), detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
})

function operation(route: Route): Record<string, unknown> {
  const status = String(route.status ?? 200)
  return {
    summary: route.summary,
    tags: [route.tag],
    ...('public' in route.access ? {} : { security: [{ bearer: [] }, { session: [] }] }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.body === undefined ? {} : { requestBody: { required: !route.body.safeParse({}).success, content: { 'application/json': { schema: schemaOf(route.body) } } } }),
    ...(route.raw === undefined || route.method === 'GET' ? {} : { requestBody: { description: route.raw.description, content: deliveryOf(route.raw) } }),
    responses: {
      [status]: { description: 'Done', ...(route.response === undefined ? {} : { content: { 'application/json': { schema: schemaOf(route.response) } } }) },
      default: { description: 'Refused', content: route.raw?.refuse === undefined ? { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } : bare(route.raw.accepts) },
    },
  }
}

/** A delivery is one document or lines; without a schema the records are the source's own lines. */
function deliveryOf({ record, accepts }: NonNullable<Route['raw']>): Record<string, unknown> {
  if (accepts !== undefined) return bare(accepts)
  if (record === undefined) return { 'application/x-ndjson': {} }
  const schema = schemaOf(record)
  return { 'application/json': { schema: { type: 'object', properties: { events: { type: 'array', items: schema } }, required: ['events'], additionalProperties: false } }, 'application/x-ndjson': { schema } }
}

/** Contents whose shape another specification describes. */
function bare(types: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(types.map((type) => [type, {}]))
}

function parameters(schema: Route['params'], where: 'path' | 'query'): unknown[] {
  if (schema === undefined) return []
  const described = schemaOf(schema) as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(described.properties ?? {}).map(([name, member]) => ({ name, in: where, required: where === 'path', schema: member }))
}

function schemaOf(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>
}
