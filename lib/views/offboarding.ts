import { type Actor, may, reach } from '@/lib/auth/actor'
import { type Stage, STAGES, UNDER_WAY } from '@/lib/offboarding/machine'
import { type CaseRow, type Subject, SUBJECT_KINDS, type SubjectKind, VERDICTS } from '@/lib/offboarding/model'
import { caseOf, listCases } from '@/lib/offboarding/queries/cases'
import { findSubject, type SubjectFact } from '@/lib/offboarding/queries/subjects'
import { standOf } from '@/lib/offboarding/queries/visible'
import { openingRefusal } from '@/lib/offboarding/rights'
import { type FacetCount, type FacetSpec, facetRows } from './faceting'

const LISTED = 500
const isUnderWay = (stage: Stage): boolean => (UNDER_WAY as readonly Stage[]).includes(stage)

export type OffboardingHome = {
  /** What the address asks for: those under way first, what goes wrong before the next date; then those that are over, the newest first. */
  shown: CaseRow[]
  facets: FacetCount[]
  /** Of all, whatever is filtered. */
  counts: { underWay: number; calling: number; unknown: number; ownerless: number; over: number }
  /** There are more, that are over, than are listed. */
  cut: boolean
  opens: boolean
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** All cases that the actor may see, filtered by the address. */
export async function offboardingHome(actor: Actor, query: Query, now: Date): Promise<OffboardingHome> {
  const [open, over, mine] = await Promise.all([listCases(actor, { open: true }, { limit: LISTED }, now), listCases(actor, { open: false }, { limit: LISTED }, now), listCases(actor, { mine: true }, { limit: LISTED }, now)])
  const all = [...open.items.toSorted(byNext), ...over.items]
  const bulk = typeof query['bulk'] === 'string' && query['bulk'] !== '' ? new Set((await listCases(actor, { bulk: query['bulk'] }, { limit: LISTED }, now)).items.map((row) => row.id)) : null
  const { shown, facets } = facetRows(bulk === null ? all : all.filter((row) => bulk.has(row.id)), facetsFor(new Set(mine.items.map((row) => row.id))), query, (row) => [row.subject.name, row.sentence, row.owner?.name ?? null, row.id])
  const calling = open.items.filter((row) => row.verdict === 'still_calling').length
  return {
    shown, facets, cut: over.nextCursor !== null, opens: may(actor, 'offboarding.open'),
    counts: { underWay: open.items.length, calling, unknown: open.items.filter((row) => row.verdict === 'not_evaluable').length, ownerless: open.items.filter((row) => row.ownerless > 0).length, over: over.items.length },
  }
}

const VERDICT_LABEL: Record<string, string> = { still_calling: 'still calling', not_evaluable: 'not evaluable', none: 'not watched yet' }

function facetsFor(mine: ReadonlySet<string>): FacetSpec<CaseRow>[] {
  return [
    { key: 'stage', label: 'Stage', values: (row) => [row.stage], fixed: STAGES },
    { key: 'kind', label: 'What', values: (row) => [row.subject.kind], fixed: SUBJECT_KINDS },
    { key: 'verdict', label: 'Silence', values: (row) => [row.verdict ?? 'none'], fixed: [...VERDICTS, 'none'], show: (value) => VERDICT_LABEL[value] ?? value },
    { key: 'mine', label: 'Whose', values: (row) => (mine.has(row.id) ? ['true'] : []), fixed: ['true'], show: () => 'yours' },
  ]
}

/** What somebody must look at: it is still heard, nobody can tell, or something has nobody to go to. */
function trouble({ verdict, ownerless, overdue }: CaseRow): number {
  return verdict === 'still_calling' ? 3 : verdict === 'not_evaluable' ? 2 : ownerless > 0 || overdue ? 1 : 0
}

/** What goes wrong first; then the next date, and what has none stands after, the longest open first. */
function byNext(a: CaseRow, b: CaseRow): number {
  if (trouble(a) !== trouble(b)) return trouble(b) - trouble(a)
  if (a.nextAt !== b.nextAt) return a.nextAt !== null && (b.nextAt === null || a.nextAt < b.nextAt) ? -1 : 1
  return a.openedAt < b.openedAt ? -1 : 1
}

export type OffboardingOf = { /** Under way, else null. */ case: CaseRow | null; /** The last one, if it is over; null = none. */ last: CaseRow | null; mayOpen: boolean }

/** For the subject's own page: its case, and whether the actor could open one. Nothing where they may not see cases at all. */
export async function offboardingOf(actor: Actor, subject: Subject, now: Date): Promise<OffboardingOf> {
  if (!may(actor, 'offboarding.read')) return { case: null, last: null, mayOpen: false }
  const [found, fact] = await Promise.all([caseOf(actor, subject, now), findSubject(subject)])
  const open = found !== null && isUnderWay(found.stage)
  return { case: open ? found : null, last: open ? null : found, mayOpen: !open && fact !== null && fact.active && openingRefusalFor(actor, fact) === null }
}

/** Why this actor may not open a case about it; null = they may. */
export function openingRefusalFor(actor: Actor, subject: SubjectFact): string | null {
  return openingRefusal(reach(actor, 'offboarding.open'), standOf(actor, subject))
}

export function isSubjectKind(text: string | null): text is SubjectKind {
  return text !== null && (SUBJECT_KINDS as readonly string[]).includes(text)
}
