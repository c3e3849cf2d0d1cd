import { isFinal, type EvidenceCampaign, type EvidenceItem } from './pack-model'
import { countBy } from './pack-recount'
import { campaignSentence, counted } from './sentence'

/** A row of the report's table of all items. */
export type ReportRow = { place: number; risk: string; target: string; server: string; caller: string; access: string; outcome: string; by: string; state: string }
/** What was ended or lessened, and what was seen since. */
export type ReportEnded = { place: number; target: string; server: string; caller: string; outcome: string; applied: string; confirmation: string }
export type ReportSigned = { place: number; target: string; server: string; by: string; at: string; reason: string }
export type ReportConflict = { place: number; target: string; server: string; answers: string; outcome: string }

/** What a reader counts in a campaign; canaries apart once they are told of. */
export type PackCounts = {
  items: number; canaries: number | null
  outcomes: Record<string, number>; outcomeBy: Record<string, number>; remediation: Record<string, number>; confirmation: Record<string, number>; states: Record<string, number>
  conflicts: number; unanswered: number
}

export type ReportParts = { rows: ReportRow[]; ended: ReportEnded[]; endedTotal: number; signed: ReportSigned[]; signedTotal: number; conflicts: ReportConflict[]; counts: PackCounts }

/** The report is read by people: what is beyond these is in the files. */
export const REPORT_ROWS = 1000
const ENDED = 200
const LISTED = 60

/** Takes items as they come and keeps what the report and the counts need of them. */
export function reportCollector(): { add: (item: EvidenceItem) => void; parts: () => ReportParts } {
  const rows: ReportRow[] = []
  const ended: ReportEnded[] = []
  const signed: ReportSigned[] = []
  const conflicts: ReportConflict[] = []
  const words = { outcomes: [] as string[], outcomeBy: [] as string[], remediation: [] as string[], confirmation: [] as string[], states: [] as string[] }
  const totals = { items: 0, canaries: 0, told: false, ended: 0, signed: 0, conflicts: 0, unanswered: 0 }
  return {
    add(item) {
      if (item.canary !== null) totals.told = true
      if (item.canary === true) {
        totals.canaries += 1
        return
      }
      totals.items += 1
      if (!item.answers.some((one) => one.supersededAt === null)) totals.unanswered += 1
      words.states.push(item.state)
      if (item.outcome !== null) words.outcomes.push(item.outcome)
      if (item.outcomeBy !== null) words.outcomeBy.push(item.outcomeBy)
      if (item.outcome !== null) words.remediation.push(item.remediation.status)
      if (item.confirmation.status !== null) words.confirmation.push(item.confirmation.status)
      if (rows.length < REPORT_ROWS) rows.push(rowOf(item))
      if (item.outcome !== null && item.outcome !== 'keep' && (totals.ended += 1) <= ENDED) ended.push(endedOf(item))
      if (item.signed !== null && (totals.signed += 1) <= LISTED) signed.push(signedOf(item, item.signed))
      if (item.conflict && (totals.conflicts += 1) <= LISTED) conflicts.push(conflictOf(item))
    },
    parts: () => ({
      rows, ended, endedTotal: totals.ended, signed, signedTotal: totals.signed, conflicts,
      counts: {
        items: totals.items, canaries: totals.told ? totals.canaries : null, outcomes: countBy(words.outcomes), outcomeBy: countBy(words.outcomeBy), remediation: countBy(words.remediation), confirmation: countBy(words.confirmation), states: countBy(words.states),
        conflicts: totals.conflicts, unanswered: totals.unanswered,
      },
    }),
  }
}

type Named = { target: string; server: string; caller: string; access: string }

function namedOf({ frozen }: EvidenceItem): Named {
  if (frozen.subject !== 'grant') return { target: frozen.name, server: frozen.subject === 'server' ? frozen.known : '', caller: frozen.owner === null ? 'nobody' : frozen.owner.name, access: '' }
  const { grant } = frozen
  return { target: grant.target.name, server: grant.server.slug, caller: `${grant.agent?.name ?? 'any agent'}, ${grant.human.name}`, access: grant.access }
}

