import { signedPart } from '@/lib/reviews/pack-manifest'
import { certificateKind, type CertificateFacts, isCertain, type CertificateLine } from './certificate-model'
import { certificateStatement } from './certificate-words'
import type { CallStage, OffboardingCallsView } from './stage-calls'

type Cell = string | number | boolean | null

/** The files that a manifest vouches for, with what is in each; manifest.json and its signature stand beside them. */
export const CERTIFICATE_FILES = {
  'certificate.pdf': 'The end for readers: its answer, who vouches for it, what was left and how each was proven, calls by stage',
  'certificate.json': 'The case, the verdict with the times in which each source was alive and the gaps, and the counts',
  'lines.csv': 'One line for each thing that it still reached: who acted, how it is proven or who signed',
  'calls.csv': 'Calls in six hours, cut where a stage begins: executed and refused',
  'events.ndjson': 'Every call that was heard since the revocation, oldest first, without parameters',
  'trail.ndjson': 'The case’s entries of the trail with their hashes',
  'signing-key.pem': 'The console’s public key',
  'verify.sh': 'Checks signature and hashes with OpenSSL alone',
  'README.txt': 'What the files are, how to verify them and how to count again',
} as const
export type CertificateFileName = keyof typeof CERTIFICATE_FILES
export const CERTIFICATE_FILE_NAMES = Object.keys(CERTIFICATE_FILES) as CertificateFileName[]

export const CERTIFICATE_FORMAT = 'bailiwick-offboarding-certificate/1'

/** certificate.json */
export function certificateJson(facts: CertificateFacts): string {
  const { case: of, silence, calls, eventsTotal, events } = facts
  const value = {
    format: CERTIFICATE_FORMAT, kind: certificateKind(of), interim: !isCertain(of), statement: certificateStatement(facts), case: of, silence,
    counts: { lines: countLines(facts.lines), calls: calls.perStage, events: { listed: events.length, total: eventsTotal } }, stages: calls.marks, sources: calls.sources,
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

export function countLines(lines: readonly Pick<CertificateLine, 'state'>[]): Record<string, number> {
  const found: Record<string, number> = { total: lines.length }
  for (const { state } of lines) found[state] = (found[state] ?? 0) + 1
  return found
}

const LINES = ['line', 'kind', 'what', 'why it reaches', 'action', 'state', 'who acts', 'goes to', 'how it is proven', 'proof', 'proven (UTC)', 'acted (UTC)', 'acted by', 'reference', 'note', 'found (UTC)']

/** lines.csv, its head first. */
export function lineRows(lines: readonly CertificateLine[]): Cell[][] {
  return [LINES, ...lines.map((one): Cell[] => [one.id, one.kind, one.title, one.why, one.action, one.state, one.owner ?? 'the console', one.to, one.proofBy, one.proof, one.provenAt, one.actedAt, one.actedBy, one.reference, one.note, one.foundAt])]
}

const CALLS = ['from (UTC)', 'stage', 'executed', 'refused']

/** calls.csv, its head first; what it does not name had no call. */
export function callRows(pieces: CertificateFacts['pieces'], view: Pick<OffboardingCallsView, 'perStage'>): Cell[][] {
  return [CALLS, ...pieces.map((piece): Cell[] => [piece.at, stageAt(view, Date.parse(piece.at)), piece.executed, piece.refused])]
}

function stageAt({ perStage }: Pick<OffboardingCallsView, 'perStage'>, at: number): CallStage | null {
  return perStage.find((one) => Date.parse(one.from) <= at && at < Date.parse(one.to))?.stage ?? null
}

/** What tells a reader without this console what lies before them. */
export function certificateReadme({ case: of }: Pick<CertificateFacts, 'case'>, keyId: string): string {
  return `Certificate of an offboarding
=============================

Subject    ${of.subject.kind} ${of.subject.name.replaceAll(/\s+/g, ' ')}
Case       ${of.id}
State      ${{ silent: 'closed as silent', exception: 'CLOSED BY EXCEPTION: this is no proof of silence', open: 'INTERIM: it was not over when this was made', cancelled: 'cancelled before anything was revoked' }[certificateKind(of)]}
Key id     ${keyId}
All times are UTC.

Files
-----
${CERTIFICATE_FILE_NAMES.map((name) => `${name}\n    ${CERTIFICATE_FILES[name]}.`).join('\n')}
${signedPart('case', keyId)}

Count again
-----------
Vouched time: for each of silence.servers in certificate.json, take the time from silence.from to silence.to without its
gaps; each moment of it lies in an alive interval of one of its sources. What is left in all of them at once, at most
silence.neededMs, is silence.vouchedMs; the moment at which it was reached is silence.dueAt. All intervals are half-open.
Calls by stage: counts.calls is the sum of calls.csv over the times of each stage. silence.calls and silence.refused are
the lines of events.ndjson, and those with the outcome denied (of a case that is closed, those received until then).
Lines: counts.lines counts lines.csv by state.
trail.ndjson holds one entry a line, oldest first: hash is the SHA-256 of the 32 bytes of prevHash followed by the
RFC 8785 form of the entry without prevHash and hash. The entry before, of something else perhaps, has prevHash as its hash.

lines.csv puts an apostrophe before a text that a spreadsheet would take for a formula.
`
}
