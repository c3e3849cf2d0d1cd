import type { ReviewKind } from '@/lib/reviews/content'
import type { Preflight } from '@/lib/reviews/model'
import { counted } from './review-words'

/** "It would hold 412 grants on 23 servers, of 38 agents, and ask 14 people." */
export function holdSentence(kind: ReviewKind, { items, servers, agents, people }: Preflight): string {
  if (items === 0) return 'It would hold nothing.'
  const what = kind === 'grants'
    ? `${counted(items, 'grant')} on ${counted(servers, 'server')}${agents === 0 ? '' : `, of ${counted(agents, 'agent')}`}`
    : [servers === 0 ? null : counted(servers, 'server'), agents === 0 ? null : counted(agents, 'agent')].filter((one) => one !== null).join(' and ')
  return `It would hold ${what}, and ask ${people === 0 ? 'nobody' : counted(people, 'person', 'people')}.`
}
