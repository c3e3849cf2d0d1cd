import type { FrozenPerson } from './frozen'
import { methodOf } from './pack-method'
import { type EvidenceCampaign, isFinal } from './pack-model'
import { countBy } from './pack-recount'
import { minute, packSentence, type ReportParts } from './pack-report'
import { type Quality, type QualityInput, reviewQuality } from './quality'
import { passedOverSentence, type QualitySentence, qualitySentences } from './quality-sentences'

/** The looking behind a campaign, with names. */
export type NamedQuality = { all: QualitySentence[]; passedOver: string; people: { person: FrozenPerson; figures: Quality['all']; sentences: QualitySentence[] }[]; figures: Quality['all']; seconds: Quality['seconds'] }

export function namedQuality(input: QualityInput, nameOf: (id: string) => FrozenPerson): NamedQuality {
  const quality = reviewQuality(input)
  const people = quality.byPerson.map(({ personId, figures }) => ({ person: nameOf(personId), figures, sentences: qualitySentences(figures) }))
  // By name: an order by any figure would be a ranking.
  people.sort((a, b) => (a.person.name === b.person.name ? (a.person.id < b.person.id ? -1 : 1) : a.person.name < b.person.name ? -1 : 1))
  return { all: qualitySentences(quality.all), passedOver: passedOverSentence(quality), people, figures: quality.all, seconds: quality.seconds }
}

/** campaign.json: what was asked for, when things happened, and what was counted. `answers` are what the trail gives when counted again. */
export function campaignJson(campaign: EvidenceCampaign, { counts }: ReportParts, answers: QualityInput['answers'], quality: NamedQuality): string {
  const { content, ...told } = campaign
  const standing = answers.filter((one) => !one.superseded)
  const value = {
    interim: !isFinal(campaign.state), sentence: packSentence(campaign, counts), campaign: told, content,
    counts: { ...counts, answers: countBy(standing.map((one) => one.answer)), changed: answers.length - standing.length },
    quality: { sentences: quality.all.map((one) => one.text), passedOver: quality.passedOver, figures: quality.figures, people: quality.people.map(({ person, figures, sentences }) => ({ person, sentences: sentences.map((one) => one.text), figures })) },
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

/** What report.pdf says, and nothing of how it looks. */
export type EvidenceReport = {
  name: string; id: string; interim: boolean; sentence: string; stateAt: string; keyId: string
  facts: { label: string; value: string }[]
  outcomes: { label: string; count: number }[]
  /** At the end of each day: items without any answer, canaries among them as for whoever was asked. */
  burnDown: { day: string; left: number }[]
  asked: number
  parts: ReportParts
  quality: NamedQuality
  method: { title: string; text: string }[]
}

const DAY = 86_400_000
const OUTCOMES = [['keep', 'Kept'], ['shorten', 'Shortened'], ['narrow', 'Narrowed'], ['revoke', 'Revoked']] as const

export function evidenceReport(campaign: EvidenceCampaign, parts: ReportParts, input: QualityInput, quality: NamedQuality, told: { stateAt: string; keyId: string }): EvidenceReport {
  const { counts } = parts
  const open = counts.items - Object.values(counts.outcomes).reduce((sum, count) => sum + count, 0)
  return {
    name: campaign.name, id: campaign.id, interim: !isFinal(campaign.state), sentence: packSentence(campaign, counts), ...told,
    facts: [
      { label: 'Frozen', value: minute(campaign.asOf) }, { label: 'Launched', value: `${minute(campaign.launchedAt)}${campaign.launchedBy === null ? '' : ` by ${campaign.launchedBy.name}`}` },
      { label: 'Answers final', value: campaign.decidedAt === null ? 'not yet' : minute(campaign.decidedAt) }, { label: 'Over', value: campaign.closedAt === null ? 'not yet' : minute(campaign.closedAt) },
      { label: 'Items', value: counts.items.toLocaleString('en-US') }, { label: 'Reviewers asked', value: quality.people.length.toLocaleString('en-US') },
      { label: 'By silence', value: `${(counts.outcomeBy['no_response'] ?? 0).toLocaleString('en-US')} of ${counts.items.toLocaleString('en-US')}` },
      { label: 'Contradictions', value: counts.conflicts.toLocaleString('en-US') },
    ],
    outcomes: [...OUTCOMES.map(([key, label]) => ({ label, count: counts.outcomes[key] ?? 0 })), ...(open === 0 ? [] : [{ label: 'Open', count: open }])],
    burnDown: burnDownOf(campaign, input, Date.parse(told.stateAt)), asked: input.items.length, parts, quality, method: methodOf(campaign),
  }
}

/** At most 120 days: a stage has at most 90, and what follows the last answer is flat. */
function burnDownOf(campaign: EvidenceCampaign, { items, answers }: QualityInput, until: number): EvidenceReport['burnDown'] {
  const first = new Map<string, number>()
  for (const one of answers) if (!one.superseded && one.at < (first.get(one.itemId) ?? Infinity)) first.set(one.itemId, one.at)
  const times = [...first.values()].sort((a, b) => a - b)
  const start = Date.parse(campaign.launchedAt)
  const end = campaign.decidedAt === null ? until : Date.parse(campaign.decidedAt)
  const days: EvidenceReport['burnDown'] = []
  let answered = 0
  for (let at = start - (start % DAY); at <= end && days.length < 120; at += DAY) {
    while ((times[answered] ?? Infinity) < at + DAY) answered += 1
    days.push({ day: new Date(at).toISOString().slice(0, 10), left: items.length - answered })
  }
  return days
}
