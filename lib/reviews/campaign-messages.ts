import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import { counted } from './sentence'
import { deadlineInWords } from './time-words'

/** One message to be queued; what `enqueue` takes. */
export type CampaignMessage = { key: string; kind: string; recipientId: string | null; subject: string; text: string; path: string }

/** A campaign as messages speak of it. `runnerId`: who launched it, or made the template that its calendar launched. */
export type CampaignNews = { id: string; name: string; runnerId: string | null; launchedBy: string | null; sentence: string; items: number; asked: number }

export type CampaignTurn = 'launched' | 'decided' | 'closed'

/** To the channel that everybody reads (not of what is only decided), and to whoever runs it. */
export function campaignMessages(news: CampaignNews, turn: CampaignTurn): CampaignMessage[] {
  const name = oneLine(news.name, 120)
  const subject = { launched: `${name} is under way: ${counted(news.items, 'item')}, ${counted(news.asked, 'reviewer')}`, decided: `${name} is decided`, closed: `${name} is closed` }[turn]
  const by = turn === 'launched' && news.launchedBy !== null ? `, launched by ${oneLine(news.launchedBy)}` : ''
  const message = { kind: `review.${turn}`, subject, text: `${subject}${by}. ${oneLine(news.sentence, 1000)}`, path: paths.review(news.id) }
  return [
    ...(turn === 'decided' ? [] : [{ ...message, key: `review.${turn}:${news.id}:channel`, recipientId: null }]),
    ...(news.runnerId === null ? [] : [{ ...message, key: `review.${turn}:${news.id}:${news.runnerId}`, recipientId: news.runnerId }]),
  ]
}

/** Somebody was added to what is undecided, because its deadline is near. `silence`: what an answer left out means; `before`: who was asked until now. */
export type Escalation = { campaignId: string; campaign: string; stage: number; iteration: number; endsAt: Date; silence: string; personId: string; items: number; before: readonly string[] }

export function escalationMessage({ campaignId, campaign, stage, iteration, endsAt, silence, personId, items, before }: Escalation): CampaignMessage {
  const name = oneLine(campaign, 120)
  const so = before.length === 0 ? '' : ` So far ${before.map((one) => oneLine(one)).join(', ')} ${before.length === 1 ? 'was' : 'were'} asked, and may still answer.`
  return {
    key: `review.escalated:${campaignId}:${stage}.${iteration}:${personId}`, kind: 'review.escalated', recipientId: personId, path: paths.reviewItems(campaignId, { reviewer: 'me' }),
    subject: `You are asked about ${counted(items, 'undecided item')} of ${name}`,
    text: `${counted(items, 'item')} of ${name} ${items === 1 ? 'is' : 'are'} undecided. The deadline has not moved: ${deadlineInWords(endsAt)}. ${silence}${so}\n\nThe link shows the items; it decides nothing by itself.`,
  }
}

/** What was ended is used all the same. `people`: whom to tell. */
export type StillUsed = { itemId: string; campaignId: string; campaign: string; title: string; server: string | null; agent: string | null; outcome: string; text: string; people: readonly string[] }

/** To the owner of the server and to whoever runs the campaign: once an item. */
export function stillUsedMessages(found: StillUsed): CampaignMessage[] {
  const what = `${oneLine(found.title, 120)}${found.server === null ? '' : ` on ${oneLine(found.server)}`}${found.agent === null ? '' : ` for ${oneLine(found.agent)}`}`
  const subject = `Still used although it was ${found.outcome === 'narrow' ? 'narrowed' : 'revoked'}: ${what}`
  return [...new Set(found.people)].map((recipientId) => ({
    key: `review.still_used:${found.itemId}:${recipientId}`, kind: 'review.still_used', recipientId, subject, path: paths.reviewRemediation(found.campaignId, { group: 'still_used' }),
    text: `${subject}.\n\n${oneLine(found.text, 1000)}\n\n${oneLine(found.campaign, 120)} stays open until the calls cease, or somebody signs for it.`,
  }))
}
