import type { Actor } from '@/lib/auth/actor'
import type { Page } from '@/lib/boundary/page'
import { AppError } from '@/lib/errors'
import type { CaseFilter, CaseRow, CaseView, Subject, SubjectKind } from '@/lib/offboarding/model'

export async function getCase(_actor: Actor, _id: string, _now: Date): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

export async function listCases(_actor: Actor, _filter: CaseFilter, _page: { limit: number; cursor?: string }, _now: Date): Promise<Page<CaseRow>> {
  throw new AppError('unavailable', 'This is being built.')
}

/** The case under way of a subject, else its last one; null = none. For the subject's own page. */
export async function caseOf(_actor: Actor, _subject: Subject, _now: Date): Promise<CaseRow | null> {
  throw new AppError('unavailable', 'This is being built.')
}

/** What `openCase` would take as its subject: `not_found` when there is none, or it may not be seen. */
export async function resolveSubject(_actor: Actor, _kind: SubjectKind, _name: string): Promise<Subject & { name: string; title: string }> {
  throw new AppError('unavailable', 'This is being built.')
}
