import { type Role, roleSchema } from '@/lib/people/model'

/** The roles that these groups give: exactly those the operator mapped, by the group's exact name. Null = the provider named no groups. */
export function rolesOfGroups(roleMap: readonly { group: string; role: string }[], groups: readonly string[] | null): Role[] | null {
  if (groups === null) return null
  const roles = roleMap.filter((entry) => groups.includes(entry.group)).flatMap((entry) => roleSchema.safeParse(entry.role).data ?? [])
  return [...new Set(roles)]
}
