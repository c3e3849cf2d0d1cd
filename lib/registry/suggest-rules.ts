import type { ToolDefinition } from './tool-definition'

/** Rules suggested for one tool. */
const SUGGESTED = 8
/** Properties of a schema that are looked at. */
const LOOKED_AT = 200

/** What an argument of this name, in words joined by `_`, names. */
const KINDS: ReadonlyMap<string, string> = new Map(Object.entries({
  repo: ['repo', 'repos', 'repository', 'repositories', 'repo_name', 'repository_name', 'full_name', 'repo_full_name', 'repo_path'],
  file: ['path', 'paths', 'file', 'files', 'file_path', 'file_paths', 'filepath', 'filename', 'file_name', 'directory', 'dir', 'folder', 'folder_path', 'directory_path', 'source_path', 'destination_path', 'target_path'],
  url: ['url', 'urls', 'uri', 'uris', 'href'],
  table: ['table', 'tables', 'table_name', 'table_names'],
  schema: ['schema', 'schema_name'],
  database: ['database', 'db', 'database_name', 'db_name'],
  project: ['project', 'projects', 'project_key', 'project_name', 'project_slug'],
  bucket: ['bucket', 'bucket_name'],
  channel: ['channel', 'channels', 'channel_name'],
  namespace: ['namespace'], cluster: ['cluster', 'cluster_name'], queue: ['queue', 'queue_name', 'queue_url'], topic: ['topic', 'topic_name'],
  collection: ['collection', 'collection_name'], dataset: ['dataset', 'dataset_name'], workspace: ['workspace', 'workspace_name'],
  org: ['org', 'organization', 'organisation', 'org_name'], issue: ['issue_key', 'issue_number'], pull: ['pull_number', 'pr_number'],
  account: ['account', 'account_name', 'account_number'], customer: ['customer'], invoice: ['invoice_number'], order: ['order_number'],
  secret: ['secret_name', 'secret_path'], index: ['index_name'],
}).flatMap(([kind, names]) => names.map((name): [string, string] => [name, kind])))

/** Ids that say which call this is, not what it is about. */
const NO_RESOURCES: ReadonlySet<string> = new Set(['request', 'trace', 'span', 'session', 'correlation', 'idempotency', 'client', 'tool', 'call', 'run', 'transaction', 'cursor', 'page_token', 'parent_span', 'api', 'access', 'private', 'public', 'secret', 'sort', 'partition'])

type Property = { name: string; words: string; schema: Record<string, unknown>; required: boolean }

/**
 * The rules that a tool's input schema suggests, by the names and formats of its top-level arguments. Guesses, which count until a
 * person sets rules. Two arguments that only together name a thing (owner and repo, bucket and key) make one rule where both are required.
 */
export function suggestResourceRules(tool: ToolDefinition): Record<string, string> {
  const found = propertiesOf(tool.inputSchema)
  const rules: [string, string][] = []
  for (const property of found) {
    const template = templateFor(property, found)
    if (template !== null && rules.length < SUGGESTED) rules.push([`/${token(property.name)}`, template])
  }
  return Object.fromEntries(rules)
}

function templateFor(property: Property, all: readonly Property[]): string | null {
  const { words, schema } = property
  const kind = KINDS.get(words) ?? (schema['format'] === 'uri' ? 'url' : idKind(words))
  const partner = (...names: string[]): string | null => {
    const other = all.find((one) => names.includes(one.words) && one.required && isText(one.schema))
    return other === undefined || !property.required ? null : `{/${token(other.name)}}`
  }
  if (words === 'key' || words === 'object_key' || words === 'object_name') {
    const bucket = partner('bucket', 'bucket_name')
    return bucket === null ? null : `object:${bucket}/{}`
  }
  if (words === 'owner') return null
  if (kind === 'repo' && !words.includes('full') && !words.includes('path')) {
    const owner = partner('owner', 'org', 'organization', 'repo_owner', 'repository_owner')
    return owner === null ? 'repo:{}' : `repo:${owner}/{}`
  }
  if (kind === 'table') {
    const schemaName = partner('schema', 'schema_name')
    return schemaName === null ? 'table:{}' : `table:${schemaName}.{}`
  }
  return kind === null ? null : `${kind}:{}`
}

/** `page_id` names a page. */
function idKind(words: string): string | null {
  const thing = /^([a-z][a-z0-9_]{0,40})_(?:id|ids|uuid|guid|arn)$/.exec(words)?.[1]
  return thing === undefined || NO_RESOURCES.has(thing) ? null : thing.replaceAll('_', '-')
}

function propertiesOf(inputSchema: unknown): Property[] {
  const schema = record(inputSchema)
  const listed = schema['required']
  const required = new Set(Array.isArray(listed) ? listed : [])
  return Object.entries(record(schema['properties'])).slice(0, LOOKED_AT).flatMap(([name, value]): Property[] => {
    const property = record(value)
    if (!/^[\w.~ $-]{1,100}$/.test(name) || !(isText(property) || isTexts(property))) return []
    return [{ name, words: wordsOf(name), schema: property, required: required.has(name) }]
  })
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** Does the schema admit a string or a whole number, and nothing that is no name? */
function isText(schema: Record<string, unknown>): boolean {
  const { type } = schema
  const types: readonly unknown[] = Array.isArray(type) ? type : [type]
  return types.length > 0 && types.every((one) => one === 'string' || one === 'integer' || one === 'number' || one === 'null') && !types.every((one) => one === 'null')
}

function isTexts(schema: Record<string, unknown>): boolean {
  return schema['type'] === 'array' && isText(record(schema['items']))
}

function token(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** `projectID` and `project-id` → `project_id`. */
function wordsOf(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z])([A-Z][a-z])/g, '$1_$2').replace(/[ .$-]+/g, '_').toLowerCase()
}
