import { z } from 'zod'

/**
 * What the operator, and nobody else, decides about discovery: which programs may be started, which secrets may be sent where, and
 * which private networks may be entered. It is a file, so that no caller of the API and no role in the console can widen it.
 */

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63')
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'must be the name of an environment variable')

/** This program's own secrets stay with it, whatever a configuration says. */
const foreign = variable.refine((text) => !/^(BAILIWICK_|DATABASE_URL|PG)/.test(text), 'must not be one of the variables of this program')

const path = z.string().min(1).max(4096).startsWith('/', 'must be an absolute path')

/** Where a secret's value lies. It is read when a run needs it and kept nowhere. */
const secretSource = z.union([z.strictObject({ env: foreign }), z.strictObject({ file: path })], 'must be { "env": NAME } or { "file": "/path" }')
export type SecretSource = z.infer<typeof secretSource>

const argument = z.string().max(4096).refine((text) => !text.includes('\u0000'), 'must not contain U+0000')

const command = z.strictObject({
  name,
  argv: z.array(argument).min(1, 'must name a program').max(100).refine((argv) => argv[0] !== '', 'must name a program'),
  env: z.record(foreign, argument).default({}),
  envFrom: z.record(foreign, secretSource).default({}),
  cwd: path.optional(),
})
export type ListedCommand = z.infer<typeof command>

const origin = z.string().refine(isOrigin, 'must be http:// or https:// with a host, without path, query and user').transform((text) => new URL(text).origin)
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'must be the name of a header').refine((text) => !/^(host|content-length|transfer-encoding|connection|cookie|mcp-.*|accept|content-type)$/i.test(text), 'must not be a header that the connection itself needs')

const header = z.strictObject({
  origins: z.array(origin).min(1).max(50),
  header: headerName.default('Authorization'),
  /** Stands before the value; empty = the value alone. */
  scheme: z.string().regex(/^[A-Za-z0-9-]{0,30}$/, 'must be a word').default('Bearer'),
  valueFrom: secretSource,
})

/** RFC 6749 section 4.4. The token endpoint is the operator's word: a server's metadata must not say where a client secret goes. */
const oauth = z.strictObject({
  origins: z.array(origin).min(1).max(50),
  oauth: z.strictObject({
    tokenUrl: z.string().refine(isAddress, 'must be an http:// or https:// address without user and fragment'),
    clientId: z.string().min(1).max(500),
    clientSecretFrom: secretSource,
    scope: z.string().max(1000).optional(),
    /** RFC 8707. */
    resource: z.string().max(2000).optional(),
  }),
})

export type DiscoveryCredential = z.output<typeof header> | z.output<typeof oauth>

/** Told apart by `oauth`, so that an error names the member that is wrong and not the whole. */
const credential = z.unknown().transform((value, context): DiscoveryCredential => {
  const parsed = (typeof value === 'object' && value !== null && 'oauth' in value ? oauth : header).safeParse(value)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})

/** `10.0.0.0/8`, `127.0.0.1/32:8080`, `[fd00::/8]:8443`: a network, and one port of it or all. */
const network = z.string().transform((text, context) => {
  const [, bracketed, bare, port] = /^(?:\[([0-9a-fA-F:.]+\/\d{1,3})\]|([0-9.]+\/\d{1,2}|[0-9a-fA-F:]*::?[0-9a-fA-F:.]*\/\d{1,3}))(?::(\d{1,5}))?$/.exec(text) ?? []
  const range = bracketed ?? bare
  if (range !== undefined && (port === undefined || Number(port) <= 65_535)) return { range, port: port === undefined ? null : Number(port) }
  context.addIssue({ code: 'custom', message: 'must be a network such as 10.0.0.0/8, 127.0.0.1/32:8080 or [fd00::/8]:8443' })
  return z.NEVER
})
export type PrivateNetwork = { range: string; port: number | null }

const schema = z.strictObject({
  commands: z.array(command).max(1000).default([]),
  credentials: z.record(name, credential).default({}),
  privateNetworks: z.array(network).max(100).default([]),
})

export type DiscoveryConfig = { commands: ListedCommand[]; credentials: Record<string, DiscoveryCredential>; privateNetworks: PrivateNetwork[] }

/** Nothing is listed: no program is started, no secret sent, no private network entered. Public addresses can be asked. */
export const NO_DISCOVERY_CONFIG: DiscoveryConfig = { commands: [], credentials: {}, privateNetworks: [] }

/** All errors at once, each a sentence naming its place. Values are never in them. */
export function parseDiscoveryConfig(json: unknown): { ok: true; config: DiscoveryConfig } | { ok: false; errors: string[] } {
  const parsed = schema.safeParse(json)
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.map(sentence) }
  const errors: string[] = []
  const twice = (what: string, keys: readonly string[]) => keys.forEach((key, i) => keys.indexOf(key) < i && errors.push(`commands.${i} has the same ${what} as commands.${keys.indexOf(key)}.`))
  twice('name', parsed.data.commands.map((entry) => entry.name))
  twice('argv', parsed.data.commands.map((entry) => JSON.stringify(entry.argv)))
  return errors.length === 0 ? { ok: true, config: parsed.data } : { ok: false, errors }
}

/** A wrong key of a record says why in issues of its own. */
function sentence(issue: z.core.$ZodIssue): string {
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  return `${issue.path.length === 0 ? 'The configuration' : issue.path.join('.')} ${message}.`
}

/** The entry whose argv is this command, argument by argument; null = the operator did not list it. */
export function listedCommand(config: DiscoveryConfig, argv: readonly string[]): ListedCommand | null {
  return config.commands.find((entry) => entry.argv.length === argv.length && entry.argv.every((one, i) => one === argv[i])) ?? null
}

/** What a screen may say of the configuration: names and origins, no values and no places of secrets. */
export type ConfigSummary = { commands: { name: string; argv: string[] }[]; credentials: { name: string; origins: string[]; kind: 'header' | 'oauth' }[]; privateNetworks: string[] }

export function summariseConfig(config: DiscoveryConfig): ConfigSummary {
  return {
    commands: config.commands.map(({ name, argv }) => ({ name, argv })),
    credentials: Object.entries(config.credentials).map(([key, entry]) => ({ name: key, origins: entry.origins, kind: 'oauth' in entry ? 'oauth' : 'header' })),
    privateNetworks: config.privateNetworks.map(({ range, port }) => (port === null ? range : `${range}, port ${port}`)),
  }
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
}

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.hash === '' && url.username === '' && url.password === ''
}
