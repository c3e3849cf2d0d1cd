import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { endGrants, recordEnded } from '@/lib/grants/commands/end-grants'
import { narrowGrantIn } from '@/lib/grants/commands/narrow-grant'
import { closeReviewHolds } from '@/lib/grants/commands/review-hold'
import type { RemedyCase } from '@/lib/reviews/queries/remedy-facts'
import type { Ending } from '@/lib/reviews/remedy'

const MOST = 2000

/** What the trail says of a grant that a review ends: the campaign, and who decided. */
export function becauseOf({ campaign, detail }: Pick<RemedyCase, 'campaign' | 'detail'>): string {
  return `Review “${campaign.name}” (${campaign.id}): ${detail?.why ?? 'decided'}`.slice(0, MOST)
}

/** The reason on an item's hold: the same as long as the item is, so that the hold is found again. */
export function holdReason({ campaign }: Pick<RemedyCase, 'campaign'>): string {
  return `Review “${campaign.name}” (${campaign.id}): suspended before it is ended`
}

/** Everything that an item is about, locked in one order: servers before grants, each by id. */
export async function lockLine(tx: Tx, grantId: string | null): Promise<void> {
  if (grantId === null) return
  await tx.$queryRaw`SELECT id FROM server WHERE id IN (SELECT server_id FROM "grant" WHERE id = ${grantId}) FOR SHARE`
  await tx.$queryRaw`
    WITH RECURSIVE line AS (SELECT id FROM "grant" WHERE id = ${grantId} UNION SELECT g.id FROM "grant" g JOIN line ON g.narrows_id = line.id)
    SELECT g.id FROM "grant" g WHERE g.id IN (SELECT id FROM line) ORDER BY g.id FOR UPDATE`
}

/** Ends grants, or puts less in their place, as the rules said; answers what came in their place. All are locked. */
export async function applyEndings(tx: Tx, ctx: Ctx, actor: Actor, endings: readonly Ending[], reason: string): Promise<string[]> {
  const made: string[] = []
  for (const ending of endings) {
    if (ending.do !== 'replace') continue
    const until = ending.until === null ? {} : { until: new Date(ending.until) }
    const { replacements } = await narrowGrantIn(tx, ctx, actor, ending.grantId, { reason, targets: ending.targets.map((target) => ({ ...target, scope: [...target.scope] })), ...until })
    made.push(...replacements.map((grant) => grant.id))
  }
  const gone = endings.flatMap((ending) => (ending.do === 'revoke' ? [ending.grantId] : []))
  if (gone.length > 0) await recordEnded(tx, ctx, actor, await endGrants(tx, ctx, actor, gone, reason), reason)
  return made
}

/** Ends the hold that the item put on its grant, wherever it has gone since; none is no fault. */
export async function releaseHold(tx: Tx, ctx: Ctx, actor: Actor, one: RemedyCase, reason: string): Promise<void> {
  const { suspendedAt, grantId } = one.item
  if (suspendedAt !== null && grantId !== null) await closeReviewHolds(tx, ctx, actor, [grantId], { openedAt: suspendedAt, reason: holdReason(one) }, reason)
}
