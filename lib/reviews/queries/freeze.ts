import { db, type Tx } from '@/lib/db/client'
import { inSnapshot, type Read } from '@/lib/db/pool'
import type { CampaignContent, ReviewKind } from '@/lib/reviews/content'
import type { DraftItem } from '@/lib/reviews/draft-item'
import { grantEvidence } from '@/lib/reviews/evidence'
import type { SubjectUse } from '@/lib/reviews/evidence-facts'
import { type OwnedRow, ownershipEvidence } from '@/lib/reviews/evidence-ownership'
import type { ReviewSubject } from '@/lib/reviews/scope'
import { loadEvidenceFacts } from './launch-facts'
import { loadUse, type UseOf } from './launch-use'
import { lastReviewAt } from './previous-reviews'
import { subjectsOf } from './scope'

/** Subjects whose use is read and folded at once. */
const PIECE = 1_000
/** Milliseconds that reading may take. */
const TIMEOUT = 600_000

export type Freezing = { kind: ReviewKind; content: CampaignContent; templateId: string | null }
export type Told = (done: number, total: number) => Promise<void>

/**
 * All that a campaign looks at, frozen with its evidence as of one snapshot of the database, in which `also` reads what else must fit
 * it. Throws `invalid_input` where the scope names what nobody knows.
 */
export async function freeze<T>(campaign: Freezing, now: Date, told: Told, also: (snapshot: Tx, items: DraftItem[]) => Promise<T>): Promise<T> {
  return db().$transaction(async (snapshot) => {
    const [exported] = await snapshot.$queryRaw<{ id: string }[]>`SELECT pg_export_snapshot() AS id`
    const subjects = await subjectsOf(campaign.kind, campaign.content.scope, now, snapshot)
    await told(0, subjects.length)
    const items = await inSnapshot(async (read, client) => {
      // The id is the store's own, not anybody's text; SET takes no parameters.
      await client.query(`SET TRANSACTION SNAPSHOT '${(exported?.id ?? '').replaceAll(/[^0-9A-F-]/gi, '')}'`)
      const ids = { grants: idsOf(subjects, 'grant'), servers: idsOf(subjects, 'server'), agents: idsOf(subjects, 'agent') }
      const facts = await loadEvidenceFacts(read, client, ids, { now, days: campaign.content.evidenceDays, newSince: await lastReviewAt(read, campaign) })
      const use = { read, now, days: campaign.content.evidenceDays }
      if (campaign.kind === 'grants') {
        const evidence = grantEvidence(facts)
        return withUse(use, 'grant', [...facts.grants.values()], (grant, its) => evidence(grant, its) ?? [], told)
      }
      const evidence = ownershipEvidence(facts)
      const owned = (row: OwnedRow, its: SubjectUse): DraftItem => evidence(row, its)
      const servers = ids.servers.flatMap((id) => facts.servers.get(id) ?? [])
      const agents = ids.agents.flatMap((id) => facts.agents.get(id) ?? [])
      return [
        ...(await withUse(use, 'server', servers, (row, its) => owned({ subject: 'server', row }, its), told)),
        ...(await withUse(use, 'agent', agents, (row, its) => owned({ subject: 'agent', row }, its), told)),
      ]
    })
    return also(snapshot, items)
  }, { isolationLevel: 'RepeatableRead', timeout: TIMEOUT, maxWait: 10_000 })
}

async function withUse<R extends { id: string }>({ read, now, days }: { read: Read; now: Date; days: number }, of: UseOf, rows: readonly R[], frozen: (row: R, use: SubjectUse) => DraftItem | DraftItem[], told: Told): Promise<DraftItem[]> {
  const items: DraftItem[] = []
  for (let from = 0; from < rows.length; from += PIECE) {
    const piece = rows.slice(from, from + PIECE)
    const use = await loadUse(read, of, piece.map((row) => row.id), { now, days })
    items.push(...piece.flatMap((row) => frozen(row, use.get(row.id) ?? { rows: [], observed: true })))
    await told(Math.min(from + PIECE, rows.length), rows.length)
  }
  return items
}

function idsOf(subjects: readonly ReviewSubject[], subject: ReviewSubject['subject']): string[] {
  return subjects.filter((one) => one.subject === subject).map((one) => one.id)
}
