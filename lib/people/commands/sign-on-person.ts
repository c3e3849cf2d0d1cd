import { type Actor, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { bindNames, declare } from '@/lib/names/commands'
import { oidcName } from '@/lib/names/resolve'
import type { SignOnPlan } from '@/lib/people/sign-on'
import { planSignOn, type SignOnClaims } from '@/lib/people/sign-on'
import { record } from '@/lib/trail/record'
import { insertPerson } from './register-person'

type Rule = { trustsEmail: boolean; allowedDomains: readonly string[] }

/** Whom these claims would sign in, and by which rule. Reads only. */
export async function findSignOnPerson(tx: Tx, claims: SignOnClaims, rule: Rule): Promise<SignOnPlan> {
  const identity = await tx.personIdentity.findUnique({ where: { issuer_subject: { issuer: claims.issuer, subject: claims.subject } }, include: { person: true } })
  const holder = claims.email === null ? null : await tx.person.findUnique({ where: { email: claims.email }, include: { identities: { where: { issuer: claims.issuer } } } })
  return planSignOn(claims, rule, {
    known: identity === null ? null : { id: identity.person.id, email: identity.person.email, active: identity.person.active },
    holder: holder === null ? null : { id: holder.id, email: holder.email, active: holder.active, hasIdentityHere: holder.identities.length > 0 },
  })
}

/** Does what the plan says: nothing for a known person, the link for one known by e-mail, a new member otherwise. Returns the person's id. */
export async function settleSignOnPerson(tx: Tx, ctx: Ctx, claims: SignOnClaims, plan: Exclude<SignOnPlan, { kind: 'refused' }>): Promise<string> {
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
