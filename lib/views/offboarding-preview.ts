import { type Actor, may } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { hasCode } from '@/lib/errors'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import { mustGoToSomebody } from '@/lib/offboarding/case-view'
import type { BlastRadius, CaseRow, ResidualLine, SubjectKind } from '@/lib/offboarding/model'
import { caseOf } from '@/lib/offboarding/queries/cases'
import { loadBlast, loadResidual } from '@/lib/offboarding/queries/residual'
import { visibleSubject } from '@/lib/offboarding/queries/subjects'
import { seesWhole } from '@/lib/offboarding/queries/visible'
import { visibleServers } from '@/lib/registry/queries/visibility'
import { openingRefusalFor } from './offboarding'
import { type Choice, formChoices } from './request-form'

/** A line before there is a case: who must act and who would follow have their names. */
export type PreviewLine = Omit<ResidualLine, 'who' | 'to'> & { who: string | null; to: string | null }

export type OffboardingPreview = {
  subject: { kind: SubjectKind; id: string; name: string; title: string }
  blast: BlastRadius
  lines: PreviewLine[]
  /** Things owned that have nobody to go to yet. */
  missing: string[]
  /** Under way already; then nothing is opened. */
  underWay: CaseRow | null
  /** Why this actor cannot open one; null = they can. */
  refusal: string | null
}

/** What would still reach, and what breaks, before anything is opened. Null = there is no such thing, or the actor may not see it. */
export async function offboardingPreview(actor: Actor, kind: SubjectKind, name: string, now: Date): Promise<OffboardingPreview | null> {
  const subject = await visibleSubject(actor, kind, name, now).catch((error: unknown) => {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden')) return null
    throw error
  })
  // What somebody holds is no business of everybody who knows their name: only whoever would see the case sees what it would list.
  if (subject === null || !seesWhole(actor, { subjectKind: kind, subjectId: subject.id, openedBy: '', ownerId: null })) return null
  const [blast, lines, last] = await Promise.all([loadBlast(subject, now), loadResidual(subject, now), caseOf(actor, subject, now)])
  const names = await namesOf(lines.flatMap((line) => [line.who, line.to]))
  const named = lines.map((line) => ({ ...line, who: line.who === null ? null : names.get(line.who) ?? line.who, to: line.to === null ? null : names.get(line.to) ?? line.to }))
  return {
    subject: { kind, id: subject.id, name: subject.name, title: subject.title }, blast, lines: named,
    missing: lines.filter((line) => mustGoToSomebody(line.kind) && line.to === null).map((line) => line.title),
    underWay: last !== null && UNDER_WAY.some((stage) => stage === last.stage) ? last : null,
    refusal: openingRefusalFor(actor, subject),
  }
}

async function namesOf(ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const people = await db().person.findMany({ where: { id: { in: [...new Set(ids.filter((id) => id !== null))] } }, select: { id: true, name: true } })
  return new Map(people.map((person) => [person.id, person.name]))
}

export type OffboardingChoices = { servers: Choice[]; agents: Choice[]; clients: Choice[]; people: Choice[]; teams: Choice[] }

const OFFERED = 500

/** What the forms offer; any name may be typed, and the server judges it. */
export async function offboardingChoices(actor: Actor): Promise<OffboardingChoices> {
  const visible = visibleServers(actor)
  const [{ agents, clients, people, teams }, servers] = await Promise.all([
    formChoices(actor),
    visible === null || !may(actor, 'registry.read') ? [] : db().server.findMany({ where: { AND: [visible, { lifecycle: { notIn: ['retired', 'rejected', 'proposed'] } }] }, orderBy: { slug: 'asc' }, take: OFFERED, select: { id: true, slug: true, name: true } }),
  ])
  return { agents, clients, people, teams, servers: servers.map((one) => ({ id: one.id, name: one.slug, note: one.name })) }
}
