import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import type { FindingStatus, Observation, Severity } from '@/lib/drift/model'
import { type Change, firstSeen, seenAgain } from '@/lib/drift/reconcile'
import type { Standing } from '@/lib/drift/life'

export type Tally = { opened: number; resolved: number; reopened: number }

/** Findings per transaction: a run never holds many locks, nor any for long. */
const CHUNK = 200

type Stored = Standing & { id: string; fingerprint: string }

/** Makes the stored findings agree with what a run observed. Chunk by chunk, so what people do meanwhile is waited for and kept. */
export async function saveFindings(makeCtx: () => Ctx, now: Date, observations: readonly Observation[]): Promise<Tally> {
  const tally: Tally = { opened: 0, resolved: 0, reopened: 0 }
  for (const chunk of chunksOf(observations)) await transaction((tx) => saveChunk(tx, makeCtx(), now, chunk, tally))
  const seen = observations.map((observation) => observation.fingerprint)
  for (const ids of chunksOf(await unseen(seen))) await transaction((tx) => settleGone(tx, makeCtx(), now, ids, tally))
  return tally
}

function* chunksOf<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK)
}

type Row = { id: string; fingerprint: string; status: FindingStatus; severity: Severity; resolved_at: Date | null; accepted_until: Date | null; last_seen: Date; executed: number; blocked: number }

function storedOf(row: Row): Stored {
  return {
    id: row.id, fingerprint: row.fingerprint, status: row.status, severity: row.severity, resolvedAt: row.resolved_at?.getTime() ?? null,
    acceptedUntil: row.accepted_until?.getTime() ?? null, lastSeen: row.last_seen.getTime(), executed: row.executed, blocked: row.blocked,
  }
}

async function saveChunk(tx: Tx, ctx: Ctx, now: Date, observations: readonly Observation[], tally: Tally): Promise<void> {
  const fingerprints = observations.map((observation) => observation.fingerprint)
  // In the order of ids, as the other writers take them.
  const locked = await tx.$queryRaw<Row[]>`
    SELECT id, fingerprint, status, severity, resolved_at, accepted_until, last_seen, executed, blocked FROM finding WHERE fingerprint = ANY(${fingerprints}) ORDER BY id FOR UPDATE`
  const known = new Map(locked.map((row) => [row.fingerprint, storedOf(row)]))
  const writes = observations.map((observation) => {
    const stored = known.get(observation.fingerprint)
    const change = stored === undefined ? firstSeen(observation, now.getTime()) : seenAgain(stored, observation, now.getTime())
    return { id: stored?.id ?? ctx.id('finding'), observation, change }
  })
  await tx.$executeRaw`
    INSERT INTO finding (id, fingerprint, kind, status, severity, server_id, server, target, agent_id, agent, client, human, grant_id, source_name, first_seen, last_seen,
      executed, blocked, evaluable, explanation, evidence, remedies, replacement, opened_at, resolved_at, accepted_until, updated_at)
    SELECT id, fingerprint, kind, status::finding_status, severity::severity, "serverId", server, target, "agentId", agent, client, human, "grantId", "sourceName", "firstSeen", "lastSeen",
      executed, blocked, evaluable, explanation, evidence, remedies, nullif(replacement, 'null'::jsonb), ${now}::timestamptz, "resolvedAt", "acceptedUntil", ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(writes.map(columnsOf))}::jsonb) AS row (id text, fingerprint text, kind text, status text, severity text, "serverId" text, server text, target text,
      "agentId" text, agent text, client text, human text, "grantId" text, "sourceName" text, "firstSeen" timestamptz, "lastSeen" timestamptz, executed int, blocked int, evaluable boolean,
      explanation text, evidence jsonb, remedies jsonb, replacement jsonb, "resolvedAt" timestamptz, "acceptedUntil" timestamptz)
    ON CONFLICT (fingerprint) DO UPDATE SET status = excluded.status, severity = excluded.severity, server = excluded.server, agent = excluded.agent, client = excluded.client,
      human = excluded.human, first_seen = least(finding.first_seen, excluded.first_seen), last_seen = excluded.last_seen, executed = excluded.executed, blocked = excluded.blocked,
      evaluable = excluded.evaluable, explanation = excluded.explanation, evidence = excluded.evidence, remedies = excluded.remedies, replacement = excluded.replacement, resolved_at = excluded.resolved_at,
      accepted_until = excluded.accepted_until, updated_at = excluded.updated_at`
  await writeHistory(tx, ctx, now, writes, tally)
}

/** More calls than a 32-bit count holds are said to be that many. */
const MOST = 2_147_483_647

function columnsOf({ id, observation, change }: { id: string; observation: Observation; change: Change }): Record<string, unknown> {
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  return {
    ...observation, id, status: change.status, executed: Math.min(observation.executed, MOST), blocked: Math.min(observation.blocked, MOST),
    firstSeen: iso(observation.firstSeen), lastSeen: iso(observation.lastSeen), resolvedAt: iso(change.resolvedAt), acceptedUntil: iso(change.acceptedUntil),
  }
}

async function writeHistory(tx: Tx, ctx: Ctx, now: Date, writes: readonly { id: string; change: Change }[], tally: Tally): Promise<void> {
  const lines = writes.flatMap(({ id, change }) => change.history.map((line) => ({ id: ctx.id('history'), findingId: id, at: now, by: 'engine', ...line })))
  if (lines.length > 0) await tx.findingHistory.createMany({ data: lines })
  for (const { change } of writes) if (change.counts !== null) tally[change.counts] += 1
}

/** The findings that are not resolved and were not observed. */
async function unseen(seen: readonly string[]): Promise<string[]> {
  return transaction(async (tx) => {
    const found = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM finding WHERE status <> 'resolved' AND NOT (fingerprint = ANY(${seen})) ORDER BY id`
    return found.map((row) => row.id)
  })
}

async function settleGone(tx: Tx, ctx: Ctx, now: Date, ids: readonly string[], tally: Tally): Promise<void> {
  const locked = await tx.$queryRaw<Row[]>`
    SELECT id, fingerprint, status, severity, resolved_at, accepted_until, last_seen, executed, blocked FROM finding WHERE id = ANY(${ids}) AND status <> 'resolved' ORDER BY id FOR UPDATE`
  const writes = locked.map((row) => ({ id: row.id, change: seenAgain(storedOf(row), null, now.getTime()) }))
  await tx.finding.updateMany({ where: { id: { in: writes.map((write) => write.id) } }, data: { status: 'resolved', resolvedAt: now, acceptedUntil: null, updatedAt: now } })
  await writeHistory(tx, ctx, now, writes, tally)
}
