import { z } from 'zod'
import { identitySchema } from './identity'
import { ENVIRONMENTS, SENSITIVITIES, SLUG, TRANSPORTS } from './model'
import { purposeSchema } from './server-input'

/**
 * The parts of a registry document that are read (MCP registry, server.json, schema of 2025-12-11). The format grows: what is not
 * known is passed over, what is read must be right. Lengths are ours where the schema has none.
 */
const text = z.string().max(2000)

const plainInput = z.looseObject({
  name: text.optional(), description: text.optional(), isSecret: z.boolean().optional(), isRequired: z.boolean().optional(), format: text.optional(),
  value: text.optional(), default: text.optional(),
})
const inputSchema = plainInput.extend({ variables: z.record(z.string(), plainInput).optional() })
export type Input = z.output<typeof inputSchema>

const argumentSchema = inputSchema.extend({ type: z.enum(['positional', 'named']), valueHint: text.optional() })
  .refine((argument) => argument.type === 'named' || argument.value !== undefined || argument.valueHint !== undefined, 'needs a value or a valueHint')
  .refine((argument) => argument.type === 'positional' || (argument.name ?? '') !== '', { path: ['name'], message: 'is required for a named argument' })
export type Argument = z.output<typeof argumentSchema>

const headerSchema = inputSchema.extend({ name: z.string().min(1).max(200) })

const transportSchema = z.looseObject({ type: z.enum(['stdio', 'streamable-http', 'sse']), url: text.optional(), headers: z.array(headerSchema).max(50).optional(), variables: z.record(z.string(), inputSchema).optional() })

/** `2.x`, `^1.2`, `latest` and the like name no version. */
const RANGE = /^[\^~<>=*]|\*|\|\||\s|(?:^|\.)x(?:\.|$)|^latest$/i
const versionSchema = z.string().min(1).max(255).refine((version) => !RANGE.test(version), 'must be one version, not a range')

const packageSchema = z.looseObject({
  registryType: z.string().min(1).max(50), identifier: z.string().min(1).max(1000).regex(/^[^\s\p{Cc}]+$/u, 'must not contain spaces'), version: versionSchema.optional(),
  runtimeHint: z.string().min(1).max(200).regex(/^[^\s\p{Cc}]+$/u, 'must be one word').optional(), transport: transportSchema,
  runtimeArguments: z.array(argumentSchema).max(50).optional(), packageArguments: z.array(argumentSchema).max(50).optional(),
  environmentVariables: z.array(inputSchema.extend({ name: z.string().min(1).max(200) })).max(100).optional(),
})
export type Package = z.output<typeof packageSchema>

const remoteSchema = transportSchema.extend({ type: z.enum(['streamable-http', 'sse']), url: z.string().min(1).max(2000) })
export type Remote = z.output<typeof remoteSchema>

export const serverJsonSchema = z.looseObject({
  name: z.string().min(3).max(200).regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/, 'must be a name such as io.github.acme/weather'),
  description: z.string().trim().min(1, 'must not be empty').max(100, 'must not be longer than 100 characters').regex(/^[^\p{Cc}]*$/u, 'must not contain control characters'), title: z.string().trim().min(1).max(100).regex(/^[^\p{Cc}]*$/u, 'must not contain control characters').optional(), version: versionSchema,
  repository: z.looseObject({ url: text.optional() }).optional(), packages: z.array(packageSchema).max(50).optional(), remotes: z.array(remoteSchema).max(50).optional(),
})
export type ServerJson = z.output<typeof serverJsonSchema>

/** What the registry says of the document in the wrapped form. */
export const officialSchema = z.looseObject({ status: z.string().max(50).optional(), isLatest: z.boolean().optional() })
export const OFFICIAL = 'io.modelcontextprotocol.registry/official'

/**
 * `POST /servers/import` with choices. `remote` and `package` count from 0; `variables` fill the places in the address; transport,
 * endpoint and command stand instead of what the document has, for one that has nothing to connect to.
 */
export const importServerSchema = z.strictObject({
  serverJson: z.looseObject({}),
  slug: z.string().regex(SLUG, 'must have 2 to 63 lower-case letters, digits and hyphens, and not begin with a hyphen').optional(),
  ownerEmail: z.string().max(320).optional(), environment: z.enum(ENVIRONMENTS).default('production'), sensitivity: z.enum(SENSITIVITIES).default('internal'),
  identity: identitySchema.nullable().default(null), purpose: purposeSchema.optional(),
  remote: z.number().int().min(0).max(49).optional(), package: z.number().int().min(0).max(49).optional(),
  variables: z.record(z.string().max(100), z.string().max(500)).default({}),
  transport: z.enum(TRANSPORTS).optional(), endpoint: text.optional(), command: z.array(text).max(100).optional(),
}).refine((input) => input.remote === undefined || input.package === undefined, { path: ['package'], message: 'does not go with remote; choose one' })
export type ImportChoices = Omit<z.output<typeof importServerSchema>, 'serverJson'>
