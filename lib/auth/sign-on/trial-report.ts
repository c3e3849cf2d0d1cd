import type { SignOnSettings } from '@/lib/env-sign-on'
import type { GroupRolePlan } from '@/lib/people/group-roles'
import { ROLE_LABEL } from '@/lib/people/model'
import { readClaims, type SignOnPlan } from '@/lib/people/sign-on'
import { SIGN_ON_PROBLEMS } from './problems'
import { rolesOfGroups } from './roles'

/** One claim as the test page shows it. */
export type ShownClaim = { name: string; value: string }
export type TrialOutcome = { person: string; roles: string[]; warnings: string[] }

const HIDDEN = /token|secret|password|code|nonce|_hash$/i
const SKEW_MS = 60_000

/** The claims by name. What could be used as a credential is masked, so that a screenshot of the page gives nothing away. */
export function shownClaims(raw: Readonly<Record<string, unknown>>): ShownClaim[] {
  return Object.entries(raw).sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 100).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value) ?? ''
    const secret = HIDDEN.test(name) || /^[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/.test(text)
    return { name, value: secret ? `masked, ${text.length} characters` : text.length > 500 ? `${text.slice(0, 500)}… (${text.length} characters)` : text }
  })
}

/** What a sign-in with these claims would have done, in sentences. */
export function trialOutcome(input: {
  settings: SignOnSettings; claims: Readonly<Record<string, unknown>>; plan: SignOnPlan; roles: GroupRolePlan | null
  provider: { clockSkew: number | null; end_session_endpoint?: string | undefined }; now: Date
}): TrialOutcome {
  const { settings, plan } = input
  const claims = readClaims(input.claims, settings.groupsClaim)
  return { person: personSentence(plan), roles: plan.kind === 'refused' ? [] : roleSentences(settings, claims?.groups ?? null, input.roles), warnings: warnings(input, claims) }
}

function personSentence(plan: SignOnPlan): string {
  if (plan.kind === 'known') return `${plan.email}, known by issuer and subject.`
  if (plan.kind === 'link') return `${plan.email}, found by the verified e-mail address; the identity would be linked at the first sign-in.`
  if (plan.kind === 'join') return `${plan.name} (${plan.email}), who would become a new member.`
  return `Nobody: ${SIGN_ON_PROBLEMS[plan.reason]}`
}

function roleSentences(settings: SignOnSettings, groups: readonly string[] | null, roles: GroupRolePlan | null): string[] {
  const given = rolesOfGroups(settings.roleMap, groups)
  if (roles === null || given === null) return ['The roles would stay as they are, because the provider named no groups.']
  return roles.roles.map((role) => {
    const by = settings.roleMap.filter((entry) => entry.role === role && groups?.includes(entry.group) === true).map((entry) => entry.group)
    if (roles.kept.includes(role)) return `${ROLE_LABEL[role]}: no group gives it any more, but nobody else holds it, so it stays.`
    return `${ROLE_LABEL[role]}: ${by.length === 0 ? 'given here, by a person or at the first sign-in' : `by ${by.length === 1 ? 'the group' : 'the groups'} ${by.join(', ')}`}.`
  }).concat(roles.removed.map((role) => `${ROLE_LABEL[role]} would be taken back: its group is gone.`))
}

function warnings(input: Parameters<typeof trialOutcome>[0], claims: ReturnType<typeof readClaims>): string[] {
  const { settings, provider, now } = input
  const found: string[] = []
  if (claims === null) return ['The claims lack issuer or subject: nobody can be found by them.']
  if (claims.groups === null) found.push(`There is no claim “${settings.groupsClaim}”: roles stay as they are at every sign-in. Let the provider send it, add its scope to BAILIWICK_OIDC_SCOPES, or name another claim in BAILIWICK_OIDC_GROUPS_CLAIM.`)
  else if (!claims.groups.some((group) => settings.roleMap.some((entry) => entry.group === group))) found.push('None of the groups is in BAILIWICK_OIDC_ROLE_MAP: they give no role.')
  if (claims.email === null) found.push('There is no e-mail address in the claims: somebody new could not be registered.')
  else if (!claims.emailVerified) found.push(settings.trustsEmail ? 'The provider does not say that it verified the e-mail address; BAILIWICK_OIDC_TRUST_EMAIL takes it for verified.' : 'The provider has not verified this e-mail address: it finds nobody and makes no member.')
  const issued = input.claims['iat']
  const skew = typeof issued === 'number' ? now.getTime() - issued * 1000 : provider.clockSkew
  if (skew !== null && Math.abs(skew) > SKEW_MS) found.push(`The provider's clock and this computer's are ${Math.round(Math.abs(skew) / 1000)} seconds apart; tokens may be refused as too old or not yet valid.`)
  if (provider.end_session_endpoint === undefined) found.push('The provider describes no end_session_endpoint: signing out here leaves its own session open.')
  return found
}
