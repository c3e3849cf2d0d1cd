import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { env } from '@/lib/env'
import { AppError, notFound } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { record } from '@/lib/trail/record'
import { mayInvite } from '@/lib/auth/invitation'
import { insertLink } from './links'

const HOURS = 72

export type Invitation = { signInUrl: string; expiresAt: Date }

/** A URL that signs a person in once within three days and leads them to choose a password. It replaces earlier ones and is shown once. */
export async function invitePerson(actor: Actor, ctx: Ctx, personId: string): Promise<Invitation> {
  require(actor, 'people.manage')
  return transaction(async (tx) => {
    const person = await tx.person.findFirst({ where: { OR: [{ id: personId }, { email: personId.toLowerCase() }] } })
    if (person === null) throw notFound('person')
    const refusal = mayInvite(actor, { ...person, hasPassword: person.passwordHash !== null })
    if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`)
    await tx.oneTimeLink.updateMany({ where: { purpose: 'sign_in', personId: person.id, usedAt: null }, data: { usedAt: ctx.now } })
    const link = await insertLink(tx, ctx, { purpose: 'sign_in', personId: person.id, hours: HOURS })
    await record(tx, ctx, { actor, action: 'person.invited', object: { kind: 'person', id: person.id, name: person.email }, detail: { expiresAt: link.expiresAt.toISOString(), hadPassword: person.passwordHash !== null } })
    return { signInUrl: env().publicUrl + paths.oneTime(link.value, { callbackUrl: paths.password() }), expiresAt: link.expiresAt }
  })
}
