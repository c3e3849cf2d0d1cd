import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { toldOf } from '@/lib/notify/digest'
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

type Row = Awaited<ReturnType<ReturnType<typeof db>['reviewCampaign']['findMany']>>[number]

/** What has become of a campaign since then; that it is under way is old once it is decided. */
function turnOf({ state, launchedAt, decidedAt, closedAt }: Row, since: Date): CampaignTurn | null {
  const isNew = (at: Date | null): boolean => at !== null && at > since
  if (state === 'running') return isNew(launchedAt) ? 'launched' : null
  if (state === 'closed') return isNew(closedAt) ? 'closed' : null
  return (state === 'remediation' || state === 'confirming') && isNew(decidedAt) ? 'decided' : null
}

async function campaignNews(now: Date): Promise<CampaignMessage[]> {
  const since = new Date(now.getTime() - NEWS_MS)
  const found = await db().reviewCampaign.findMany({ where: { OR: [{ launchedAt: { gt: since } }, { decidedAt: { gt: since } }, { closedAt: { gt: since } }] }, orderBy: { id: 'asc' } })
  const runners = await runnersOf(found)
  const news = found.flatMap((row) => { const turn = turnOf(row, since); return turn === null ? [] : [{ row, turn, runnerId: runners.get(row.id) ?? null }] })
  // Looked at each minute: what was told already is not read whole again.
  const keysOf = ({ row, turn, runnerId }: (typeof news)[number]): string[] => campaignMessages({ id: row.id, name: row.name, runnerId, launchedBy: null, sentence: '', items: 0, asked: 0 }, turn).map((message) => message.key)
  const told = await toldOf(news.flatMap(keysOf))
  const fresh = news.filter((one) => keysOf(one).some((key) => !told.has(key)))
  const asked = await askedPeople(fresh.map(({ row }) => row.id))
  const all: CampaignMessage[] = []
  for (const { row, turn, runnerId } of fresh) {
    const { sentence, counts, launchedBy } = await getCampaign(SYSTEM, row.id, now)
    all.push(...campaignMessages({ id: row.id, name: row.name, runnerId, launchedBy, sentence, items: counts.items, asked: asked.get(row.id)?.asked ?? 0 }, turn))
  }
  return all
}
