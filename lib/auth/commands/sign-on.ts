import { isAnyFrozen } from '@/lib/auth/frozen'
import { isSignOnProblem, type SignOnProblem } from '@/lib/auth/sign-on/problems'
import { rolesOfGroups } from '@/lib/auth/sign-on/roles'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import type { SignOnSettings } from '@/lib/env-sign-on'
import { AppError } from '@/lib/errors'
import { admitSignOn, type Given } from '@/lib/people/commands/sign-on-person'
import { readClaims, type SignOnClaims } from '@/lib/people/sign-on'
import { openSession, type Visit } from './sign-in'

/** What the provider has vouched for: verified claims, and the ID token as the hint for signing out there. */
export type Vouched = { claims: Readonly<Record<string, unknown>>; idToken: string | null }

/** A refusal whose code the sign-in page turns into a sentence. */
export function signOnError(problem: SignOnProblem): AppError {
  return new AppError('unauthenticated', problem, { errors: [{ path: 'sign-on', message: problem }] })
}

export function problemOfError(error: unknown): SignOnProblem {
  const code = error instanceof Error ? error.message : null
  return isSignOnProblem(code) ? code : 'inside'
}

/**
 * Signs in whom the provider vouched for; makes them a member at their first visit, links them by a verified e-mail, gives the roles of
 * their groups. One transaction: nobody is half signed in. Returns the session's id. Throws `signOnError`.
 */
export async function signInWithProvider(ctx: Ctx, settings: SignOnSettings, vouched: Vouched, visit: Visit): Promise<string> {
  const claims = readClaims(vouched.claims, settings.groupsClaim)
  if (claims === null) throw signOnError('claims')
  if (claims.issuer !== settings.issuer) throw signOnError('rejected')
  const given = givenBy(settings, claims)
  return transaction(async (tx) => {
    const admitted = await admitSignOn(tx, ctx, claims, settings, given)
    if (!admitted.ok) throw signOnError(admitted.reason)
    if (await isAnyFrozen([admitted.person.id], ctx.now, tx)) throw signOnError('frozen')
    return openSession(tx, ctx, admitted.person, 'sso', visit, { issuer: claims.issuer, providerSid: claims.sid, idToken: vouched.idToken })
  })
}

/** The roles that the groups give, and the groups that mean something here: the rest is nobody's business in the trail. */
export function givenBy(settings: SignOnSettings, claims: SignOnClaims): Given {
  const groups = (claims.groups ?? []).filter((group) => settings.roleMap.some((entry) => entry.group === group))
  return { roles: rolesOfGroups(settings.roleMap, claims.groups), groups, by: settings.name }
}
