import type { ResidualFacts } from './residual-facts'
import { backupNext, caseNext, managerNext, ownerNext, sponsorNext } from './residual-ownership'

type Facts = Pick<ResidualFacts, 'subject' | 'heirs' | 'fallbackId' | 'owned' | 'backed' | 'sponsored' | 'reports' | 'cases'>

/** Lines that hand something over to somebody who may be named. */
export type HandedKind = 'owned_server' | 'backed_server' | 'sponsored_agent' | 'managed_person' | 'case_owned'

/** Whom somebody named for a single thing, by its id. */
export type NamedFor = (kind: HandedKind, id: string) => string | null

type Missing = { kind: 'owned_server' | 'sponsored_agent' | 'case_owned'; id: string; name: string; why: string }

export type HandOver = {
  servers: { id: string; slug: string; ownerId: string; backupOwnerId: string | null; /** Whose place is filled. */ part: 'owner' | 'backup'; why: string }[]
  agents: { id: string; name: string; sponsorId: string; why: string }[]
  /** Nobody above is fine: they have no manager then. */
  reports: { id: string; name: string; managerId: string | null }[]
  cases: { id: string; name: string; ownerId: string; why: string }[]
  /** What has nobody to go to; nothing is handed over then. */
  missing: Missing[]
}

/**
 * Where everything goes that a leaver owns: to whom it was named for, else as its line suggested. Of a server the backup owner moves up
 * and leaves their own place empty; nobody is owner and backup owner at once. Nothing is left without an owner, and nothing is dropped.
 */
export function planHandOver(facts: Facts, named: NamedFor): HandOver {
  const plan: HandOver = { servers: [], agents: [], reports: [], cases: [], missing: [] }
  for (const server of facts.owned) {
    const next = ownerNext(server, facts, named('owned_server', server.id))
    if (next.to === null) plan.missing.push({ kind: 'owned_server', id: server.id, name: server.slug, why: next.why })
    else plan.servers.push({ id: server.id, slug: server.slug, ownerId: next.to, backupOwnerId: next.to === server.backupOwnerId || server.backupOwnerId === server.ownerId ? null : server.backupOwnerId, part: 'owner', why: next.why })
  }
  for (const server of facts.backed) {
    const next = backupNext(server, facts, named('backed_server', server.id))
    plan.servers.push({ id: server.id, slug: server.slug, ownerId: server.ownerId, backupOwnerId: next.to, part: 'backup', why: next.why })
  }
  for (const agent of facts.sponsored) {
    const next = sponsorNext(facts, named('sponsored_agent', agent.id))
    if (next.to === null) plan.missing.push({ kind: 'sponsored_agent', id: agent.id, name: agent.name, why: next.why })
    else plan.agents.push({ id: agent.id, name: agent.name, sponsorId: next.to, why: next.why })
  }
  for (const report of facts.reports) plan.reports.push({ ...report, managerId: managerNext(report.id, facts, named('managed_person', report.id)).to })
  for (const one of facts.cases) {
    const server = plan.servers.find((moved) => one.subjectKind === 'server' && moved.part === 'owner' && moved.id === one.subjectId)
    const agent = plan.agents.find((moved) => one.subjectKind === 'agent' && moved.id === one.subjectId)
    const next = caseNext(one, facts, named('case_owned', one.id), server?.ownerId ?? agent?.sponsorId ?? one.answerable)
    if (next.to === null) plan.missing.push({ kind: 'case_owned', id: one.id, name: one.name, why: next.why })
    else plan.cases.push({ id: one.id, name: one.name, ownerId: next.to, why: next.why })
  }
  return plan
}

/** In words, who gets what. */
export function handedTo(plan: HandOver): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const add = (id: string | null, thing: string): void => {
    if (id !== null) found.set(id, [...(found.get(id) ?? []), thing])
  }
  for (const server of plan.servers) add(server.part === 'owner' ? server.ownerId : server.backupOwnerId, `${server.part === 'owner' ? 'owner' : 'backup owner'} of the server ${server.slug}`)
  for (const agent of plan.agents) add(agent.sponsorId, `sponsor of the agent ${agent.name}`)
  for (const one of plan.cases) add(one.ownerId, `the offboarding of ${one.name}`)
  return found
}

const WHAT: Record<Missing['kind'], string> = { owned_server: 'the server', sponsored_agent: 'the agent', case_owned: 'the offboarding of' }

export function missingInWords({ kind, name }: Missing): string {
  return `${WHAT[kind]} ${name}`
}

/** Everybody who would get something, so that they can be locked. */
export function heirsOf(plan: HandOver): string[] {
  return [...new Set([...plan.servers.flatMap((one) => [one.ownerId, one.backupOwnerId]), ...plan.agents.map((one) => one.sponsorId), ...plan.reports.map((one) => one.managerId), ...plan.cases.map((one) => one.ownerId)].flatMap((id) => id ?? []))]
}
