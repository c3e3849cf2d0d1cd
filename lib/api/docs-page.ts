type Operation = {
  summary?: string; tags?: string[]; security?: unknown; parameters?: Parameter[]
  requestBody?: { description?: string; content?: Content }; responses?: Record<string, { content?: Content }>
}
type Parameter = { name: string; in: string; required?: boolean; schema?: { description?: string; type?: string; enum?: unknown[] } }
type Content = Record<string, { schema?: unknown }>

type Listed = { method: string; path: string; operation: Operation }

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem}summary{padding:.35rem 0;cursor:pointer}code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow-x:auto;border-left:2px solid;padding-left:1rem}th,td{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}`

/** The description of the machine door as one page of HTML that needs no script: what `GET /api/openapi.json` says, to read. */
export function docsPage(description: Record<string, unknown>, nonce: string): string {
  const paths = (description['paths'] ?? {}) as Record<string, Record<string, Operation>>
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): Listed => ({ method: method.toUpperCase(), path, operation })))
  const tags = [...Map.groupBy(all, ({ operation }) => operation.tags?.[0] ?? 'Other')].sort(([a], [b]) => (a < b ? -1 : 1))
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Bailiwick: HTTP interface</title>
<style nonce="${escaped(nonce)}">${STYLE}</style></head><body><main><h1>HTTP interface</h1>
<p>JSON, camelCase, times in RFC 3339 UTC. Send <code>Authorization: Bearer bwk_…</code>; writes accept <code>Idempotency-Key</code>. Lists take <code>limit</code> (at most 500) and <code>cursor</code>
and answer <code>{items, nextCursor}</code>. Errors are RFC 9457 problem details with a stable <code>code</code>. For machines: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
${tags.map(([tag, operations]) => `<section><h2>${escaped(tag)}</h2>${operations.map(operationHtml).join('')}</section>`).join('\n')}</main></body></html>`
}

function operationHtml({ method, path, operation }: Listed): string {
  const parts = [
    operation.security === undefined ? '<p>No token needed.</p>' : '',
    parametersHtml(operation.parameters ?? []),
    operation.requestBody?.description === undefined ? '' : `<p>${escaped(operation.requestBody.description)}</p>`,
    schemaHtml('Body', schemaIn(operation.requestBody?.content)),
    ...Object.entries(operation.responses ?? {}).filter(([status]) => status !== 'default').map(([status, { content }]) => schemaHtml(`Answer ${status}`, schemaIn(content))),
  ]
  return `<details><summary><code>${method} ${escaped(path)}</code> ${escaped(operation.summary ?? '')}</summary>${parts.join('')}</details>`
}

function schemaIn(content: Content | undefined): unknown {
  return Object.values(content ?? {}).find(({ schema }) => schema !== undefined)?.schema
}

function parametersHtml(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(({ name, in: where, required, schema }) =>
    `<tr><th scope="row"><code>${escaped(name)}</code></th><td>${escaped(where)}${required === true ? ', required' : ''}</td><td>${escaped(schema?.enum?.join(', ') ?? schema?.type ?? '')}</td><td>${escaped(schema?.description ?? '')}</td></tr>`)
  return `<table><tbody>${rows.join('')}</tbody></table>`
}

function schemaHtml(title: string, schema: unknown): string {
  return schema === undefined ? '' : `<p>${escaped(title)}</p><pre>${escaped(JSON.stringify(schema, null, 2))}</pre>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
