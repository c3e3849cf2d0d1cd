import { z } from 'zod'
import { emailSchema } from '@/lib/people/model'
import { identitySchema } from './identity'
import { accessSchema } from './model'
import { resourceRulesSchema } from './resource-rules'
import { knownNameSchema, purposeSchema, reasonSchema } from './server-input'

const aliases = z.array(knownNameSchema).max(100).transform((list) => [...new Set(list)])

/** `POST /agents`. */
export const newAgentSchema = z.strictObject({
  name: knownNameSchema, identity: identitySchema, sponsorEmail: emailSchema, purpose: purposeSchema.nullable().default(null), aliases: aliases.default([]),
})
export type NewAgent = z.output<typeof newAgentSchema>

/** `PATCH /agents/{id}`. What is left out stays; `aliases` replaces what was; `active: false` = no longer registered from now on. */
export const agentChangeSchema = z.strictObject({
  name: knownNameSchema, identity: identitySchema, sponsorEmail: emailSchema, purpose: purposeSchema.nullable(), aliases, active: z.boolean(),
}).partial()
export type AgentChange = z.output<typeof agentChangeSchema>

/** `POST /clients`. */
export const newClientSchema = z.strictObject({ name: knownNameSchema, clientId: knownNameSchema.nullable().default(null), aliases: aliases.default([]) })
export type NewClient = z.output<typeof newClientSchema>

/** `PATCH /clients/{id}`. */
export const clientChangeSchema = z.strictObject({ name: knownNameSchema, clientId: knownNameSchema.nullable(), aliases, active: z.boolean() }).partial()
export type ClientChange = z.output<typeof clientChangeSchema>

/** A tool's name: any text without control characters, as the server gives it. */
export const toolNameSchema = z.string().min(1).max(500).regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')

/** A person's choice of one tool's class. */
export const classifySchema = z.strictObject({ accessClass: accessSchema, reason: reasonSchema })
export type ClassifyInput = z.output<typeof classifySchema>

/** `PATCH /servers/{slug}/tools/{name}`: the class, the resource rules (null = those that the schema suggests), or both. */
export const toolChangeSchema = z.strictObject({ accessClass: accessSchema.optional(), resourceRules: resourceRulesSchema.nullable().optional(), reason: reasonSchema })
  .refine(({ accessClass, resourceRules }) => accessClass !== undefined || resourceRules !== undefined, { path: ['accessClass'], message: 'say what changes: accessClass, resourceRules or both' })
export type ToolChange = z.output<typeof toolChangeSchema>

/** Several tools at once, with one reason. */
export const classifyManySchema = z.strictObject({
  tools: z.array(z.strictObject({ server: z.string().min(1).max(63), name: toolNameSchema })).min(1).max(2000, 'at most 2,000 tools at once'),
  accessClass: accessSchema, reason: reasonSchema,
})
export type ClassifyManyInput = z.output<typeof classifyManySchema>
