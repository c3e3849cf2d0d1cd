import type { Stage } from './machine'
import type { LineState, Named, ResidualAction, ResidualKind, SilenceVerdict, SubjectKind } from './model'
import type { OffboardingCallsView } from './stage-calls'

/** A case as its certificate tells it; times RFC 3339 in UTC. People by name and, where they have one, address. */
export type CertificateCase = {
  id: string; subject: { kind: SubjectKind; id: string; name: string }; stage: Stage; intent: string; replacedBy: Named | null; reason: string; occasion: string; occasionText: string | null
  emergency: boolean; explanation: { text: string; by: Named; at: string } | null; owner: Named | null; watchDays: number
  openedAt: string; openedBy: Named; frozenAt: string | null; frozenBy: Named | null; revokedAt: string | null; revokedBy: Named | null; rotatedAt: string | null; watchFrom: string | null
  closedAt: string | null; closedBy: Named | null; closedAs: 'silent' | 'exception' | null; closeReason: string | null; reopened: number; reopenedAt: string | null
  cancelledAt: string | null; cancelledBy: Named | null; cancelReason: string | null
}

export type CertificateLine = {
  id: string; kind: ResidualKind; title: string; why: string; action: ResidualAction; state: LineState; owner: string | null; to: string | null; proofBy: string; proof: string | null; provenAt: string | null
  actedAt: string | null; actedBy: string | null; reference: string | null; note: string | null; foundAt: string
}

/** One call that was heard since the revocation, without its parameters. */
export type CertificateEvent = {
  id: string; occurredAt: string; receivedAt: string; source: string; kind: string; server: string; target: string; access: string; agent: string | null; client: string | null; human: string | null; outcome: string; verdict: string | null; evidence: string
}

/** An entry of the trail with its hash, as in the evidence of reviews. */
export type CertificateTrailEntry = {
  seq: number; id: string; at: string; actorKind: string; actorId: string; actorName: string; action: string; objectKind: string; objectId: string; objectName: string; detail: unknown; prevHash: string; hash: string
}

/** Everything that a certificate rests on, from one moment. */
export type CertificateFacts = {
  case: CertificateCase
  /** As it was when the case closed, else as of now; null before the watch. */
  silence: SilenceVerdict | null
  lines: CertificateLine[]
  calls: OffboardingCallsView
  /** When each six hours (or a part of them, where a stage began) had how many calls; only those with any. */
  pieces: { at: string; executed: number; refused: number }[]
  /** The oldest `MOST_EVENTS`, and how many there are. */
  events: CertificateEvent[]
  eventsTotal: number
  trail: CertificateTrailEntry[]
  /** The newest entry of the console's whole trail. */
  head: { seq: number; hash: string } | null
}

/** More are in the activity; a certificate that needs more is none of silence. */
export const MOST_EVENTS = 20_000

/** What the certificate says in one word, and so on its first page. */
export type CertificateKind = 'silent' | 'exception' | 'open' | 'cancelled'

export function certificateKind(of: Pick<CertificateCase, 'stage' | 'closedAs'>): CertificateKind {
  if (of.stage === 'cancelled') return 'cancelled'
  return of.stage === 'closed' ? (of.closedAs ?? 'exception') : 'open'
}

/** Nothing of it changes any more, unless something is heard of it. */
export function isCertain(of: Pick<CertificateCase, 'stage'>): boolean {
  return of.stage === 'closed' || of.stage === 'cancelled'
}
