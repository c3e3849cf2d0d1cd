import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, transaction, type Tx } from '@/lib/db/client'
import { bodyOf } from '@/lib/document/content'
import { DOCUMENT_CHANGES, type DocumentFormat, type GrantsDocument, type Step } from '@/lib/document/model'
import type { AppliedView, DocumentOutcome, PlanView } from '@/lib/document/plan-model'
import { type LoadedPlan, loadPlan } from '@/lib/document/queries/load-plan'
import { readDocument } from '@/lib/document/read-text'
import { planView } from '@/lib/document/view-plan'
import { AppError } from '@/lib/errors'
import { revokeGrantIn } from '@/lib/grants/commands/change-grant'
import { submitRequestIn } from '@/lib/requests/commands/submit-request'
import { prepare } from '@/lib/requests/commands/prepare'
import { type RequestBody, requestBodySchema } from '@/lib/requests/model'
import { record } from '@/lib/trail/record'
import { narrowToEntries } from './narrow-to-entries'

// Chosen once: documents are applied one after the other.
const DOCUMENT_LOCK = 7_410_030
/** Milliseconds that a hundred requests, each with its messages and its entry in the trail, may take on a busy machine. */
const PATIENCE = 60_000

/**
 * Applies a document: exactly the plan whose hash was looked at. Made again under the locks of all that it changes; another one now is
 * `stale_version`, and its hash is answered. What is less happens at once, what is more is filed as requests of the actor's; all in one
 * transaction, or nothing. `forbidden` and `conflict` name the first step that something stands against.
 */
export async function applyDocument(asked: Ctx, actor: Actor, input: { text: string; format: DocumentFormat; hash: string }): Promise<AppliedView> {
  require(actor, 'grant.request')
  const document = readDocument(input.text, input.format)
  return transaction(async (tx) => {
    await lockAll(tx, document)
    const last = await tx.grantDocument.findFirst({ orderBy: { number: 'desc' } })
    // Whoever waited for another document looks at what that has left, not at what was before it.
    const ctx = last !== null && last.appliedAt > asked.now ? { ...asked, now: last.appliedAt } : asked
    const plan = await loadPlan(actor, document, ctx.now, tx)
    if (plan.hash !== input.hash) throw new AppError('stale_version', `The plan is another one by now: ${plan.hash}. Nothing was changed; look at it before you apply it.`, { errors: [{ path: 'apply', message: plan.hash }] })
    const view = planView(plan)
    refuseObstacles(plan, view)
    const done = changesOf(plan) === 0 && last?.text === input.text ? last : null
    if (done !== null) return { ...view, applied: true, number: done.number, appliedAt: done.appliedAt.toISOString(), requests: [], narrowed: [], revoked: [] }
    return carryOut(tx, ctx, actor, { ...input, document, plan, view, number: (last?.number ?? 0) + 1 })
  }, PATIENCE)
}

/** Everything that may change, in one order, before anything does: whoever locks one of them alone waits, and nobody waits in a circle. */
async function lockAll(tx: Tx, document: GrantsDocument): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${DOCUMENT_LOCK})`
  const servers = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM server WHERE slug = ANY(${document.servers}) ORDER BY id FOR SHARE`
  await tx.$queryRaw`SELECT id FROM "grant" WHERE server_id = ANY(${servers.map((server) => server.id)}) AND revoked_at IS NULL ORDER BY id FOR UPDATE`
}

function changesOf({ steps }: LoadedPlan): number {
  return steps.filter((step) => step.kind === 'narrow' || step.kind === 'revoke' || ('asked' in step && step.asked === null)).length
}

function refuseObstacles(plan: LoadedPlan, view: PlanView): void {
  const changes = changesOf(plan)
  if (changes > DOCUMENT_CHANGES) throw new AppError('too_large', `The plan has ${changes} changes; ${DOCUMENT_CHANGES} at a time can be applied. Nothing was changed; speak for fewer servers, or change less at once.`)
  if (view.blocked === 0) return
  const errors = view.steps.flatMap((step) => step.obstacles.map((message) => ({ path: step.path ?? step.grantIds[0] ?? '', message })))
  const isForbidden = plan.steps.some((step) => plan.obstacles(step).some((one) => one.forbidden))
  throw new AppError(isForbidden ? 'forbidden' : 'conflict', `The plan cannot be applied: ${errors[0]?.message ?? ''}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''}. Nothing was changed.`, { errors: errors.slice(0, 200) })
}

type Work = { text: string; document: GrantsDocument; plan: LoadedPlan; view: PlanView; number: number }

