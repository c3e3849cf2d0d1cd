import { type Actor, require } from '@/lib/auth/actor'
import { db, type Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { findHolders } from '@/lib/grants/queries/find-holders'
import type { Subject, SubjectKind } from '@/lib/offboarding/model'
import { visibleAgents, visibleClients, visibleServers } from '@/lib/registry/queries/visibility'

/** A subject as it is now. `ownerIds`: owner and backup owner of a server, sponsor of an agent. */
export type SubjectFact = Subject & {
  /** Slug, agent's or client's name, or e-mail. */
  name: string
  title: string
  ownerIds: string[]
  /** Of a person: whom they report to. */
  managerId: string | null
  /** Of the others: are they active? Of a server: its life cycle. */
  active: boolean
  lifecycle: string | null; lifecycleBefore: string | null; pilotUntil: Date | null; revokedAt: Date | null; leftAt: Date | null
}

const NOTHING = { ownerIds: [], managerId: null, active: true, lifecycle: null, lifecycleBefore: null, pilotUntil: null, revokedAt: null, leftAt: null }

/** The subject, whoever asks; null = there is none. */
export async function findSubject({ kind, id }: Subject, client: Tx = db()): Promise<SubjectFact | null> {
  switch (kind) {
    case 'server': {
      const row = await client.server.findUnique({ where: { id } })
      return row === null ? null : { ...NOTHING, kind, id, name: row.slug, title: row.name, ownerIds: [row.ownerId, ...(row.backupOwnerId === null ? [] : [row.backupOwnerId])], active: !['retired', 'rejected', 'proposed'].includes(row.lifecycle), lifecycle: row.lifecycle, lifecycleBefore: row.lifecycleBefore, pilotUntil: row.pilotUntil, revokedAt: row.revokedAt }
    }
    case 'agent': {
      const row = await client.agent.findUnique({ where: { id } })
      return row === null ? null : { ...NOTHING, kind, id, name: row.name, title: row.name, ownerIds: [row.sponsorId], active: row.active }
    }
    case 'client': {
      const row = await client.client.findUnique({ where: { id } })
      return row === null ? null : { ...NOTHING, kind, id, name: row.name, title: row.name, active: row.active }
    }
    case 'person': {
      const row = await client.person.findUnique({ where: { id } })
      return row === null ? null : { ...NOTHING, kind, id, name: row.email, title: row.name, active: row.active, managerId: row.managerId, leftAt: row.leftAt }
    }
  }
}

/** What somebody means by `name` (an id, slug, e-mail, identity or any name bound now), as far as they may see it; `not_found` otherwise. */
export async function visibleSubject(actor: Actor, kind: SubjectKind, name: string, now: Date, client: Tx = db()): Promise<SubjectFact> {
  const id = (await findHolders(kind, [name], now, client)).get(name)
  if (id === undefined || !(await isVisible(actor, kind, id, client))) throw notFound(kind)
  const found = await findSubject({ kind, id }, client)
  if (found === null) throw notFound(kind)
  return found
}

async function isVisible(actor: Actor, kind: SubjectKind, id: string, client: Tx): Promise<boolean> {
  switch (kind) {
    case 'server': { const where = visibleServers(actor); return where !== null && (await client.server.count({ where: { AND: [where, { id }] } })) > 0 }
    case 'agent': { const where = visibleAgents(actor); return where !== null && (await client.agent.count({ where: { AND: [where, { id }] } })) > 0 }
    case 'client': { const where = visibleClients(actor); return where !== null && (await client.client.count({ where: { AND: [where, { id }] } })) > 0 }
    case 'person': return require(actor, 'people.read') === 'all' || actor.personId === id
  }
}

/** Who had an interest in what ends: whoever owned, backed or sponsored it while the case was under way; of a person that person alone. */
export async function interestedIn(caseId: string, client: Tx = db()): Promise<Set<string>> {
  const row = await client.offboardingCase.findUnique({ where: { id: caseId }, select: { interested: true, subjectKind: true, subjectId: true } })
  if (row === null) return new Set()
  const subject = await findSubject({ kind: row.subjectKind, id: row.subjectId }, client)
  return new Set([...row.interested, ...(subject?.ownerIds ?? []), ...(row.subjectKind === 'person' ? [row.subjectId] : [])])
}
