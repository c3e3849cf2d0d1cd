import { env } from '@/lib/env'
import { type Role, roleSchema } from '@/lib/people/model'
import { publicUrl } from './public-url'

export type GroupRoles = readonly { group: string; role: Role }[]

/** What the operator set for provisioning: the address that a directory is given, the roles of its groups, and whether agents are meant too. */
export function provisioningSettings(): { baseUrl: string; groupRoles: GroupRoles; agents: boolean } {
  const { roleMap, agents } = env().scim
  const groupRoles = roleMap.flatMap(({ group, role }) => {
    const known = roleSchema.safeParse(role)
    return known.success ? [{ group, role: known.data }] : []
  })
  return { baseUrl: `${publicUrl()}/scim/v2`, groupRoles, agents }
}
