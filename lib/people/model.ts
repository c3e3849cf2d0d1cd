import { z } from 'zod'

export const ROLES = ['admin', 'security_reviewer', 'incident_responder', 'owner', 'member', 'auditor'] as const
export type Role = (typeof ROLES)[number]
export const roleSchema = z.enum(ROLES)
