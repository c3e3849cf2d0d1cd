import { z } from 'zod'
import { roleSchema } from './model'

/** The shapes in which people, teams and waiting roles are answered, for the description of the interface. */

const time = z.iso.datetime()

export const personAnswer = z.object({
  id: z.string(), email: z.string(), name: z.string(), roles: z.array(roleSchema), pendingRoles: z.array(roleSchema).describe('asked for, waiting for a second holder’s consent'), groupRoles: z.array(roleSchema).describe('those of roles that groups at the identity provider give'), active: z.boolean(),
  teams: z.array(z.string()), managerEmail: z.string().nullable(), identities: z.array(z.object({ issuer: z.string(), subject: z.string() })), aliases: z.array(z.string()),
  createdAt: time, leftAt: time.nullable(),
})

const brief = z.object({ id: z.string(), email: z.string(), name: z.string() })

export const teamAnswer = z.object({ id: z.string(), name: z.string(), members: z.array(brief.extend({ active: z.boolean() })), createdAt: time })

export const roleChangeAnswer = z.object({
  id: z.string(), person: brief, role: roleSchema, requestedBy: z.string(), requestedAt: time, decidedAt: time.nullable(), granted: z.boolean().nullable(),
})
