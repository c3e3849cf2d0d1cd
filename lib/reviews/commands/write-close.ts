import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { sha256Hex } from '@/lib/hash'
import { detailOf, outcomeLine } from '@/lib/reviews/outcome-words'
import type { StageOf } from '@/lib/reviews/queries/stage-rows'
import type { Closing, Turn } from '@/lib/reviews/stage'

/** One item as its stage closes, with why in words. */
export type Closed = { id: string; synthetic: boolean; closing: Closing; why: string }

const CHUNK = 5_000

function* chunks<T>(rows: readonly T[]): Generator<string> {
  for (let start = 0; start < rows.length; start += CHUNK) yield JSON.stringify(rows.slice(start, start + CHUNK))
}

/** What the stage came to for each item, for ever. Of rows that do not exist only how far they went: they come to nothing. */
export async function saveStageOutcomes(tx: Tx, ctx: Ctx, of: StageOf, closed: readonly Closed[], turn: Turn): Promise<void> {
  const rows = closed.map(({ id, synthetic, closing, why }) => {
    if (synthetic) return { id, outcome: 'no_response', by: 'synthetic', detail: { why: '', until: null, targets: null, next: staysBehind(closing, turn) ? 'final' : closing.next } }
    const detail = closing.own === null ? { why, until: null, targets: null } : detailOf(closing.own, why)
    return { id, outcome: closing.own?.kind ?? 'no_response', by: closing.by, detail: { ...detail, next: closing.next } }
  })
  for (const chunk of chunks(rows)) {
    await tx.$executeRaw`
      INSERT INTO review_stage_outcome (item_id, stage, iteration, outcome, "by", detail, at)
      SELECT x.id, ${of.stage}, ${of.iteration}, x.outcome, x."by", x.detail, ${ctx.now} FROM jsonb_to_recordset(${chunk}::jsonb) AS x(id text, outcome text, "by" text, detail jsonb)`
  }
}

/** Nobody is asked again for the sake of a row that does not exist alone. */
export function staysBehind(closing: Closing, turn: Turn): boolean {
  return turn.kind !== 'iterate' && (closing.next === 'again' || closing.next === 'escalate')
}

/** The final outcomes; what is kept waits for nothing but to be confirmed, the rest to be applied. */
export async function saveOutcomes(tx: Tx, ctx: Ctx, closed: readonly Closed[]): Promise<void> {
  const rows = closed.flatMap(({ id, synthetic, closing, why }) => (synthetic || closing.next !== 'final' ? [] : [{ id, outcome: closing.outcome.kind, by: closing.by, detail: detailOf(closing.outcome, why) }]))
  for (const chunk of chunks(rows)) {
    await tx.$executeRaw`
      UPDATE review_item i SET state = 'decided', outcome = x.outcome, outcome_by = x."by", outcome_detail = x.detail, decided_at = ${ctx.now}, updated_at = ${ctx.now},
        remediation = CASE WHEN x.outcome = 'keep' THEN 'none' ELSE 'open' END::remediation
      FROM jsonb_to_recordset(${chunk}::jsonb) AS x(id text, outcome text, "by" text, detail jsonb) WHERE i.id = x.id`
  }
}

/** Moves the campaign, and those of its items that go along, to what comes next. */
export async function saveTurn(tx: Tx, ctx: Ctx, of: StageOf, closed: readonly Closed[], turn: Turn, endsAt: Date | null): Promise<StageOf | null> {
  if (turn.kind === 'decided') {
    await tx.$executeRaw`UPDATE review_item SET state = 'exempt', updated_at = ${ctx.now} WHERE campaign_id = ${of.id} AND state = 'pending' AND synthetic`
    await tx.reviewCampaign.update({ where: { id: of.id }, data: { state: 'remediation', decidedAt: ctx.now, updatedAt: ctx.now } })
    return null
  }
  const next = turn.kind === 'iterate' ? { id: of.id, stage: of.stage, iteration: of.iteration + 1 } : { id: of.id, stage: turn.stage, iteration: 1 }
  if (turn.kind === 'iterate') {
    const again = closed.filter(({ closing }) => closing.next === 'again' || closing.next === 'escalate').map((one) => one.id)
    await tx.$executeRaw`UPDATE review_item SET iteration = ${next.iteration}, conflict = false, updated_at = ${ctx.now} WHERE id = ANY(${again})`
  } else {
    // Those of earlier iterations have waited for the last of this stage.
    await tx.$executeRaw`
      UPDATE review_item i SET stage = ${next.stage}, iteration = 1, conflict = false, updated_at = ${ctx.now} FROM review_stage_outcome o
      WHERE i.campaign_id = ${of.id} AND i.state = 'pending' AND i.stage = ${of.stage} AND o.item_id = i.id AND o.stage = i.stage AND o.iteration = i.iteration AND o.detail->>'next' = 'next'`
  }
  await tx.reviewCampaign.update({ where: { id: of.id }, data: { stage: next.stage, iteration: next.iteration, stageStartedAt: ctx.now, stageEndsAt: endsAt, updatedAt: ctx.now } })
  return next
}

/** Have items of earlier iterations of this stage come through it, so that they wait for the next? */
export async function someWait(tx: Tx, of: StageOf): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM review_item i JOIN review_stage_outcome o ON o.item_id = i.id AND o.stage = i.stage AND o.iteration = i.iteration
    WHERE i.campaign_id = ${of.id} AND i.state = 'pending' AND NOT i.synthetic AND i.stage = ${of.stage} AND i.iteration < ${of.iteration} AND o.detail->>'next' = 'next' LIMIT 1`
  return found.length > 0
}

/** What the trail keeps of a close: how many came to what in this stage, how many of them for good (`final`), and the digest of the sorted lines of `outcomeLine`. Rows that do not exist are left out. */
export function figuresOf(closed: readonly Closed[]): { items: number; counts: Record<string, number>; final: Record<string, number>; bySilence: number; byNobody: number; sha256: string } {
  const counts: Record<string, number> = {}
  const final: Record<string, number> = {}
  const real = closed.filter((one) => !one.synthetic)
  const lines = real.map(({ id, closing }) => {
    const word = closing.own?.kind ?? 'no_response'
    counts[word] = (counts[word] ?? 0) + 1
    if (closing.next === 'final') final[closing.outcome.kind] = (final[closing.outcome.kind] ?? 0) + 1
    return outcomeLine(id, word, closing.by, closing.own === null ? { until: null, targets: null } : detailOf(closing.own, ''))
  })
  const by = (which: string): number => real.filter(({ closing }) => closing.by === which).length
  return { items: real.length, counts, final, bySilence: by('no_response'), byNobody: by('nobody'), sha256: sha256Hex(lines.toSorted().join('\n')) }
}
