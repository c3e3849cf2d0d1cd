import { CERTIFICATE_TITLES, certificateStatement, stamp } from './certificate-words'
import { type CertificateFacts, type CertificateKind, certificateKind, isCertain } from './certificate-model'
import { countLines } from './certificate-files'
import type { Named } from './model'
import { lengthInWords } from './silence-words'
import type { CallStage, OffboardingCallsView } from './stage-calls'

/** What certificate.pdf says, and nothing of how it looks. */
export type CertificateReport = {
  kind: CertificateKind; title: string; subject: string; id: string; interim: boolean; statement: string; stateAt: string; keyId: string; reason: string
  facts: { label: string; value: string }[]
  /** Who vouches for which server, from when to when; and what nobody vouches for. */
  vouched: { server: string; source: string; alive: string }[]
  gaps: { server: string; when: string; why: string }[]
  /** Of the last calls that were heard since the revocation, the newest first. */
  heard: { caller: string; calls: string; last: string }[]
  stages: { stage: string; from: string; executed: string; refused: string; gap: string }[]
  calls: Pick<OffboardingCallsView, 'buckets' | 'marks'>
  lines: { what: string; who: string; action: string; state: string; proof: string }[]
  linesSentence: string
  method: { title: string; text: string }[]
}

const STAGE_WORDS: Record<CallStage, string> = { before: 'Before', frozen: 'Frozen', revoked: 'Revoked', rotated: 'Rotated', watch: 'Watch', closed: 'After the end' }
const INTERVALS = 6

export function certificateReport(facts: CertificateFacts, told: { stateAt: string; keyId: string }): CertificateReport {
  const { case: of, silence, calls, lines } = facts
  const kind = certificateKind(of)
  const counts = countLines(lines)
  return {
    kind, title: CERTIFICATE_TITLES[kind], subject: `${of.subject.kind} ${of.subject.name}`, id: of.id, interim: !isCertain(of), statement: certificateStatement(facts), ...told, reason: of.reason,
    facts: [
      by('Opened', of.openedAt, of.openedBy), by('Frozen', of.frozenAt, of.frozenBy), by('Revoked', of.revokedAt, of.revokedBy), by('Secrets rotated', of.rotatedAt, null), by('Watched from', of.watchFrom, null),
      { label: 'Watch', value: `${of.watchDays} days${of.reopened === 0 ? '' : `, opened again ${of.reopened} times`}` },
      of.stage === 'cancelled' ? by('Cancelled', of.cancelledAt, of.cancelledBy) : by('Closed', of.closedAt, of.closedBy), { label: 'Emergency', value: of.emergency ? (of.explanation === null ? 'yes, not explained' : `yes, explained by ${of.explanation.by.name}`) : 'no' },
    ],
    vouched: silence === null ? [] : silence.servers.flatMap((server) => server.sources.map((source) => ({ server: server.name, source: source.name, alive: intervals(source.alive) }))),
    gaps: silence === null ? [] : silence.servers.flatMap((server) => server.gaps.map((gap) => ({ server: server.name, when: `${stamp(gap.from)} to ${stamp(gap.to)} (${lengthInWords(Date.parse(gap.to) - Date.parse(gap.from))})`, why: gap.why }))),
    heard: silence === null ? [] : silence.callers.map((one) => ({ caller: one.name, calls: one.calls.toLocaleString('en-US'), last: stamp(one.lastAt) })),
    stages: calls.perStage.map((one) => ({ stage: STAGE_WORDS[one.stage], from: stamp(one.from), executed: one.executed.toLocaleString('en-US'), refused: one.refused.toLocaleString('en-US'), gap: one.gapMs === 0 ? 'none' : lengthInWords(one.gapMs) })),
    calls: { buckets: calls.buckets, marks: calls.marks },
    lines: lines.map((one) => ({ what: one.title, who: one.owner ?? 'the console', action: one.action.replaceAll('_', ' '), state: one.state, proof: one.state === 'attested' ? `by ${one.actedBy ?? 'somebody'}, ${one.reference ?? ''}` : one.state === 'exempt' ? `signed by ${one.actedBy ?? 'somebody'}: ${one.note ?? ''}` : (one.proof ?? one.proofBy) })),
    linesSentence: `${lines.length} found: ${['proven', 'attested', 'exempt', 'done', 'open'].filter((state) => counts[state] !== undefined).map((state) => `${counts[state] ?? 0} ${state}`).join(', ') || 'none'}. Attested is a person’s or a vault’s word, exempt a reviewer’s signature.`,
    method: METHOD,
  }
}

function by(label: string, at: string | null, who: Named | null): { label: string; value: string } {
  return { label, value: at === null ? 'not yet' : `${stamp(at)}${who === null ? '' : ` by ${who.name}`}` }
}

function intervals(alive: readonly { from: string; to: string }[]): string {
  const shown = alive.slice(0, INTERVALS).map((one) => `${stamp(one.from)} to ${stamp(one.to)}`).join('; ')
  return alive.length > INTERVALS ? `${shown}; and ${alive.length - INTERVALS} more in certificate.json` : shown
}

const METHOD: CertificateReport['method'] = [
  { title: 'What silent means', text: 'For the whole of the watch nothing was heard of the subject, executed or refused, by its time of happening; and for all of that time, on each server that it could have called or where it could have been called, at least one source stood on the gateway’s or the server’s side, sampled nothing, gave signs of life, and lost nothing.' },
  { title: 'What is not counted', text: 'Time that nobody vouches for; the watch lasts as much longer. A source may be silent for as long as it said between two signs of life; after that it counts as dead from its last sign. A record that could not be read holds the verdict up until somebody has decided on it.' },
  { title: 'What it does not say', text: 'That no copy runs where no source looks. What comes to light afterwards opens the case again, for 400 days.' },
  { title: 'How to verify it', text: 'manifest.json holds the SHA-256 of each file, manifest.json.sig the signature. verify.sh checks both with OpenSSL alone; README.txt says how each figure is counted again.' },
]
