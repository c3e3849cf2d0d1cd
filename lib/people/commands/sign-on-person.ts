import { type Actor, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { bindNames, declare } from '@/lib/names/commands'
import { oidcName } from '@/lib/names/resolve'
import { type GroupRolePlan, planGroupRoles } from '@/lib/people/group-roles'
import type { Role } from '@/lib/people/model'
import { GUARDED_ROLES } from '@/lib/people/roles'
import { planSignOn, type SignOnClaims, type SignOnPlan, type SignOnRefusal } from '@/lib/people/sign-on'
import { record } from '@/lib/trail/record'
import { applyGroupRoles } from './group-roles'
import { insertPerson } from './register-person'
import { guardedHolders } from './roles'

type Rule = { trustsEmail: boolean; allowedDomains: readonly string[] }

/** What the operator's map makes of the claims: the roles (null = the provider named no groups) and the groups that gave them. */
export type Given = { roles: readonly Role[] | null; groups: readonly string[]; /** The provider, as the trail names it. */ by: string }

/**
 * Finds, links or makes the person whom these claims sign in, and gives the roles of the groups; in the caller's transaction. The
 * roles' lock comes first, as everywhere: two first visits at once make one person, and leaving at the same moment is seen.
 */
export async function admitSignOn(tx: Tx, ctx: Ctx, claims: SignOnClaims, rule: Rule, given: Given): Promise<{ ok: true; person: { id: string; name: string; email: string } } | { ok: false; reason: SignOnRefusal }> {
  await guardedHolders(tx)
  const plan = await find(tx, claims, rule)
  if (plan.kind === 'refused') return { ok: false, reason: plan.reason }
  if (plan.kind !== 'join') await tx.$executeRaw`SELECT 1 FROM person WHERE id = ${plan.personId} FOR UPDATE`
  const personId = await settle(tx, ctx, claims, plan)
  await applyGroupRoles(tx, ctx, { ...SYSTEM, name: given.by }, personId, given.roles, given.groups)
  return { ok: true, person: await tx.person.findUniqueOrThrow({ where: { id: personId } }) }
}

/** What `admitSignOn` would do. Reads only. */
export async function foreseeSignOn(tx: Tx, claims: SignOnClaims, rule: Rule, given: Given): Promise<{ plan: SignOnPlan; roles: GroupRolePlan | null }> {
  const holders = await guardedHolders(tx)
  const plan = await find(tx, claims, rule)
  if (plan.kind === 'refused') return { plan, roles: null }
  const person = plan.kind === 'join' ? null : await tx.person.findUniqueOrThrow({ where: { id: plan.personId } })
  const otherHolders = Object.fromEntries(GUARDED_ROLES.map((role) => [role, (holders[role] ?? []).filter((one) => one !== person?.id).length]))
  return { plan, roles: planGroupRoles({ before: person?.roles ?? ['member'], groupRoles: person?.groupRoles ?? [], given: given.roles, otherHolders }) }
}

/** Whom these claims would sign in, and by which rule. Reads only. */
async function find(tx: Tx, claims: SignOnClaims, rule: Rule): Promise<SignOnPlan> {
  const identity = await tx.personIdentity.findUnique({ where: { issuer_subject: { issuer: claims.issuer, subject: claims.subject } }, include: { person: true } })
  const holder = claims.email === null ? null : await tx.person.findUnique({ where: { email: claims.email }, include: { identities: { where: { issuer: claims.issuer } } } })
  return planSignOn(claims, rule, {
    known: identity === null ? null : { id: identity.person.id, email: identity.person.email, active: identity.person.active },
    holder: holder === null ? null : { id: holder.id, email: holder.email, active: holder.active, hasIdentityHere: holder.identities.length > 0 },
  })
}

/** Does what the plan says: nothing for a known person, the link for one known by e-mail, a new member otherwise. Returns the person's id. */
async function settle(tx: Tx, ctx: Ctx, claims: SignOnClaims, plan: Exclude<SignOnPlan, { kind: 'refused' }>): Promise<string> {
  if (plan.kind === 'known') return plan.personId
  const identity = { issuer: claims.issuer, subject: claims.subject }
  if (plan.kind === 'link') {
    await tx.personIdentity.create({ data: { id: ctx.id('identity'), personId: plan.personId, ...identity } })
    const name = oidcName(identity.issuer, identity.subject)
    await bindNames(tx, ctx, 'person', plan.personId, [{ name, origin: 'identity' }])
    await declare(tx, ctx, SYSTEM, { reason: `identity of ${plan.email}`, reevaluate: { humanNames: [name] } })
    await record(tx, ctx, { actor: acting(plan.personId, plan.email), action: 'person.identity_linked', object: { kind: 'person', id: plan.personId, name: plan.email }, detail: { ...identity, by: 'verified e-mail' } })
    return plan.personId
  }
  const id = ctx.id('person')
  const names = await insertPerson(tx, ctx, { id, email: plan.email, name: plan.name, roles: ['member'], teams: [], identities: [identity], aliases: [] })
  await declare(tx, ctx, SYSTEM, { reason: `first sign-in of ${plan.email}`, reevaluate: { humanNames: names.map((one) => one.name) } })
  await record(tx, ctx, { actor: acting(id, plan.email), action: 'person.joined', object: { kind: 'person', id, name: plan.email }, detail: { ...identity, roles: ['member'], by: 'single sign-on' } })
  return id
}

/** Whoever signs in does it themselves; nobody consented to anything. */
function acting(id: string, name: string): Actor {
  return { ...SYSTEM, kind: 'person', id, name, personId: id, behind: [id] }
}
