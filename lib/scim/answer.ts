import { canonicalJson } from '@/lib/canonical-json'
import { sha256Hex } from '@/lib/hash'
import { readAttribute } from './attribute-path'
import { keyIn, own } from './json'
import { type Doc, ENDPOINT_OF, isDoc, type Json, type Kind, LIST, refusal } from './model'

/** A resource with `meta`; its version is a weak one over all that it says (RFC 7644, 3.14). */
export function withMeta(kind: Kind, resource: Doc, base: string, times: { created: Date; lastModified: Date }): Doc {
  return {
    ...resource,
    meta: {
      resourceType: kind, created: times.created.toISOString(), lastModified: times.lastModified.toISOString(),
      location: `${base}${ENDPOINT_OF[kind]}/${String(resource['id'])}`, version: `W/"${sha256Hex(canonicalJson(resource)).slice(0, 24)}"`,
    },
  }
}

export function versionOf(resource: Doc): string {
  const meta = resource['meta']
  return isDoc(meta) && typeof meta['version'] === 'string' ? meta['version'] : ''
}

/** True when a header If-Match or If-None-Match names this version; weak versions are compared weakly, since there are no others. */
export function namesVersion(header: string, version: string): boolean {
  const bare = (tag: string): string => tag.trim().replace(/^W\//i, '')
  return header.trim() === '*' || header.split(',').some((tag) => bare(tag) === bare(version))
}

/** What of a resource is wanted: `attributes` only, or all but `excludedAttributes` (RFC 7644, 3.9). */
export type Projection = { only: readonly string[] | null; without: readonly string[] }

export function readProjection(query: URLSearchParams): Projection {
  const list = (name: string): string[] => (query.get(name) ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '')
  const [only, without] = [list('attributes'), list('excludedAttributes')]
  if (only.length > 0 && without.length > 0) throw refusal('invalidValue', 'Give either attributes or excludedAttributes.')
  if (only.length + without.length > 100) throw refusal('invalidValue', 'At most 100 attributes are named.')
  return { only: only.length === 0 ? null : only, without }
}

/** The resource with what is wanted; schemas and id are always there. */
export function project(resource: Doc, { only, without }: Projection): Doc {
  if (only === null) {
    const result = structuredClone(resource)
    for (const name of without) if (!['schemas', 'id'].includes(name.toLowerCase())) drop(result, name)
    return result
  }
  const result: Doc = {}
  for (const name of ['schemas', 'id']) if (Object.hasOwn(resource, name)) result[name] = resource[name] ?? null
  for (const name of only) take(resource, result, name)
  return result
}

/** The document in which the path's attribute stands, and its name there. */
function place(doc: Doc, name: string): { home: Doc; schema: string | null; key: string | null; sub: string | null } | null {
  const path = readAttribute(name)
  if (path === null) return null
  const extension = path.schema === null ? undefined : keyIn(doc, path.schema)
  const within = extension === undefined ? undefined : own(doc, extension)
  const home = isDoc(within) ? within : doc
  if (path.attr === null) return extension === undefined ? null : { home: doc, schema: null, key: extension, sub: null }
  const key = keyIn(home, path.attr)
  return key === undefined ? null : { home, schema: extension ?? null, key, sub: path.sub }
}

function drop(doc: Doc, name: string): void {
  const found = place(doc, name)
  if (found === null || found.key === null) return
  const { home, key, sub } = found
  if (sub === null) delete home[key]
  else for (const one of asList(own(home, key))) if (isDoc(one)) delete one[keyIn(one, sub) ?? sub]
}

function take(doc: Doc, result: Doc, name: string): void {
  const found = place(doc, name)
  if (found === null || found.key === null) return
  const { home, schema, key, sub } = found
  const value = own(home, key) ?? null
  const wanted = sub === null ? value : Array.isArray(value) ? value.map((one) => part(one, sub)) : part(value, sub)
  const before = schema === null ? result : own(result, schema)
  const target = isDoc(before) ? before : {}
  if (schema !== null) result[schema] = target
  const there = own(target, key)
  target[key] = isDoc(there) && isDoc(wanted) ? { ...there, ...wanted } : wanted
}

function part(value: Json, sub: string): Json {
  if (!isDoc(value)) return value
  const key = keyIn(value, sub)
  return key === undefined ? {} : { [key]: value[key] ?? null }
}

function asList(value: Json | undefined): Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

/** RFC 7644, 3.4.2: one page of what was found. */
export function listResponse(resources: readonly Doc[], page: { total: number; startIndex: number }): Doc {
  return { schemas: [LIST], totalResults: page.total, startIndex: page.startIndex, itemsPerPage: resources.length, Resources: [...resources] }
}
