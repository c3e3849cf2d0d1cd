import { z } from 'zod'
import { emailSchema } from '@/lib/people/model'
import { identitySchema } from './identity'
import { ENVIRONMENTS, LIFECYCLES, SENSITIVE, SENSITIVITIES, SLUG, TRANSPORTS } from './model'

/** A line of text: trimmed, given, without control characters. */
function line(max: number): z.ZodString {
  return z.string().trim().min(1, 'must not be empty').max(max, `must not be longer than ${max} characters`).regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')
}

export const nameSchema = line(200)
/** Purposes may have several lines. */
export const purposeSchema = z.string().trim().min(1, 'must not be empty').max(2000).regex(/^[^\p{Cc}]*(?:[\n\r\t][^\p{Cc}]*)*$/u, 'must not contain control characters')
export const reasonSchema = z.string().trim().min(1, 'must not be empty').max(2000).regex(/^[^\p{Cc}]*(?:[\n\r\t][^\p{Cc}]*)*$/u, 'must not contain control characters')
/** A name under which logs know something. Compared to the letter, so nothing is trimmed away silently. Short enough for an index in any script. */
export const knownNameSchema = z.string().min(1, 'must not be empty').max(500).regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')
  .refine((text) => text.trim() === text, 'must not begin or end with a space')

/** A time in the years that a log can speak of; PostgreSQL and ECMAScript agree on all of them. */
const timeSchema = z.iso.datetime({ offset: true }).refine((text) => Date.parse(text) >= 0 && Date.parse(text) < Date.UTC(2200, 0), 'must be a time from 1970 on')

const aliasSchema = z.union([
  knownNameSchema.transform((name) => ({ name, source: null, from: null })),
  z.strictObject({ name: knownNameSchema, source: line(100).nullish(), from: timeSchema.nullish() })
    .transform(({ name, source, from }) => ({ name, source: source ?? null, from: from ?? null })),
], { error: 'must be a name without control characters or spaces at its ends, or {name, source, from}' })
export const aliasesSchema = z.array(aliasSchema).max(100)

const effectSchema = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a tag such as payments or regulated_data')

const secretSchema = z.strictObject({
  name: line(200),
  kind: z.enum(['static', 'dynamic']),
  location: line(500),
  rotateEveryDays: z.number().int().min(1).max(3650).nullish(),
  lastRotatedAt: timeSchema.nullish(),
})
export type SecretInput = z.output<typeof secretSchema>

const commandSchema = z.union([
  z.array(line(2000)).min(1).max(100),
  line(4000).transform((text) => text.split(/\s+/)),
], { error: 'must be a list of arguments' })

/** http or https, and no user or password inside: a secret is referred to, never stored. */
const endpointSchema = z.string().max(2048).superRefine((text, refinement) => {
  const fault = endpointProblem(text)
  if (fault !== null) refinement.addIssue({ code: 'custom', message: fault })
})

function endpointProblem(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || /[\s\p{Cc}\\]/u.test(text)) return 'must be an http or https URL'
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'must be an http or https URL'
  }
  return url.username !== '' || url.password !== '' ? 'must not carry a user or password; refer to the secret instead' : null
}

const distinct = <T extends z.ZodType>(item: T, max: number) => z.array(item).max(max).transform((list) => [...new Set(list)])

const fields = {
  name: nameSchema,
  purpose: purposeSchema,
  environment: z.enum(ENVIRONMENTS),
  sensitivity: z.enum(SENSITIVITIES),
  effects: distinct(effectSchema, 30),
  identity: identitySchema.nullable(),
  transport: z.enum(TRANSPORTS),
  endpoint: endpointSchema.nullable(),
  command: commandSchema.nullable(),
  ownerEmail: emailSchema,
  backupOwnerEmail: emailSchema.nullable(),
  team: line(100).nullable(),
  aliases: aliasesSchema,
  downstream: distinct(line(200), 100),
  secrets: z.array(secretSchema).max(50),
  reviewEveryDays: z.number().int().min(1).max(3650).nullable(),
  discoverEveryHours: z.number().int().min(1).max(8760).nullable(),
  /** Only a name: what it stands for, and for which addresses, is in the operator's file. */
  discoveryCredential: line(100).nullable(),
}

/** `POST /servers`. Strict; what is left out is empty. */
export const newServerSchema = z.strictObject({
  slug: z.string().regex(SLUG, 'must have 2 to 63 lower-case letters, digits and hyphens, and not begin with a hyphen'),
  name: fields.name, purpose: fields.purpose, environment: fields.environment, sensitivity: fields.sensitivity,
  effects: fields.effects.default([]), identity: fields.identity.default(null), transport: fields.transport,
  endpoint: fields.endpoint.default(null), command: fields.command.default(null),
  ownerEmail: fields.ownerEmail, backupOwnerEmail: fields.backupOwnerEmail.default(null), team: fields.team.default(null),
  aliases: fields.aliases.default([]), downstream: fields.downstream.default([]), secrets: fields.secrets.default([]),
  reviewEveryDays: fields.reviewEveryDays.default(null),
  discoverEveryHours: fields.discoverEveryHours.default(null), discoveryCredential: fields.discoveryCredential.default(null),
})
export type NewServer = z.output<typeof newServerSchema>

/** `PATCH /servers/{slug}`. Strict; what is left out stays; lists replace what was. `version`: refuse if somebody was faster. */
export const serverChangeSchema = z.strictObject({ ...fields, version: z.number().int().min(1) }).partial()
export type ServerChange = z.output<typeof serverChangeSchema>

export const transitionSchema = z.strictObject({ to: z.enum(LIFECYCLES), reason: reasonSchema })
export type TransitionInput = z.output<typeof transitionSchema>

type Shape = Pick<NewServer, 'sensitivity' | 'identity' | 'transport' | 'endpoint' | 'command' | 'ownerEmail' | 'backupOwnerEmail' | 'aliases' | 'secrets'>
type Fault = { path: string; message: string }

/** What is wrong with the members of a server taken together; empty = nothing. The same for a new server and an edited one. */
export function serverFaults(server: Shape): Fault[] {
  const faults: Fault[] = []
  if (SENSITIVE.has(server.sensitivity) && server.identity === null) faults.push({ path: 'identity', message: `is required for a ${server.sensitivity} server` })
  if (server.transport === 'stdio') {
    if (server.command === null || server.command.length === 0) faults.push({ path: 'command', message: 'is required for transport stdio' })
    if (server.endpoint !== null) faults.push({ path: 'endpoint', message: 'does not go with transport stdio' })
  } else {
    if (server.endpoint === null) faults.push({ path: 'endpoint', message: `is required for transport ${server.transport}` })
    if (server.command !== null && server.command.length > 0) faults.push({ path: 'command', message: `does not go with transport ${server.transport}` })
  }
  if (server.backupOwnerEmail === server.ownerEmail) faults.push({ path: 'backupOwnerEmail', message: 'must be somebody other than the owner' })
  faults.push(...repeated(server.aliases.map((alias) => `${alias.source ?? ''}\u0000${alias.name}`), 'aliases'), ...repeated(server.secrets.map((secret) => secret.name), 'secrets'))
  return faults
}

function repeated(keys: readonly string[], path: string): Fault[] {
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [{ path: `${path}.${index}`, message: 'is given twice' }] : []))
}
