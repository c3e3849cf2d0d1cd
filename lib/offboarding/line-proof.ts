import type { LineState, ResidualKind, ResidualLine } from './model'
import { counted } from './residual-access'
import type { SecretRow } from './residual-facts'
import { inUtc, proofText } from './line-words'

/** A line as it is stored, as far as its proof needs it. Times RFC 3339. */
export type KnownLine = {
  key: string; kind: ResidualKind; objectId: string | null; title: string; why: string; proofBy: string; who: string | null; to: string | null; state: LineState; foundAt: string
  actedAt: string | null; actedBy: string | null; reference: string | null; note: string | null; proof: string | null; provenAt: string | null; detail: Record<string, unknown>
}

/** What a proof is made of, besides what stands now. Times RFC 3339. */
export type ProofFacts = {
  now: string
  /** A server was revoked, an agent, client or person is not active. */
  standing: 'acts' | 'ended'
  subjectKind: string
  frozenAt: string | null
  openedAt: string
  revokedAt: string | null
  verdict: { is: string | null; text: string | null }
  /** The lines as the facts of now would have them, by key. */
  present: ReadonlyMap<string, ResidualLine>
  /** When what a line is about came to its end, by id; null = it is there no more and never said when. */
  ended: ReadonlyMap<string, string | null>
  /** Calls that the roll-up counts under a grant after its end, by grant. */
  later: ReadonlyMap<string, { calls: number; lastAt: string }>
  /** When a token was used last. */
  used: ReadonlyMap<string, string>
  /** Who has it now, by the id of a server, agent, case or person. */
  has: ReadonlyMap<string, { id: string; name: string; active: boolean } | null>
  secrets: ReadonlyMap<string, SecretRow & { ownerId: string | null }>
  nameOf: (id: string) => string
}

/** What a line becomes; what is absent stays. */
export type LinePatch = Partial<Pick<KnownLine, 'state' | 'title' | 'why' | 'proofBy' | 'who' | 'to' | 'actedAt' | 'actedBy' | 'reference' | 'note' | 'proof' | 'provenAt' | 'detail'>>

const SETTLED: readonly LineState[] = ['attested', 'exempt', 'proven']

/**
 * What becomes of a line, given what is now: proven where the facts show it, refreshed where more or less of it stands, and opened again,
 * with a note, only where its object is demonstrably alive after it was settled. Empty = it stays as it is.
 */
export function lineNow(line: KnownLine, facts: ProofFacts): LinePatch {
  if (line.kind === 'silence' || (line.kind === 'source' && line.detail['part'] === 'covers')) return byVerdict(line, facts)
  if (line.kind === 'secret') return byRotation(line, facts)
  const alive = aliveAgain(line, facts)
  if (alive !== null) return openAgain(line, alive, facts)
  if (SETTLED.includes(line.state)) return {}
  const present = facts.present.get(line.key)
  if (present === undefined) return goneIsProof(line, facts) ? proven(facts, proofText(line, facts)) : {}
  return refreshed(line, present, facts)
}

function proven(facts: ProofFacts, proof: string): LinePatch {
  return { state: 'proven', proof, provenAt: facts.now }
}

/** What is silent is silent for every line that waits for it; what is heard again takes the proof with it. */
function byVerdict(line: KnownLine, facts: ProofFacts): LinePatch {
  const { is, text } = facts.verdict
  if (is === 'silent') return SETTLED.includes(line.state) ? {} : proven(facts, line.kind === 'silence' ? (text ?? 'silent for the whole watch') : 'It was heard through the watch and told of no call; it is needed no longer.')
  if (line.state === 'proven') return openAgain(line, 'something of it was heard, or nobody listened', facts)
  return !SETTLED.includes(line.state) && text !== null && text !== line.proof && line.kind === 'silence' ? { proof: text } : {}
}

/** A rotation counts from the freeze on: until then the subject would have learnt the new value too. */
function byRotation(line: KnownLine, facts: ProofFacts): LinePatch {
  const secret = facts.secrets.get(line.objectId ?? '')
  if (secret === undefined || line.state === 'proven' || line.state === 'exempt') return {}
  const since = facts.frozenAt ?? facts.openedAt
  const rotations = secret.rotations.filter((one) => one.at >= since)
  const vault = rotations.find((one) => one.via !== 'person')
  if (vault !== undefined) return proven(facts, `${vault.via === 'webhook' ? 'webhook from' : 'told by'} ${facts.nameOf(vault.by)}, ${inUtc(vault.at)}, ${vault.reference}`)
  if (line.state === 'attested') return {}
  const person = rotations[0]
  if (person !== undefined) return { state: 'attested', actedAt: person.at, actedBy: person.by, reference: person.reference }
  // Of a leaver's servers whoever has them now sees to the secrets.
  return facts.subjectKind === 'person' && secret.ownerId !== null && secret.ownerId !== line.who && facts.revokedAt !== null ? { who: secret.ownerId } : {}
}

/** For what lies elsewhere that nothing is seen proves nothing; and before the revocation somebody who is quiet may only rest. */
function goneIsProof(line: KnownLine, facts: ProofFacts): boolean {
  if (line.kind === 'downstream' || line.kind === 'client_copy') return false
  if (line.kind === 'delegated_child') return facts.revokedAt !== null && facts.verdict.is === 'silent'
  if (line.kind === 'any_grant' || line.kind === 'workload_identity') return facts.standing === 'ended'
  // Whoever has it must be there: what went from one who left to another is nobody's.
  if (line.kind === 'owned_server' || line.kind === 'sponsored_agent' || line.kind === 'case_owned') return facts.has.get(line.objectId ?? '')?.active === true
  return true
}

