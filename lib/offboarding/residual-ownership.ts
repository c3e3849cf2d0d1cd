import { paths } from '@/lib/paths'
import type { ResidualLine } from './model'
import type { ResidualFacts, ServerRow } from './residual-facts'
import { counted, idsOf } from './residual-access'
import { mayInherit, type Succession, successorOf } from './succession'

type Facts = Pick<ResidualFacts, 'subject' | 'heirs' | 'fallbackId' | 'owned' | 'backed' | 'sponsored' | 'reports' | 'cases'>

/** Whose managers come into question: the leaver's. */
function leaver({ subject }: Facts): string | null {
  return subject.kind === 'person' ? subject.id : null
}

/** Who owns a server of the leaver next. `named`: whom somebody has chosen for it. */
export function ownerNext(server: ServerRow, facts: Facts, named: string | null = null): Succession {
  return successorOf({ named, backupId: server.backupOwnerId, managerOf: server.ownerId }, facts.heirs)
}

/** Who is its backup next; nobody is fine while the owner is there. */
export function backupNext(server: ServerRow, facts: Facts, named: string | null = null): Succession {
  return successorOf({ named, managerOf: leaver(facts), never: [server.ownerId] }, facts.heirs)
}

/** Who sponsors an agent of the leaver next. */
export function sponsorNext(facts: Facts, named: string | null = null): Succession {
  return successorOf({ named, managerOf: leaver(facts) }, facts.heirs)
}

/** Who manages somebody whom the leaver managed: the next manager up, never themselves. */
export function managerNext(reportId: string, facts: Facts, named: string | null = null): Succession {
  return successorOf({ named, managerOf: leaver(facts), never: [reportId] }, facts.heirs)
}

function handOver(line: Pick<ResidualLine, 'key' | 'kind' | 'objectId' | 'title' | 'detail'>, reason: string, next: Succession, proofBy: string): ResidualLine {
  return { ...line, why: `${reason} ${next.to === null ? `Somebody must be named: ${next.why}.` : `It goes to ${next.why}.`}`, action: 'hand_over', who: null, to: next.to, proofBy }
}

/** Of everything that is the leaver's, a line with its next owner. A line to nobody stops the revocation until somebody is named. */
export function ownershipLines(facts: Facts): ResidualLine[] {
  return [
    ...facts.owned.map((server) => handOver(
      { key: `owned_server:${server.id}`, kind: 'owned_server', objectId: server.id, title: `Server ${server.slug}, owned`, detail: { path: paths.server(server.slug) } },
      'Whoever owns it approves who may call it.', ownerNext(server, facts), 'Its owner is somebody else, and active.')),
    ...facts.backed.map((server) => backupLine(server, facts)),
    ...facts.sponsored.map((agent) => handOver(
      { key: `sponsored_agent:${agent.id}`, kind: 'sponsored_agent', objectId: agent.id, title: `Agent ${agent.name}, sponsored`, detail: { path: paths.agent(agent.id) } },
      'It acts on this person’s answerability.', sponsorNext(facts), 'Its sponsor is somebody else, and active.')),
    ...reportLines(facts),
    ...facts.cases.map((one) => handOver(
      { key: `case_owned:${one.id}`, kind: 'case_owned', objectId: one.id, title: `Offboarding of ${one.name}`, detail: { path: paths.offboardingCase(one.id) } },
      'This person answers for it.', caseNext(one, facts), 'Somebody else answers for it, and is active.')),
  ]
}

function backupLine(server: ServerRow, facts: Facts): ResidualLine {
  const next = backupNext(server, facts)
  const base = { key: `backed_server:${server.id}`, kind: 'backed_server' as const, objectId: server.id, title: `Server ${server.slug}, backup`, detail: { path: paths.server(server.slug) } }
  const proofBy = 'Its backup owner is somebody else, or nobody.'
  const why = 'Whoever is its backup answers where the owner cannot.'
  return next.to === null ? { ...base, why: `${why} Nobody follows: its owner stands alone until somebody is named.`, action: 'end', who: null, to: null, proofBy } : handOver(base, why, next, proofBy)
}

/** People whom the leaver managed: those who get the same manager are one line, each other a line. Nobody above is fine: they then have none. */
function reportLines(facts: Facts): ResidualLine[] {
  const usual = successorOf({ managerOf: leaver(facts) }, facts.heirs)
  const next = facts.reports.map((report) => ({ report, next: managerNext(report.id, facts) }))
  const together = next.filter((one) => one.next.to === usual.to)
  const lines = next.filter((one) => one.next.to !== usual.to).map(({ report, next: own }) => managed({ key: `managed_person:${report.id}`, objectId: report.id, title: `${report.name}, managed`, detail: { ...idsOf([report.id]), path: paths.person(report.id) } }, own))
  if (together.length === 0) return lines
  const names = together.length === 1 ? (together[0]?.report.name ?? '') : counted(together.length, 'person', 'people')
  return [managed({ key: 'managed_person', objectId: null, title: `${names}, managed`, detail: idsOf(together.map((one) => one.report.id)) }, usual), ...lines]
}

function managed(base: Pick<ResidualLine, 'key' | 'objectId' | 'title' | 'detail'>, next: Succession): ResidualLine {
  const line = { ...base, kind: 'managed_person' as const }
  const [why, proofBy] = ['Their manager answers where they cannot.', 'Nobody has this person as manager.']
  return next.to === null ? { ...line, why: `${why} Nobody is above: they have no manager then.`, action: 'end', who: null, to: null, proofBy } : handOver(line, why, next, proofBy)
}

/**
 * An offboarding goes with what it is about: to `follows`, whoever gets that from the leaver, else to whoever answers for it; else up the line,
 * and at last to security. Nobody answers for the end of their own account.
 */
export function caseNext(one: Facts['cases'][number], facts: Facts, named: string | null = null, follows: string | null = movesTo(one, facts)): Succession {
  const never = one.subjectKind === 'person' ? [one.subjectId] : []
  const next = successorOf({ named, backupId: follows ?? one.answerable, managerOf: leaver(facts), never }, facts.heirs)
  if (next.by === 'backup') return { ...next, why: 'whoever answers for what it is about' }
  return next.to === null && mayInherit(facts.heirs, facts.fallbackId, never) ? { to: facts.fallbackId, by: 'case_owner', why: 'security, until somebody is named' } : next
}

/** To whom the leaver's server or agent goes that an offboarding is about. */
function movesTo(one: Facts['cases'][number], facts: Facts): string | null {
  const server = one.subjectKind === 'server' ? facts.owned.find((owned) => owned.id === one.subjectId) : undefined
  if (server !== undefined) return ownerNext(server, facts).to
  return one.subjectKind === 'agent' && facts.sponsored.some((agent) => agent.id === one.subjectId) ? sponsorNext(facts).to : null
}
