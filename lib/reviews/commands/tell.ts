import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { tellOnce } from '@/lib/notify/tell-once'
import { type CampaignMessage, campaignMessages, type CampaignTurn, escalationMessage, stillUsedMessages } from '@/lib/reviews/campaign-messages'
import { getCampaign } from '@/lib/reviews/queries/campaigns'
import { askedPeople } from '@/lib/reviews/queries/campaign-counts'
import { escalations, stillUsed } from '@/lib/reviews/queries/to-tell'
import { runnersOf } from '@/lib/reviews/queries/runners'

/** What is older is no news: a console that stood still for so long says where things stand, not how they came there. */
const NEWS_MS = 3 * 86_400_000

/**
 * Tells what has come true since it was told last: campaigns under way, decided and closed; whom escalation has added; what is used
 * although it was ended. It reads what was committed, so nobody is told of what was rolled back. Returns how many messages it wrote.
 */
export async function tellOfReviews(newCtx: () => Ctx): Promise<number> {
  const ctx = newCtx()
  const messages: CampaignMessage[] = [...await campaignNews(ctx.now), ...(await escalations(ctx.now)).map(escalationMessage), ...(await stillUsed()).flatMap(stillUsedMessages)]
  return messages.length === 0 ? 0 : tellOnce(ctx, messages)
}

async function campaignNews(now: Date): Promise<CampaignMessage[]> {
  const since = new Date(now.getTime() - NEWS_MS)
  const found = await db().reviewCampaign.findMany({ where: { OR: [{ launchedAt: { gt: since } }, { decidedAt: { gt: since } }, { closedAt: { gt: since } }], state: { not: 'cancelled' } }, orderBy: { id: 'asc' } })
  const runners = await runnersOf(found)
  const asked = await askedPeople(found.map((one) => one.id))
  const all: CampaignMessage[] = []
  for (const one of found) {
    const turns: CampaignTurn[] = [
      // Once it is decided, that it is under way is old.
      ...(one.state === 'running' && (one.launchedAt ?? since) > since ? ['launched' as const] : []),
      ...((one.state === 'remediation' || one.state === 'confirming') && (one.decidedAt ?? since) > since ? ['decided' as const] : []),
      ...(one.state === 'closed' ? ['closed' as const] : []),
    ]
    if (turns.length === 0) continue
    const { sentence, counts, launchedBy } = await getCampaign(SYSTEM, one.id, now)
    const news = { id: one.id, name: one.name, runnerId: runners.get(one.id) ?? null, launchedBy, sentence, items: counts.items, asked: asked.get(one.id)?.asked ?? 0 }
    all.push(...turns.flatMap((turn) => campaignMessages(news, turn)))
  }
  return all
}
