import { z } from 'zod'
import { parseRoleMap } from './env-sign-on'

/** Provisioning by a directory, as the environment describes it. */
export type ScimSettings = {
  /** Group → roles: the map of single sign-on, which counts here without an issuer too. */
  roleMap: readonly { group: string; role: string }[]
  /** Agents too: draft-wzdk-scim-agent-resource-00, which may still change. */
  agents: boolean
}

export const scimShape = {
  BAILIWICK_SCIM_AGENTS: z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true').optional(),
}

type Given = z.output<z.ZodObject<typeof scimShape>> & { BAILIWICK_OIDC_ROLE_MAP?: string | undefined }

export function scimOf(v: Given): ScimSettings {
  return { roleMap: parseRoleMap(v.BAILIWICK_OIDC_ROLE_MAP ?? '') ?? [], agents: v.BAILIWICK_SCIM_AGENTS ?? false }
}
