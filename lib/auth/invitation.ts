import type { Role } from '@/lib/people/model'
import { GUARDED_ROLES } from '@/lib/people/roles'
import type { Actor } from './actor'

/**
 * Why this actor may not make a sign-in link for a person; null = may. A link is a way to be somebody: for one who has a password
 * already it is made only by who could do as much, so that an administrator does not become a security reviewer by it.
 */
export function mayInvite(actor: Pick<Actor, 'kind' | 'bootstrap' | 'behind' | 'roles'>, person: { id: string; active: boolean; roles: readonly Role[]; hasPassword: boolean }): string | null {
  if (actor.kind === 'token' && !actor.bootstrap) return 'A service token invites nobody: sign in.'
  if (actor.behind.includes(person.id)) return 'Nobody invites themselves. Change your password under Settings.'
  if (!person.active) return 'Who has left does not sign in. Make the person active first.'
  const beyond = person.roles.filter((role) => GUARDED_ROLES.includes(role) && !actor.roles.includes(role))
  if (person.hasPassword && beyond.length > 0) return `This person signs in already and is ${beyond.join(' and ').replace('_', ' ')}, which you are not. Somebody who is must make the link.`
  return null
}
