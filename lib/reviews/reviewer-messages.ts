import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import type { CampaignContent, ReviewKind } from './content'
import type { Risk } from './frozen'

/** What of a campaign its messages tell. `endsAt` of the present stage. */
export type ToldCampaign = { id: string; name: string; kind: ReviewKind; stage: number; iteration: number; endsAt: Date; content: CampaignContent }

/** What `enqueue` takes. */
export type ReviewMessage = { key: string; kind: string; recipientId: string; subject: string; text: string; path: string }

export type ByRisk = Partial<Record<Risk, number>>

const RISKS: readonly Risk[] = ['critical', 'high', 'medium', 'low']

/** "212 items: 3 critical, 9 high, 200 low". */
export function itemsByRisk(counts: ByRisk): string {
  const some = RISKS.flatMap((risk) => { const count = counts[risk] ?? 0; return count === 0 ? [] : [`${count} ${risk}`] })
  const total = RISKS.reduce((sum, risk) => sum + (counts[risk] ?? 0), 0)
  return `${total} ${total === 1 ? 'item' : 'items'}${some.length === 0 ? '' : `: ${some.join(', ')}`}`
}

/** What happens to what nobody answers. */
export function silenceMeans({ kind, content, stage, iteration }: Pick<ToldCampaign, 'kind' | 'content' | 'stage' | 'iteration'>): string {
  const lost = kind === 'grants' ? 'is revoked' : 'needs a new owner'
  const repeats = content.stages[stage - 1]?.repeats ?? 0
  if (iteration <= repeats) return 'What you do not answer is asked again.'
  if (content.noResponse === 'keep') return kind === 'grants' ? 'What nobody answers is kept.' : 'What nobody answers stays with whoever has it.'
  return content.noResponse === 'escalate' && iteration === repeats + 1 ? `What nobody answers is asked of others; if they are silent too, it ${lost}.` : `What nobody answers ${lost}.`
}

const minute = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** To one who is asked as a stage starts: one message, however much it is. */
export function toStarted(campaign: ToldCampaign, personId: string, counts: ByRisk): ReviewMessage {
  const again = campaign.iteration > 1 ? ' again' : ''
  const subject = `You are asked${again} to review ${itemsByRisk(counts).split(':')[0] ?? ''}: ${oneLine(campaign.name, 120)}`
  return {
    key: `review.started:${campaign.id}:${campaign.stage}:${campaign.iteration}:${personId}`, kind: 'review.started', recipientId: personId, subject,
    text: [`${oneLine(campaign.name, 200)} asks you${again} about ${itemsByRisk(counts)}.`, `Answer until ${minute(campaign.endsAt)}. ${silenceMeans(campaign)}`, ...instructions(campaign), 'The link shows the items; it decides nothing by itself.'].join('\n\n'),
    path: paths.reviewItems(campaign.id),
  }
}

/** To one who comes to be asked while a stage runs; the deadline stays. `why` in words; `stamp` tells occasions apart. */
export function toAdded(campaign: ToldCampaign, personId: string, counts: ByRisk, why: string, stamp: string): ReviewMessage {
  const items = itemsByRisk(counts)
  return {
    key: `review.asked:${campaign.id}:${stamp}:${personId}`, kind: 'review.asked', recipientId: personId, subject: `You are asked to review ${items.split(':')[0] ?? ''} more: ${oneLine(campaign.name, 120)}`,
    text: [`${oneLine(campaign.name, 200)} asks you about ${items}.`, oneLine(why, 500), `Answer until ${minute(campaign.endsAt)}; the deadline has not moved. ${silenceMeans(campaign)}`, 'The link shows the items; it decides nothing by itself.'].join('\n\n'),
    path: paths.reviewItems(campaign.id, { reviewer: 'me' }),
  }
}

/** To one who was asked, when the campaign is cancelled: nothing of it is applied, and nothing is left to do. */
export function toCancelled(campaign: Pick<ToldCampaign, 'id' | 'name'>, personId: string, by: string, reason: string): ReviewMessage {
  return {
    key: `review.cancelled:${campaign.id}:${personId}`, kind: 'review.cancelled', recipientId: personId, subject: `A review was cancelled: ${oneLine(campaign.name, 120)}`,
    text: [`${oneLine(by, 120)} cancelled ${oneLine(campaign.name, 200)}: ${oneLine(reason, 500)}`, 'Nothing of it is applied, and you need not answer any more. What you have answered stays on record.'].join('\n\n'),
    path: paths.review(campaign.id),
  }
}

function instructions({ content }: ToldCampaign): string[] {
  return content.instructions === '' ? [] : [oneLine(content.instructions, 1000)]
}