async function carryOut(tx: Tx, ctx: Ctx, actor: Actor, { text, document, plan, view, number }: Work): Promise<AppliedView> {
  const reason = `Document ${number} of grants as code`
  const bodies = asks(plan, number)
  // All that the requests rest on is locked before anything is done: of the same server, agent and human it is the same.
  for (const { body } of new Map(bodies.map((ask) => [JSON.stringify([ask.body.server, ask.body.caller.agent, ask.body.caller.human]), ask])).values()) await prepare(tx, ctx, actor, body, { behind: actor.behind, policyNumber: null })
  const outcome: DocumentOutcome = { counts: view.counts, steps: [] }
  const note = (step: Step, entry: number | null, more: Partial<DocumentOutcome['steps'][number]>): void => {
    outcome.steps.push({ kind: step.kind, path: entry === null ? null : `grants.${entry}`, grantIds: [], requestId: null, replacedBy: [], ...more })
  }
  for (const step of plan.steps) {
    if (step.kind === 'revoke') {
      await revokeGrantIn(tx, ctx, actor, step.grantId, `${reason} does not have it`)
      note(step, null, { grantIds: [step.grantId] })
    } else if (step.kind === 'narrow') {
      const ids = await narrowToEntries(tx, ctx, actor, step.grantId, step.entries.flatMap((entry) => plan.wanted.get(entry)?.content ?? []), reason)
      step.entries.forEach((entry, i) => note(step, entry, { grantIds: [step.grantId], replacedBy: ids.slice(i, i + 1) }))
    } else if (step.kind === 'unchanged') note(step, step.entry, { grantIds: step.grantId === null ? [] : [step.grantId] })
    else if (step.asked !== null) note(step, step.entry, { grantIds: step.kind === 'widen' ? step.grantIds : [], requestId: step.asked })
  }
  for (const { step, body } of bodies) {
    const request = await submitRequestIn(tx, ctx, actor, body)
    note(step, step.entry, { grantIds: step.kind === 'widen' ? step.grantIds : [], requestId: request.id })
  }
  await tx.grantDocument.create({ data: { number, text, servers: [...document.servers], planHash: plan.hash, outcome: outcome as unknown as Prisma.InputJsonObject, appliedBy: actor.id, appliedAt: ctx.now } })
  const { requests, narrowed, revoked } = donesOf(outcome, new Set(bodies.map(({ step }) => `grants.${step.entry}`)))
  await record(tx, ctx, { actor, action: 'grants.document_applied', object: { kind: 'grant_document', id: String(number), name: `document ${number}` }, detail: { servers: document.servers, counts: view.counts, hash: plan.hash, requests, narrowed, revoked } })
  return { ...view, applied: true, number, appliedAt: ctx.now.toISOString(), requests, narrowed, revoked }
}

type Ask = { step: Extract<Step, { kind: 'create' | 'widen' }>; body: RequestBody }

/** What is asked for, as anybody would ask for it. */
function asks(plan: LoadedPlan, number: number): Ask[] {
  return plan.steps.flatMap((step): Ask[] => {
    if ((step.kind !== 'create' && step.kind !== 'widen') || step.asked !== null) return []
    const content = plan.wanted.get(step.entry)?.content
    if (content === undefined) return []
    const parsed = requestBodySchema.safeParse(bodyOf(content, plan.now, number))
    if (parsed.success) return [{ step, body: parsed.data }]
    const errors = parsed.error.issues.map((issue) => ({ path: `grants.${step.entry}.${issue.path.map(String).join('.')}`, message: issue.message }))
    throw new AppError('invalid_input', `The document was refused (${errors[0]?.path ?? ''}: ${errors[0]?.message ?? ''}). Nothing was changed.`, { errors })
  })
}

function donesOf({ steps }: DocumentOutcome, filed: ReadonlySet<string>): Pick<AppliedView, 'requests' | 'narrowed' | 'revoked'> {
  const narrowed = new Map<string, string[]>()
  for (const step of steps) if (step.kind === 'narrow') for (const id of step.grantIds) narrowed.set(id, [...narrowed.get(id) ?? [], ...step.replacedBy])
  return {
    requests: steps.flatMap((step) => (step.requestId !== null && filed.has(step.path ?? '') ? [step.requestId] : [])),
    narrowed: [...narrowed].map(([grantId, replacedBy]) => ({ grantId, replacedBy })), revoked: steps.flatMap((step) => (step.kind === 'revoke' ? step.grantIds : [])),
  }
}
