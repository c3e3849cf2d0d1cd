import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { mailOf, type MailSettings, notifyFaults, notifyShape, webhookOf, type WebhookSettings } from './env-notify'
import { scimOf, scimShape, type ScimSettings } from './env-scim'
import { type SignalSettings, type SignalSource, signalsFaults, signalsOf, signalSourceOf, signalsShape, vaultsOf } from './env-signals'
import { signOnFaults, signOnOf, type SignOnSettings, signOnShape } from './env-sign-on'

/** What the process was told from outside, parsed once. `.env.example` lists the same in the same order. */
export type Env = {
  port: number
  host: string
  /** Absolute. */
  dataDir: string
  /** Null = the PostgreSQL that comes with the program. */
  databaseUrl: string | null
  /** How browsers reach the console: scheme, host and port, no path, no slash at the end. */
  publicUrl: string
  metricsPort: number | null
  /** The headless start; all three or none. */
  initAdmin: { email: string; password: string; /** A token's value, or `generate`. */ apiToken: string } | null
  /** Overrides the secret kept in the data directory; replicas that share a database share it. */
  secret: string | null
  sessionIdleHours: number
  sessionAbsoluteHours: number
  /** Reverse proxies in front whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  trustedProxies: number
  /** The operator's discovery file, absolute; null = no program may be started, no secret sent, no private network entered. */
  discoveryConfig: string | null
  /** Null = passwords and one-time links only. */
  signOn: SignOnSettings | null
  /** Provisioning by a directory (SCIM). */
  scim: ScimSettings
  /** Null = no mail is sent. */
  mail: MailSettings | null
  /** Null = no webhook is called. */
  webhook: WebhookSettings | null
  /** Null = no Security Event Token is sent. */
  signals: SignalSettings | null
  /** Null = none is taken. */
  signalSource: SignalSource | null
  /** By name: the keys with which vaults sign that a secret was rotated. */
  vaults: ReadonlyMap<string, Uint8Array>
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

/** Each may also be given as `<name>_FILE`: a file whose content, without the line end, is the value. */
const SECRETS = ['DATABASE_URL', 'BAILIWICK_SECRET', 'BAILIWICK_INIT_ADMIN_PASSWORD', 'BAILIWICK_INIT_API_TOKEN', 'BAILIWICK_OIDC_CLIENT_SECRET', 'BAILIWICK_SMTP_URL', 'BAILIWICK_WEBHOOK_URL', 'BAILIWICK_WEBHOOK_SECRET', 'BAILIWICK_VAULT_WEBHOOKS', 'BAILIWICK_SIGNALS_URL', 'BAILIWICK_SIGNALS_TOKEN'] as const

const HEADLESS = ['BAILIWICK_INIT_ADMIN_EMAIL', 'BAILIWICK_INIT_ADMIN_PASSWORD', 'BAILIWICK_INIT_API_TOKEN'] as const

const port = z.string().regex(/^\d{1,5}$/, 'must be a number from 0 to 65535').transform(Number).refine((value) => value <= 65_535, 'must be a number from 0 to 65535')
const hours = z.string().regex(/^\d{1,5}$/, 'must be a whole number of hours').transform(Number).refine((value) => value > 0, 'must be at least 1')

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().regex(/^[0-9A-Za-z.:_-]{1,253}$/, 'must be a host name or an IP address').default('127.0.0.1'),
  BAILIWICK_DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.string().refine(isPostgresUrl, 'must look like postgresql://user:password@host:5432/database').optional(),
  BAILIWICK_URL: z.string().refine(isOrigin, 'must be http:// or https:// with a host and without a path').optional(),
  BAILIWICK_METRICS_PORT: port.refine((value) => value > 0, 'must be a number from 1 to 65535').optional(),
  BAILIWICK_INIT_ADMIN_EMAIL: z.email('must be an e-mail address').max(254).optional(),
  BAILIWICK_INIT_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').max(256, 'must have at most 256 characters').optional(),
  BAILIWICK_INIT_API_TOKEN: z.string().refine((value) => value === 'generate' || value.startsWith('bwk_'), 'must be a token that begins with bwk_, or the word generate').optional(),
  BAILIWICK_SECRET: z.string().min(32, 'must have at least 32 characters').max(1024).optional(),
  BAILIWICK_SESSION_IDLE_HOURS: hours.default(8),
  BAILIWICK_SESSION_ABSOLUTE_HOURS: hours.default(24),
  BAILIWICK_TRUSTED_PROXIES: z.string().regex(/^\d$/, 'must be a number from 0 to 9').transform(Number).default(0),
  BAILIWICK_DISCOVERY_CONFIG: z.string().optional(),
  ...signOnShape,
  ...scimShape,
  ...notifyShape,
  ...signalsShape,
  BAILIWICK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be fatal, error, warn, info, debug, trace or silent').default('info'),
})

