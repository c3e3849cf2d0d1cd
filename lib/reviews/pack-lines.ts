import type { EvidenceAnswer, EvidenceItem } from './pack-model'

type Cell = string | number | boolean | null

/** At most so many answers of an item have columns of their own; what is beyond is in the NDJSON. */
const MOST = 12

const SUBJECT = ['position', 'item', 'risk', 'subject', 'server', 'target kind', 'target', 'access', 'scope', 'agent', 'client', 'human', 'grant', 'granted', 'valid from (UTC)', 'valid until (UTC)', 'purpose']
const EVIDENCE = ['calls in window', 'window days', 'last used (UTC)', 'use', 'evaluable', 'recommendation', 'why recommended', 'had to be looked at', 'changed since last review']
const OUTCOME = ['outcome', 'outcome by', 'why', 'decided (UTC)', 'reviewers contradict', 'state', 'remediation', 'remediation note', 'remediated (UTC)', 'confirmation', 'what was seen', 'confirmed (UTC)', 'signed by', 'signed (UTC)', 'reason for signing', 'canary']

/** The head of items.csv, for a campaign in which no item has more than `most` standing answers. */
export function evidenceHead(most: number): string[] {
  const answers = Array.from({ length: Math.min(most, MOST) }, (_, place) => ['reviewer', 'on behalf of', 'stage', 'answer', 'until (UTC)', 'answered (UTC)', 'reason'].map((word) => `${word} ${place + 1}`))
  return [...SUBJECT, ...EVIDENCE, ...OUTCOME, ...answers.flat()]
}

/** One line of items.csv: key facts as frozen, what came of the item, and each answer that stands, by name. */
export function evidenceLine(item: EvidenceItem, most: number): Cell[] {
  const answers = item.answers.filter((one) => one.supersededAt === null).slice(0, MOST)
  const empty = Array.from({ length: 7 * (Math.min(most, MOST) - answers.length) }, () => null)
  return [item.position + 1, item.id, item.risk, item.subject, ...subjectCells(item), ...evidenceCells(item), ...outcomeCells(item), ...answers.flatMap(answerCells), ...empty]
}

function subjectCells({ frozen }: EvidenceItem): Cell[] {
  if (frozen.subject !== 'grant') {
    const server = frozen.subject === 'server'
    return [server ? frozen.known : null, frozen.subject, frozen.name, null, null, server ? null : frozen.known, null, frozen.owner?.email ?? null, null, null, null, null, frozen.purpose]
  }
  const { grant } = frozen
  return [
    grant.server.slug, grant.target.kind, grant.target.name, grant.access, grant.scope.join(' '), grant.agent?.name ?? 'any', grant.client?.name ?? 'any', grant.human.name, grant.id, grant.cameBy, grant.validFrom, grant.validUntil, grant.purpose,
  ]
}

function evidenceCells({ frozen, flags, change }: EvidenceItem): Cell[] {
  const { use, telemetry, recommendation } = frozen
  return [use.calls, use.days, use.lastAt, 'state' in use ? use.state : null, telemetry.evaluable ? 'yes' : `no: ${telemetry.gaps.join('; ')}`, recommendation.answer, recommendation.text, flags.join(' '), change]
}

function outcomeCells(item: EvidenceItem): Cell[] {
  const { remediation, confirmation, signed } = item
  return [
    item.outcome, item.outcomeBy, item.outcomeDetail?.why ?? null, item.decidedAt, item.conflict, item.state, remediation.status, remediation.note, remediation.at,
    confirmation.status, confirmation.detail?.text ?? null, confirmation.at, signed?.by.name ?? null, signed?.at ?? null, signed?.reason ?? null, item.canary,
  ]
}

function answerCells(one: EvidenceAnswer): Cell[] {
  return [named(one.person), one.onBehalfOf === null ? null : named(one.onBehalfOf), one.stage, one.answer, one.until, one.at, one.reason]
}

function named({ name, email }: { name: string; email: string }): string {
  return email === '' ? name : `${name} <${email}>`
}
