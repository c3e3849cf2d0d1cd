import type { KnownLine, ProofFacts } from '@/lib/offboarding/line-proof'
import type { ResidualLine } from '@/lib/offboarding/model'
import type { ResidualFacts } from '@/lib/offboarding/residual-facts'
import type { Heir, Heirs } from '@/lib/offboarding/succession'

/** People by name: `erin: mona` = mona manages erin. */
export function aLine(managers: Record<string, string | null>, more: Partial<Record<string, Partial<Heir>>> = {}): Map<string, Heir> {
  return new Map(Object.entries(managers).map(([id, managerId]) => [id, { id, name: id, active: true, frozen: false, managerId, ...more[id] }]))
}

export function heirs(more: Partial<Heirs> = {}): Heirs {
  return { people: aLine({ leaver: 'boss', boss: 'chief', chief: null, backup: null, next: null, sec: null }), leaverId: null, successorId: null, caseOwnerId: null, openedBy: null, emergency: false, ...more }
}

/** A subject of which nothing is known, changed as told. */
export function aSubject(kind: ResidualFacts['subject']['kind'], more: Partial<Omit<ResidualFacts, 'subject'>> & { subject?: Partial<ResidualFacts['subject']> } = {}): ResidualFacts {
  const { subject, ...rest } = more
  const id = kind === 'person' ? 'leaver' : `${kind}1`
  return {
    heirs: heirs({ leaverId: kind === 'person' ? id : null }), fallbackId: 'sec', grants: [], anyGrants: { ids: [], count: 0 }, requests: [], tokens: [], sessions: [], links: [], secrets: [], downstream: [], owned: [], backed: [], sponsored: [], reports: [],
    memberships: [], children: [], reviewTasks: [], standIns: [], mentions: [], sources: [], cases: [], copies: [], ...rest, subject: { kind, id, name: id, answerable: null, identity: null, ended: false, ...subject },
  }
}

export const NOW = '2026-11-20T14:00:00.000Z'

/** A revoked case about which nothing is left, changed as told. */
export function proofFacts(more: Partial<ProofFacts> & { lines?: readonly ResidualLine[] } = {}): ProofFacts {
  const { lines = [], ...rest } = more
  return {
    now: NOW, standing: 'ended', subjectKind: 'person', openedAt: '2026-11-09T09:12:00.000Z', frozenAt: '2026-11-09T15:00:00.000Z', revokedAt: '2026-11-10T10:30:02.000Z', verdict: { is: null, text: null }, present: new Map(lines.map((line) => [line.key, line])),
    ended: new Map(), later: new Map(), used: new Map(), has: new Map(), secrets: new Map(), nameOf: (id) => id, ...rest,
  }
}

/** A residual line as it was stored, in a state. */
export function stored(line: ResidualLine, more: Partial<KnownLine> = {}): KnownLine {
  const { action: _action, ...kept } = line
  return { ...kept, state: 'open', foundAt: '2026-11-09T09:12:00.000Z', actedAt: null, actedBy: null, reference: null, note: null, proof: null, provenAt: null, ...more }
}
