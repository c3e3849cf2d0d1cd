import type { z } from 'zod'
import { AppError, type FieldError, invalid } from '@/lib/errors'
import { packageCommand, placesOf, secretsOf } from './server-json-command'
import { type ImportChoices, importServerSchema, OFFICIAL, officialSchema, type Remote, type ServerJson, serverJsonSchema } from './server-json-schema'
import type { NewServer } from './server-input'

/** A proposal read from a registry document, ready to be registered but for its owner. */
export type Proposal = {
  input: Omit<NewServer, 'slug' | 'ownerEmail'>
  ownerEmail: string | null
  /** Slugs to try, in order; only one when it was chosen. */
  slugs: string[]
  /** What a person should know before they let it in. */
  warnings: string[]
  /** For the trail. */
  document: { name: string; version: string; repository: string | null }
}

/**
 * Reads what was sent: `{serverJson, …choices}`, or the document by itself; the document bare or as the registry's interface wraps
 * it (`{server, _meta}`). Throws `invalid_input` or `unknown_field` with every fault and its place. Nothing in a document is ever run.
 */
export function readServerJson(body: Record<string, unknown>): Proposal {
  const chosen = Object.hasOwn(body, 'serverJson') ? parsed(importServerSchema, body, '') : null
  const sent = chosen?.serverJson ?? body
  const wrapped = isRecord(sent['server']) && !Object.hasOwn(sent, 'name')
  const path = [...(chosen === null ? [] : ['serverJson']), ...(wrapped ? ['server'] : [])].join('.')
  const document = parsed(serverJsonSchema, wrapped ? sent['server'] : sent, path)
  const choices: ImportChoices = chosen ?? parsed(importServerSchema, { serverJson: {} }, '')
  const warnings = officialWarnings(sent['_meta'])
  return { ...proposal(document, choices, warnings, path), ownerEmail: choices.ownerEmail ?? null, warnings }
}

function proposal(document: ServerJson, choices: ImportChoices, warnings: string[], path: string): Omit<Proposal, 'ownerEmail' | 'warnings'> {
  const { name, version } = document
  return {
    input: {
      name: document.title ?? name, purpose: choices.purpose ?? document.description, environment: choices.environment, sensitivity: choices.sensitivity, effects: [], identity: choices.identity,
      ...connectionOf(document, choices, warnings, path), backupOwnerEmail: null, team: null, aliases: [{ name, source: null, from: null }], downstream: [],
      reviewEveryDays: null, discoverEveryHours: null, discoveryCredential: null,
    },
    slugs: choices.slug === undefined ? slugsOf(name) : [choices.slug],
    document: { name, version, repository: document.repository?.url ?? null },
  }
}

type Connection = Pick<NewServer, 'transport' | 'endpoint' | 'command' | 'secrets'>

/** The chosen remote or package; by itself the first remote, else the first package. */
function connectionOf(document: ServerJson, choices: ImportChoices, warnings: string[], path: string): Connection {
  const remotes = document.remotes ?? []
  const packages = document.packages ?? []
  const at = (member: string): string => (path === '' ? member : `${path}.${member}`)
  const { transport, endpoint, command } = choices
  if (transport !== undefined || endpoint !== undefined || command !== undefined) {
    return { transport: transport ?? (command === undefined ? 'streamable_http' : 'stdio'), endpoint: endpoint ?? null, command: command ?? null, secrets: [] }
  }
  if (remotes.length + packages.length === 0) throw invalid(at('remotes'), 'The document has neither remotes nor packages, so it does not say how to connect. Send it as serverJson with an endpoint or a command. Nothing was registered.')
  if (choices.remote === undefined && choices.package === undefined && remotes.length + packages.length > 1) {
    warnings.push(`The document offers several ways in; the first ${remotes.length > 0 ? 'remote' : 'package'} was taken. Say which with remote or package.`)
  }
  if (choices.remote !== undefined || (choices.package === undefined && remotes.length > 0)) {
    const index = choices.remote ?? 0
    const remote = remotes[index]
    if (remote === undefined) throw invalid('remote', `The document has only ${remotes.length} remotes. Nothing was registered.`)
    return { transport: wireName(remote.type), endpoint: addressOf(remote, choices.variables, at(`remotes.${index}.url`)), command: null, secrets: secretsOf([], remote.headers ?? []) }
  }
  const index = choices.package ?? 0
  const chosen = packages[index]
  if (chosen === undefined) throw invalid('package', `The document has only ${packages.length} packages. Nothing was registered.`)
  const secrets = secretsOf(chosen.environmentVariables ?? [], chosen.transport.headers ?? [])
  const { type, url } = chosen.transport
  if (type === 'stdio') return { transport: 'stdio', endpoint: null, command: packageCommand(chosen), secrets }
  if (url === undefined) throw invalid(at(`packages.${index}.transport.url`), 'The package is reached by HTTP but has no address. Nothing was registered.')
  return { transport: wireName(type), endpoint: addressOf({ url, variables: placesOf(chosen) }, choices.variables, at(`packages.${index}.transport.url`)), command: null, secrets }
}

