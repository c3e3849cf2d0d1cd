import { type Actor, require } from '@/lib/auth/actor'
import { providerMetadata } from '@/lib/auth/sign-on/discovery'
import { shownClaims, trialOutcome } from '@/lib/auth/sign-on/trial-report'
import type { Ctx } from '@/lib/context'
import { db, type Prisma, transaction } from '@/lib/db/client'
import type { SignOnSettings } from '@/lib/env-sign-on'
import { AppError } from '@/lib/errors'
import { foreseeSignOn } from '@/lib/people/commands/sign-on-person'
import { readClaims } from '@/lib/people/sign-on'
import { givenBy, type Vouched } from './sign-on'

const MINUTES = 60_000

/** Starts a trial of the sign-on for ten minutes; older ones are removed. The provider must answer. */
export async function startTrial(actor: Actor, ctx: Ctx, settings: SignOnSettings): Promise<{ id: string }> {
  require(actor, 'settings.manage')
  await providerMetadata(settings, { anew: true })
  const id = ctx.id('trial')
  await transaction(async (tx) => {
    await tx.ssoTrial.deleteMany({ where: { expiresAt: { lt: ctx.now } } })
    await tx.ssoTrial.create({ data: { id, personId: actor.personId ?? '', createdAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + 10 * MINUTES) } })
  })
  return { id }
}

/** Notes what came back. Nobody is signed in, made, linked or changed; only who started the trial may end it. */
export async function finishTrial(actor: Actor | null, ctx: Ctx, id: string, found: { settings: SignOnSettings; vouched: Vouched } | { error: string }): Promise<void> {
  const trial = await db().ssoTrial.findUnique({ where: { id } })
  if (trial === null || trial.finishedAt !== null || trial.expiresAt <= ctx.now) throw new AppError('gone', 'stale')
  if (actor === null || actor.personId !== trial.personId) throw new AppError('forbidden', 'stale')
  const data: Prisma.SsoTrialUpdateInput = { finishedAt: ctx.now }
  if ('error' in found) data.error = found.error
  else {
    const { settings, vouched } = found
    const claims = readClaims(vouched.claims, settings.groupsClaim)
    if (claims === null) throw new AppError('unauthenticated', 'claims')
    const provider = await providerMetadata(settings)
    data.claims = shownClaims(vouched.claims)
    data.outcome = await transaction(async (tx) => {
      const { plan, roles } = await foreseeSignOn(tx, claims, settings, givenBy(settings, claims))
      return trialOutcome({ settings, claims: vouched.claims, plan, roles, provider, now: ctx.now })
    })
  }
  await db().ssoTrial.update({ where: { id }, data })
}
