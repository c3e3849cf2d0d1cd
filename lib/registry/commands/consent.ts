import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { TransitionInput } from '@/lib/registry/server-input'
import type { LockedServer } from './load'

export type Consent = { complete: boolean; detail: { repeated?: true; singleHolder?: true; consentedBefore?: string[] } }

/**
 * Counts the actor's consent to a move that needs two security reviewers. Complete when somebody else, who still is one, has
 * consented before. People behind a token are its owner and its creator: two tokens of one person are one person. While fewer
 * than two active people hold the role at all, the headless start token completes it alone.
 */
export async function consentOf(tx: Tx, ctx: Ctx, actor: Actor, row: LockedServer, input: TransitionInput): Promise<Consent> {
  const behind = actor.behind.length > 0 ? [...actor.behind] : actor.personId === null ? [] : [actor.personId]
  if (behind.length === 0) throw new AppError('forbidden', 'This move needs the consent of two people. Nothing was changed.')
  const earlier = await tx.transitionConsent.findMany({ where: { serverId: row.id, from: row.lifecycle, to: input.to, closedAt: null } })
  const holders = await tx.person.findMany({ where: { active: true, roles: { has: 'security_reviewer' } }, select: { id: true } })
  const stillHold = new Set(holders.map((person) => person.id))
  const others = earlier.filter((consent) => stillHold.has(consent.personId))
  // One's own earlier consent, through whatever token, leaves the count at one.
  const isSomebodyElse = !earlier.some((consent) => behind.includes(consent.personId))
  if (others.length > 0 && isSomebodyElse) return { complete: true, detail: { consentedBefore: [...new Set(others.map((consent) => consent.personId))] } }
  if (actor.bootstrap && holders.length < 2) return { complete: true, detail: { singleHolder: true } }
  if (earlier.length > 0 && !isSomebodyElse) return { complete: false, detail: { repeated: true } }
  for (const personId of behind) {
    await tx.transitionConsent.create({
      data: { id: ctx.id('consent'), serverId: row.id, from: row.lifecycle, to: input.to, personId, reason: input.reason, createdAt: ctx.now },
    })
  }
  return { complete: false, detail: {} }
}