function wireName(type: 'streamable-http' | 'sse'): 'streamable_http' | 'sse' {
  return type === 'sse' ? 'sse' : 'streamable_http'
}

/** The address with its places filled: by the choices, else by the document's own value or default. A secret never fills one. */
function addressOf(remote: Pick<Remote, 'url' | 'variables'>, given: Record<string, string>, path: string): string {
  const missing: string[] = []
  const address = remote.url.replaceAll(/\{([^{}]+)\}/g, (place, name: string) => {
    const variable = Object.hasOwn(remote.variables ?? {}, name) ? remote.variables?.[name] : undefined
    const value = (Object.hasOwn(given, name) ? given[name] : undefined) ?? (variable?.isSecret === true ? undefined : variable?.value ?? variable?.default)
    if (value === undefined) missing.push(name)
    return value ?? place
  })
  if (missing.length > 0) throw invalid(path, `The address has places without a value (${missing.join(', ')}); give them in variables. Nothing was registered.`)
  return address
}

/** Names that many documents share; the owner's part of the name goes before them. */
const GENERIC = /^(?:mcp|server|mcp-server|server-mcp|remote|main|app)$/

/** Slugs that the name suggests: its own part; with the last label of its namespace; the whole of it. */
function slugsOf(name: string): string[] {
  const [namespace = '', own = ''] = name.split('/')
  const label = namespace.split('.').at(-1) ?? ''
  const asSlug = (value: string): string => value.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 63).replace(/-+$/, '')
  const found = [asSlug(own), asSlug(`${label}-${own}`), asSlug(name)].filter((slug, index) => slug.length >= 2 && !(index === 0 && GENERIC.test(slug)))
  if (found.length === 0) throw invalid('slug', 'No slug can be made of the name; give one. Nothing was registered.')
  return [...new Set(found)]
}

function officialWarnings(meta: unknown): string[] {
  const official = officialSchema.safeParse(isRecord(meta) ? meta[OFFICIAL] : undefined)
  if (!official.success) return []
  const { status, isLatest } = official.data
  return [
    ...(status === 'deprecated' || status === 'deleted' ? [`The registry says that this server is ${status}.`] : []),
    ...(isLatest === false ? ['The registry has a newer version of this document.'] : []),
  ]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed<T extends z.ZodType>(schema: T, value: unknown, prefix: string): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.flatMap((issue): FieldError[] => {
    const path = (more: readonly PropertyKey[]): string => [...(prefix === '' ? [] : [prefix]), ...more.map(String)].join('.')
    return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ path: path([...issue.path, key]), message: 'is not a known field' })) : [{ path: path(issue.path), message: issue.message }]
  })
  const unknownField = result.error.issues.some((issue) => issue.code === 'unrecognized_keys')
  throw new AppError(unknownField ? 'unknown_field' : 'invalid_input', `This is no server.json that can be imported (${errors[0]?.path ?? ''}: ${errors[0]?.message ?? ''}). Nothing was registered.`, { errors })
}