const OUTCOMES: Record<string, string> = { keep: 'kept', shorten: 'shortened', narrow: 'narrowed', revoke: 'revoked' }
const BY: Record<string, string> = { answers: 'by answers', no_response: 'by silence', nobody: 'nobody to ask' }
const CONFIRMED: Record<string, string> = { watching: 'is watched', confirmed: 'confirmed to be over', still_used: 'still used', still_reachable: 'still reachable', not_evaluable: 'not evaluable', unproven: 'closed without proof' }
const APPLIED: Record<string, string> = { none: 'nothing to apply', open: 'not applied yet', manual: 'waits for a person', success: 'applied', error: 'failed' }

/** "kept", "revoked": an outcome as a person says it; none yet = "open". */
export function outcomeWord(outcome: string | null): string {
  return outcome === null ? 'open' : (OUTCOMES[outcome] ?? outcome)
}

function rowOf(item: EvidenceItem): ReportRow {
  const { target, server, caller, access } = namedOf(item)
  return { place: item.position + 1, risk: item.risk, target, server, caller, access, outcome: outcomeWord(item.outcome), by: item.outcomeBy === null ? '' : (BY[item.outcomeBy] ?? item.outcomeBy), state: item.state }
}

function endedOf(item: EvidenceItem): ReportEnded {
  const { target, server, caller } = namedOf(item)
  const { remediation, confirmation } = item
  const applied = `${APPLIED[remediation.status] ?? remediation.status}${remediation.at === null ? '' : ` ${minute(remediation.at)}`}${remediation.note === null ? '' : `: ${remediation.note}`}`
  const seen = confirmation.status === null ? 'not watched yet' : `${CONFIRMED[confirmation.status] ?? confirmation.status}${confirmation.at === null ? '' : ` ${minute(confirmation.at)}`}${confirmation.detail === null ? '' : `. ${confirmation.detail.text}`}`
  return { place: item.position + 1, target, server, caller, outcome: outcomeWord(item.outcome), applied, confirmation: seen }
}

function signedOf(item: EvidenceItem, signed: NonNullable<EvidenceItem['signed']>): ReportSigned {
  const { target, server } = namedOf(item)
  return { place: item.position + 1, target, server, by: signed.by.name, at: minute(signed.at), reason: signed.reason }
}

function conflictOf(item: EvidenceItem): ReportConflict {
  const { target, server } = namedOf(item)
  const answers = item.answers.filter((one) => one.supersededAt === null).map((one) => `${one.person.name}: ${one.answer}${one.reason === null ? '' : ` (${one.reason})`}`).join('; ')
  return { place: item.position + 1, target, server, answers, outcome: outcomeWord(item.outcome) }
}

/** "2026-11-21 14:03 UTC": sorts and reads the same everywhere. */
export function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

/** The answer of the campaign in a sentence, from what the pack holds and nothing else. */
export function packSentence(campaign: EvidenceCampaign, counts: PackCounts): string {
  if (campaign.state === 'running') {
    return `Interim: stage ${campaign.stage} of ${campaign.content.stages.length} is running, and ${counts.unanswered.toLocaleString('en-US')} of ${counted(counts.items, 'item')} ${counts.unanswered === 1 ? 'has' : 'have'} no answer yet. Every number may still change.`
  }
  const none = { total: 0, decided: 0 }
  const told = campaignSentence({
    state: campaign.state, kind: campaign.kind, stage: campaign.stage, stages: campaign.content.stages.length, iteration: campaign.iteration, stageEndsAt: null, people: { notBegun: 0, notSignedOff: 0 }, closes: 'at_deadline', launch: null, watchedUntil: null,
    counts: { items: counts.items, stage: none, byRisk: { low: none, medium: none, high: none, critical: none }, outcomes: counts.outcomes, remediation: counts.remediation, confirmation: counts.confirmation, conflicts: counts.conflicts, nobody: counts.outcomeBy['nobody'] ?? 0 },
    closedAt: campaign.closedAt === null ? null : new Date(campaign.closedAt), closedBy: campaign.closedBy?.name ?? null, closeReason: campaign.closeReason,
  }, new Date(campaign.asOf))
  return isFinal(campaign.state) ? told : `Interim: the answers are final, what follows them is not. ${told}`
}
