import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { ImportAnswer, ImportRow } from '@/lib/grants/import-model'
import { type ImportWorld, parseRows, planImport, type PlannedRow, rowsOf } from '@/lib/grants/import-plan'
import { findCallers } from '@/lib/grants/queries/find-callers'
import { findHolders } from '@/lib/grants/queries/find-holders'
import type { CallerNames } from '@/lib/grants/resolve-caller'
import { declare } from '@/lib/names/commands'
import { mayTheyAct } from '@/lib/registry/queries/standing'
import { record } from '@/lib/trail/record'
import { bindNow } from './definitions'

export type ImportInput = { reason: string; grants: readonly unknown[]; atomic?: boolean; dryRun?: boolean }

// Chosen once: imports wait for one another, so that two of the same external id never race.
const IMPORT_LOCK = 7_410_002

/**
 * Takes over grants declared elsewhere. Every row answers for itself: created, unchanged (idempotent by externalId) or refused;
 * `atomic` refuses all when one is refused (`invalid_input`), `dryRun` answers without storing. What is created re-evaluates the
 * events of its servers.
 */
export async function importGrants(ctx: Ctx, actor: Actor, input: ImportInput): Promise<ImportAnswer> {
  require(actor, 'grant.import')
  const parsed = parseRows(input.grants)
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`
    const { answer, created } = planImport(parsed, await loadWorld(tx, ctx, rowsOf(parsed)), () => ctx.id('grant'))
    if (input.dryRun === true) return { ...answer, results: answer.results.map((result) => (result.status === 'created' ? { ...result, id: undefined } : result)) }
    if (input.atomic === true && answer.refused > 0) throw refusedWhole(answer)
    if (created.length > 0) await save(tx, ctx, actor, input.reason, created)
    return answer
  })
}

function refusedWhole(answer: ImportAnswer): AppError {
  const errors = answer.results.flatMap((result) => (result.errors ?? []).map(({ path, message }) => ({ path: path === '' ? `grants.${result.index}` : `grants.${result.index}.${path}`, message })))
  return new AppError('invalid_input', `${answer.refused} of ${answer.results.length} grants were refused, so none was imported. Correct them and send all again.`, { errors })
}

async function save(tx: Tx, ctx: Ctx, actor: Actor, reason: string, created: readonly PlannedRow[]): Promise<void> {
  await tx.grant.createMany({
    data: created.map(({ id, externalId, content }) => ({ ...content, id, externalId, origin: 'import' as const, importReason: reason, createdBy: actor.id, createdAt: ctx.now })),
  })
  // An ended grant permits nothing any more, so no definition is bound by it.
  const onTools = created.filter(({ content }) => content.targetKind === 'tool' && (content.validUntil === null || content.validUntil > ctx.now))
  await bindNow(tx, ctx, onTools.map(({ id, content }) => ({ id, target: content.target, serverId: content.serverId })), 'import')
  const serverIds = [...new Set(created.map(({ content }) => content.serverId))]
  const { reevaluationId } = await declare(tx, ctx, actor, { reason: `${created.length} grants imported: ${reason}`, reevaluate: { serverIds } })
  const [first] = created
  if (first === undefined) return
  await record(tx, ctx, {
    actor, action: 'grant.imported', object: { kind: 'grant', id: first.id, name: created.length === 1 ? first.externalId : `${created.length} grants` },
    detail: { reason, reevaluationId, grants: created.map(({ id, externalId, content }) => ({ id, externalId, ...content })) },
  })
}

async function loadWorld(tx: Tx, ctx: Ctx, rows: readonly ImportRow[]): Promise<ImportWorld> {
  const named = await findHolders('server', rows.map((row) => row.server), ctx.now, tx)
  const [servers, callers] = [await loadServers(tx, named), await findCallers(rows.map((row) => row.caller), ctx.now, tx)]
  return {
    servers, ...callers, now: ctx.now, mayNot: await lockMayNot(tx, ctx, [...servers.values()].map((server) => server.id), callers),
    existing: new Map((await tx.grant.findMany({ where: { externalId: { in: rows.map((row) => row.externalId) } } })).map((grant) => [grant.externalId ?? '', grant])),
  }
}

/** A proposed server may have grants that are older than this console, and one in quarantine keeps those it has. */
const TAKES_GRANTS: ReadonlySet<string> = new Set(['unregistered', 'quarantined'])

/** Which of these may not act, and why; callers are locked against a freeze and an end until the grants are stored, as servers are. */
async function lockMayNot(tx: Tx, ctx: Ctx, serverIds: readonly string[], { agents, clients, people }: CallerNames): Promise<Map<string, string>> {
  const of = (names: ReadonlyMap<string, string>): string[] => [...new Set(names.values())]
  await tx.$queryRaw`SELECT id FROM agent WHERE id = ANY(${of(agents)}) ORDER BY id FOR SHARE`
  await tx.$queryRaw`SELECT id FROM client WHERE id = ANY(${of(clients)}) ORDER BY id FOR SHARE`
  await tx.$queryRaw`SELECT id FROM person WHERE id = ANY(${of(people)}) ORDER BY id FOR SHARE`
  const found = new Map<string, string>()
  for (const [kind, ids] of [['server', serverIds], ['agent', of(agents)], ['client', of(clients)], ['person', of(people)]] as const) {
    for (const [id, answer] of await mayTheyAct(kind, ids, ctx.now, tx)) if (!answer.may && !TAKES_GRANTS.has(answer.reason)) found.set(id, answer.text)
  }
  return found
}

/** Locked against a life-cycle move until the grants are stored. */
async function loadServers(tx: Tx, named: ReadonlyMap<string, string>): Promise<ImportWorld['servers']> {
  const ids = [...new Set(named.values())]
  const found = await tx.$queryRaw<{ id: string; lifecycle: string; sensitivity: string }[]>`
    SELECT id, lifecycle::text, sensitivity::text FROM server WHERE id = ANY(${ids}) ORDER BY id FOR SHARE`
  const byId = new Map(found.map((server) => [server.id, server]))
  return new Map([...named].flatMap(([name, id]) => {
    const server = byId.get(id)
    return server === undefined ? [] : [[name, server] as const]
  }))
}