/** Every name that is read, for the check that `.env.example` is complete. */
export const ENV_NAMES = Object.keys(schema.shape)

type Variables = Readonly<Record<string, string | undefined>>

/** All errors at once, each a sentence naming its variable; values of secrets never appear in them. */
export function parseEnv(variables: Variables, folder = process.cwd()): { ok: true; env: Env } | { ok: false; errors: string[] } {
  const { values, errors } = withSecretFiles(variables)
  const parsed = schema.safeParse(values)
  if (!parsed.success) errors.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`))
  const given = HEADLESS.filter((name) => values[name] !== undefined)
  if (given.length > 0 && given.length < HEADLESS.length) {
    const missing = HEADLESS.filter((name) => values[name] === undefined)
    errors.push(`${given.join(' and ')} ${given.length === 1 ? 'is' : 'are'} given without ${missing.join(' and ')}: a headless start needs all three, an ordinary one none.`)
  }
  errors.push(...signOnFaults(values), ...notifyFaults(values), ...signalsFaults(values))
  if (!parsed.success || errors.length > 0) return { ok: false, errors }
  const v = parsed.data
  if (v.BAILIWICK_SESSION_IDLE_HOURS > v.BAILIWICK_SESSION_ABSOLUTE_HOURS) return { ok: false, errors: ['BAILIWICK_SESSION_IDLE_HOURS must not be over BAILIWICK_SESSION_ABSOLUTE_HOURS.'] }
  const { BAILIWICK_INIT_ADMIN_EMAIL: email, BAILIWICK_INIT_ADMIN_PASSWORD: password, BAILIWICK_INIT_API_TOKEN: apiToken } = v
  const publicUrl = (v.BAILIWICK_URL ?? `http://${hostForUrl(v.HOST)}:${v.PORT}`).replace(/\/$/, '')
  const signOn = signOnOf(v)
  return {
    ok: true,
    env: {
      port: v.PORT, host: v.HOST, dataDir: path.resolve(folder, v.BAILIWICK_DATA_DIR), databaseUrl: v.DATABASE_URL ?? null,
      publicUrl, metricsPort: v.BAILIWICK_METRICS_PORT ?? null,
      initAdmin: email !== undefined && password !== undefined && apiToken !== undefined ? { email: email.toLowerCase(), password, apiToken } : null,
      secret: v.BAILIWICK_SECRET ?? null, sessionIdleHours: v.BAILIWICK_SESSION_IDLE_HOURS, sessionAbsoluteHours: v.BAILIWICK_SESSION_ABSOLUTE_HOURS,
      discoveryConfig: v.BAILIWICK_DISCOVERY_CONFIG === undefined ? null : path.resolve(folder, v.BAILIWICK_DISCOVERY_CONFIG),
      signOn, scim: scimOf(v), mail: mailOf(v), webhook: webhookOf(v), signals: signalsOf(v), signalSource: signalSourceOf(v, signOn, publicUrl), vaults: vaultsOf(v), trustedProxies: v.BAILIWICK_TRUSTED_PROXIES, logLevel: v.BAILIWICK_LOG_LEVEL,
    },
  }
}

let parsedOnce: Env | undefined

/** The process's environment. Throws when it is wrong; the start has refused that before anybody asks. */
export function env(): Env {
  if (parsedOnce === undefined) {
    const result = parseEnv(process.env)
    if (!result.ok) throw new Error(result.errors.join(' '))
    parsedOnce = result.env
  }
  return parsedOnce
}

/** An empty value counts as not given, as compose files and unit files write it. */
function withSecretFiles(variables: Variables): { values: Record<string, string>; errors: string[] } {
  const values: Record<string, string> = {}
  const errors: string[] = []
  for (const name of ENV_NAMES) {
    const value = variables[name]
    if (value !== undefined && value !== '') values[name] = value
  }
  for (const name of SECRETS) {
    const file = variables[`${name}_FILE`]
    if (file === undefined || file === '') continue
    if (values[name] !== undefined) {
      errors.push(`${name} and ${name}_FILE are both given: keep one.`)
      continue
    }
    try {
      const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
      if (text === '') errors.push(`${name}_FILE names an empty file.`)
      else values[name] = text
    } catch {
      errors.push(`${name}_FILE names a file that cannot be read (${file}).`)
    }
  }
  return { values, errors }
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '')
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
}

/** Something a browser can open: the wildcard addresses stand for this computer. */
function hostForUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
