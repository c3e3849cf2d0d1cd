import { z } from 'zod'

export const ROLES = ['admin', 'security_reviewer', 'incident_responder', 'owner', 'member', 'auditor'] as const
export type Role = (typeof ROLES)[number]
export const roleSchema = z.enum(ROLES)

const text = (max: number) => z.string().trim().min(1).max(max)

/** Lower-cased; the form is checked loosely, since only the mail system knows which addresses exist. */
export const emailSchema = z.string().trim().toLowerCase().max(254).regex(/^[^\s@|]+@[^\s@|]+$/, 'is not an e-mail address')

export const oidcIdentitySchema = z.strictObject({ issuer: z.url({ protocol: /^https?$/ }).max(2048), subject: text(255) })

const nameText = text(200)

export const newPersonSchema = z.strictObject({
  email: emailSchema,
  name: nameText,
  roles: z.array(roleSchema).max(6).transform((roles) => [...new Set(roles)]),
  teams: z.array(text(100)).max(100).default([]),
  managerEmail: emailSchema.optional(),
  identities: z.array(oidcIdentitySchema).max(20).default([]),
  aliases: z.array(text(254)).max(50).default([]),
})
export type NewPerson = z.output<typeof newPersonSchema>

export const personChangeSchema = z.strictObject({
  name: nameText.optional(),
  roles: z.array(roleSchema).max(6).transform((roles) => [...new Set(roles)]).optional(),
  teams: z.array(text(100)).max(100).optional(),
  managerEmail: emailSchema.nullable().optional(),
  identities: z.array(oidcIdentitySchema).max(20).optional(),
  aliases: z.array(text(254)).max(50).optional(),
  active: z.boolean().optional(),
})
export type PersonChange = z.output<typeof personChangeSchema>

export const ROLE_LABEL: Record<Role, string> = {
  admin: 'Administrator', security_reviewer: 'Security reviewer', incident_responder: 'Incident responder', owner: 'Server owner', member: 'Member', auditor: 'Auditor',
}

/** A person as answered. */
export type PersonView = {
  id: string
  email: string
  name: string
  roles: Role[]
  /** Asked for, waiting for a second holder's consent. */
  pendingRoles: Role[]
  /** Those of `roles` that groups at the identity provider give; they come and go with the groups, at each sign-in. */
  groupRoles: Role[]
  active: boolean
  teams: string[]
  managerEmail: string | null
  identities: { issuer: string; subject: string }[]
  aliases: string[]
  createdAt: string
  leftAt: string | null
}
