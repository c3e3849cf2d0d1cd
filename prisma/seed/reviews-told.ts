import { contentSchema, type CampaignContent, type ReviewSchedule, type ReviewTrigger } from '@/lib/reviews/content'
import type { ItemRow } from '@/lib/reviews/model'
import { DUTIES } from './duties'

/** What a reviewer of the example says to a row, and how long they looked at it; null = they have not come to it. */
export type Said = { answer: 'keep' | 'revoke' | 'abstain'; reason?: string; seconds: number; opened: boolean } | null

/** A review of the example. Days are before loading. */
export type ToldReview = {
  name: string
  kind: 'grants' | 'ownership'
  content: CampaignContent
  /** The template that it was made from. */
  template?: string
  launched: number
  /** Days before loading on which reviewers sit down to it, in turn. */
  answered: readonly number[]
  /** Do they sign off, so that its stages close? */
  signed: boolean
  /** About grants that somebody thought had moved elsewhere. */
  moved?: true
  say: (row: ItemRow, reviewer: string, nth: number) => Said
}

const content = (wish: Record<string, unknown>): CampaignContent => contentSchema.parse(wish)
const looked = (row: ItemRow, nth: number): { seconds: number; opened: boolean } => ({ seconds: Math.round((row.flags.length === 0 ? 3.5 : 14) * (1 + (nth % 7) / 5)), opened: row.flags.length > 0 && nth % 4 !== 0 })

/** What no duty of the example calls, by agent, server and target. */
const IDLE = new Set(DUTIES.flatMap((duty) => duty.items.filter((item) => item.perDay === 0).map((item) => `${duty.agent} ${duty.server} ${item.target}`)))

/** Most people keep what is used. Of what nobody used some is given up, and the rest kept with a word. */
function sayOfProduction(row: ItemRow, _reviewer: string, nth: number): Said {
  const at = looked(row, nth)
  const grave = row.risk === 'critical' || row.risk === 'high'
  if (row.recommendation.answer === 'revoke') return IDLE.has(`${row.caller?.agent ?? ''} ${row.server ?? ''} ${row.title}`) && nth % 2 === 0 ? { answer: 'revoke', reason: 'Nobody here knows of a use.', ...at } : { answer: 'keep', reason: 'Needed at the end of the quarter; asked the team.', ...at }
  if (row.recommendation.answer === 'keep' && !grave) return { answer: 'keep', ...at }
  return { answer: 'keep', reason: row.recommendation.answer === 'narrow' ? 'Will be asked for anew, narrower, with the next release.' : 'Looked at with the team that runs it.', ...at }
}

/** The present review: owners have answered most of theirs, Maya has begun. */
function sayOfSensitive(row: ItemRow, reviewer: string, nth: number): Said {
  const at = looked(row, nth)
  if (reviewer.startsWith('maya.') ? nth >= 9 : nth % 5 === 4) return null
  if (row.recommendation.answer === 'revoke' && nth % 2 === 0) return { answer: 'revoke', reason: 'Not used since spring.', ...at }
  if (row.recommendation.answer === 'none' && nth % 3 === 0) return { answer: 'abstain', reason: 'The log source was silent; ask whoever runs it.', ...at }
  if (row.calls === 0) return { answer: 'keep', reason: 'For the rare case; asked whoever runs it.', ...at }
  return { answer: 'keep', ...(row.flags.length === 0 ? {} : { reason: 'Used as intended; looked at the last calls.' }), ...at }
}

function sayOfMove(row: ItemRow, _reviewer: string, nth: number): Said {
  return { answer: 'revoke', reason: 'The team does this in the new pipeline since the move.', ...looked(row, nth) }
}

function sayOfOwnership(row: ItemRow, _reviewer: string, nth: number): Said {
  if (nth % 3 === 2) return null
  return { answer: 'keep', ...looked(row, nth), ...(row.risk === 'critical' || row.risk === 'high' || row.recommendation.answer !== 'keep' ? { reason: 'Still ours, and looked after.' } : {}) }
}

const PRODUCTION = content({ scope: { accesses: ['write', 'admin'], environments: ['production'], sensitivities: ['internal', 'public'] }, stages: [{ reviewers: [{ kind: 'owner' }], days: 10 }], evidenceDays: 30, canaries: 2, instructions: 'Write and admin on what customers notice. Whoever keeps something that nobody used says what for.' })
const SENSITIVE = content({
  scope: { sensitivities: ['confidential', 'restricted'] },
  stages: [{ name: 'Owners and security', reviewers: [{ kind: 'owner' }, { kind: 'security' }], days: 10, closes: 'at_deadline' }, { name: 'Managers', reviewers: [{ kind: 'manager' }], days: 5 }],
  instructions: 'Every grant on confidential and restricted servers. Read the evidence before you keep what reaches personal data.',
})
const OWNERSHIP = content({ stages: [{ reviewers: [{ kind: 'owner' }, { kind: 'sponsor' }], days: 14, strategy: 'one_accept_accepts', closes: 'at_deadline' }], noResponse: 'escalate', instructions: 'Say what is still yours. What is not: name who has it now.' })

export const TOLD_REVIEWS: readonly ToldReview[] = [
  { name: 'Write and admin in production, last quarter', template: 'Write and admin in production', kind: 'grants', content: PRODUCTION, launched: 45, answered: [44, 42, 41, 39], signed: true, say: sayOfProduction },
  { name: 'Ownership of servers and agents', template: 'Ownership, yearly', kind: 'ownership', content: OWNERSHIP, launched: 9, answered: [8, 6, 3], signed: false, say: sayOfOwnership },
  { name: 'What moved to the new pipeline', kind: 'grants', content: content({ stages: [{ reviewers: [{ kind: 'owner' }], days: 7 }] }), launched: 7, answered: [6], signed: true, moved: true, say: sayOfMove },
  { name: 'Confidential and restricted servers', template: 'Confidential and restricted, half-yearly', kind: 'grants', content: SENSITIVE, launched: 4, answered: [3, 2, 1], signed: false, say: sayOfSensitive },
]

type Template = { name: string; kind: 'grants' | 'ownership'; content: CampaignContent; schedule: ReviewSchedule | null; triggers: ReviewTrigger[] }

/** What comes round, or follows from an event. */
export const TEMPLATES: readonly Template[] = [
  { name: 'Write and admin in production', kind: 'grants', content: PRODUCTION, schedule: { every: 'quarterly', on: { businessDay: 'last' }, month: 3, at: '08:00', timeZone: 'Europe/Berlin' }, triggers: [] },
  { name: 'Confidential and restricted, half-yearly', kind: 'grants', content: SENSITIVE, schedule: { every: 'half_yearly', on: { businessDay: 'first' }, month: 2, at: '08:00', timeZone: 'Europe/Berlin' }, triggers: [] },
  { name: 'Ownership, yearly', kind: 'ownership', content: OWNERSHIP, schedule: { every: 'yearly', on: { day: 15 }, month: 1, at: '09:00', timeZone: 'Europe/Lisbon' }, triggers: ['owner_left'] },
  { name: 'A tool accepts or claims more', kind: 'grants', content: content({ stages: [{ reviewers: [{ kind: 'owner' }, { kind: 'security' }], days: 5 }] }), schedule: null, triggers: ['definition_widened'] },
]
