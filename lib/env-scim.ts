import { z } from 'zod'

/** Provisioning by a directory, as the environment describes it. */
export type ScimSettings = {
  /** Agents too: draft-wzdk-scim-agent-resource-00, which may still change. */
  agents: boolean
}

export const scimShape = {
  BAILIWICK_SCIM_AGENTS: z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true').optional(),
}

export function scimOf(v: z.output<z.ZodObject<typeof scimShape>>): ScimSettings {
  return { agents: v.BAILIWICK_SCIM_AGENTS ?? false }
}
