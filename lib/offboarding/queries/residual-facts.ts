import { db, type Tx } from '@/lib/db/client'
import type { Subject } from '@/lib/offboarding/model'
import type { ResidualFacts } from '@/lib/offboarding/residual-facts'
import { loadAnyGrants, loadGrants, loadRequests, loadSecrets, loadSignIn, loadTokens } from './residual-access'
import { CHILD_DAYS, loadChildren } from './residual-children'
import { loadCopies, loadMentions, loadSourcesNaming } from './residual-named'
import { loadOwned } from './residual-owned'
import { type CaseStand, loadHeirs, loadSubject, standOf } from './residual-subject'

const DAY_MS = 86_400_000

/** Whose word counts for the case, where it is not the one under way; and since when somebody must have acted for the subject to count as acting for it. */
export type FactsOf = { stand?: CaseStand | undefined; childrenSince?: Date | undefined }

/** Everything as it is now, read one after the other within the caller's transaction. Null = there is no such subject. */
export async function loadFacts(subject: Subject, now: Date, client: Tx = db(), { stand, childrenSince }: FactsOf = {}): Promise<ResidualFacts | null> {
  const row = await loadSubject(subject, now, client)
  if (row === null) return null
  const owned = await loadOwned(subject, now, client)
  const children = await loadChildren({ subject, name: row.name, names: row.names }, childrenSince ?? new Date(now.getTime() - CHILD_DAYS * DAY_MS), client)
  const people = [row.answerable, row.backup, ...owned.owned.flatMap((one) => [one.ownerId, one.backupOwnerId]), ...owned.backed.flatMap((one) => [one.ownerId, one.backupOwnerId]), ...owned.cases.map((one) => one.answerable), ...children.map((one) => one.sponsorId)]
  const { heirs, fallbackId } = await loadHeirs(subject, stand ?? (await standOf(subject, client)), people, client)
  return {
    subject: { ...subject, name: row.name, answerable: row.answerable, identity: row.identity, ended: row.ended }, heirs, fallbackId,
    grants: await loadGrants(subject, now, client), anyGrants: await loadAnyGrants(subject, now, client), requests: await loadRequests(subject, client), tokens: await loadTokens(subject, now, client),
    ...(await loadSignIn(subject, now, client)), secrets: await loadSecrets(subject, client), downstream: [...new Set(row.downstream)].toSorted(), ...owned, children,
    mentions: await loadMentions(subject, row.names, client), sources: await loadSourcesNaming(subject, row.names, now, client), copies: await loadCopies(subject, now, client),
  }
}
