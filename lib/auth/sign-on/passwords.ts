import { db } from '@/lib/db/client'
import { env } from '@/lib/env'
import type { Role } from '@/lib/people/model'

/** Who may use a password: everybody; only administrators, because none has come in by single sign-on yet; nobody. */
export type PasswordRule = 'everybody' | 'administrators' | 'nobody'

/**
 * Passwords end only when an administrator who is active now has come in through this provider: a wrong setting, a changed provider or
 * the leaving of that administrator gives the others their passwords back, so that nobody is locked out.
 */
export async function passwordRule(): Promise<PasswordRule> {
  const settings = env().signOn
  if (settings === null || !settings.only) return 'everybody'
  const admins = await db().person.findMany({ where: { active: true, roles: { has: 'admin' } }, select: { id: true } })
  const came = await db().trailEntry.findFirst({
    where: {
      objectKind: 'person', objectId: { in: admins.map((one) => one.id) }, action: 'session.opened',
      AND: [{ detail: { path: ['method'], equals: 'sso' } }, { detail: { path: ['issuer'], equals: settings.issuer } }],
    },
    select: { seq: true },
  })
  return came === null ? 'administrators' : 'nobody'
}

export async function passwordsFor(roles: readonly Role[]): Promise<boolean> {
  const rule = await passwordRule()
  return rule === 'everybody' || (rule === 'administrators' && roles.includes('admin'))
}