/** What shows that a settled line's object is alive, in words; null = nothing does. */
function aliveAgain(line: KnownLine, facts: ProofFacts): string | null {
  if (!SETTLED.includes(line.state)) return null
  const settledAt = line.state === 'proven' ? line.provenAt : line.actedAt
  const late = idsIn(line.detail).flatMap((id) => facts.later.get(id) ?? [])
  const calls = late.filter((one) => settledAt === null || one.lastAt > settledAt || line.state === 'proven')
  if (calls.length > 0) return `${counted(calls.reduce((sum, one) => sum + one.calls, 0), 'call')} counted under it after its end, the last on ${inUtc(calls.map((one) => one.lastAt).toSorted().at(-1) ?? facts.now)}`
  const present = facts.present.get(line.key)
  if (present === undefined) return null
  if (line.kind === 'client_copy') return heardFrom(present, settledAt)
  if (line.kind === 'delegated_child') return typeof present.detail['lastAt'] === 'string' && settledAt !== null && present.detail['lastAt'] > settledAt ? `it acted for the subject on ${inUtc(present.detail['lastAt'])}` : null
  if (line.state === 'proven') return line.kind === 'downstream' ? null : 'it is there again'
  // Those come and go with others; they reach it as long as it is active, which is asked by the line itself.
  if (line.kind === 'any_grant') return null
  const fresh = newIn(present.detail, line.detail)
  return fresh > 0 ? `${counted(fresh, 'more')} of it came since` : null
}

function heardFrom(present: ResidualLine, since: string | null): string | null {
  const clients = present.detail['clients']
  const calling = Array.isArray(clients) ? clients.flatMap((one: { name?: unknown; lastAt?: unknown }) => (typeof one.lastAt === 'string' && typeof one.name === 'string' && since !== null && one.lastAt > since ? [{ name: one.name, lastAt: one.lastAt }] : [])) : []
  const last = calling.toSorted((a, b) => (a.lastAt < b.lastAt ? 1 : -1))[0]
  return last === undefined ? null : `${last.name} tried on ${inUtc(last.lastAt)}`
}

function openAgain(line: KnownLine, why: string, facts: ProofFacts): LinePatch {
  const before = line.state === 'proven' ? `proven on ${inUtc(line.provenAt ?? facts.now)}` : line.state === 'attested' ? `attested by ${facts.nameOf(line.actedBy ?? '')} with ${line.reference ?? 'nothing'}` : `exempt: ${line.note ?? ''}`
  const present = facts.present.get(line.key)
  const patch: LinePatch = { state: 'open', note: `Open again on ${inUtc(facts.now)}: ${why}. Before it was ${before}`.slice(0, 2000), proof: null, provenAt: null, actedAt: null, actedBy: null, reference: null }
  return present === undefined ? patch : { ...refreshed(line, present, facts), ...patch }
}

/** An open line says how much of it stands; what it was found with stays in its title and its ids, for its proof. */
function refreshed(line: KnownLine, present: ResidualLine, facts: ProofFacts): LinePatch {
  // What admits anybody comes and goes with others: only what stands now is told.
  const [known, now] = line.kind === 'any_grant' ? [[], []] : [idsIn(line.detail), idsIn(present.detail)]
  const all = [...new Set([...known, ...now])].toSorted().slice(0, 500)
  const count = Math.max(numberIn(line.detail), numberIn(present.detail), all.length)
  const left = numberIn(present.detail)
  const acted = line.kind === 'delegated_child' && facts.revokedAt !== null ? present.detail['lastAt'] : null
  const progress = typeof acted === 'string' ? `acted for it on ${inUtc(acted)}` : known.length > 0 && left < count ? `${left.toLocaleString('en-US')} of ${count.toLocaleString('en-US')} still ${left === 1 ? 'stands' : 'stand'}` : null
  const detail = known.length === 0 && now.length === 0 ? present.detail : { ...present.detail, ids: all, count }
  const wanted: LinePatch = { why: present.why, proofBy: present.proofBy, who: present.who, to: present.to, proof: progress, detail, ...(now.length === 0 || left === count ? { title: present.title } : {}) }
  return changesOnly(line, wanted)
}

/** Only what is otherwise than it was. */
function changesOnly(line: KnownLine, wanted: LinePatch): LinePatch {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => canonical(line[key as keyof LinePatch]) !== canonical(value)))
}

/** The same text for the same JSON value, whatever the order of its members; how often and when last is no change of what a line is about. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, one: unknown) => (key === 'calls' || key === 'lastAt' ? undefined : typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1))) : one)) ?? 'null'
}

/** The ids that a line keeps. */
export function idsIn(detail: Record<string, unknown>): string[] {
  const ids = detail['ids']
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
}

function numberIn(detail: Record<string, unknown>): number {
  return typeof detail['count'] === 'number' ? detail['count'] : 0
}

/** How many came that were not there; where not all ids are kept, only their number tells. */
function newIn(present: Record<string, unknown>, known: Record<string, unknown>): number {
  const before = new Set(idsIn(known))
  if (numberIn(known) > before.size || numberIn(present) > idsIn(present).length) return Math.max(0, numberIn(present) - numberIn(known))
  return idsIn(present).filter((id) => !before.has(id)).length
}
