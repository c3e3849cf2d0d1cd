'use server'

import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { editRequest } from '@/lib/requests/commands/edit-request'
import { nudgeRequest } from '@/lib/requests/commands/nudge-request'
import { discardDraft, saveDraft } from '@/lib/requests/commands/save-draft'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { withdrawRequest } from '@/lib/requests/commands/withdraw-request'
import { decisionSchema, requestBodySchema, requestDraftSchema } from '@/lib/requests/model'
import { reasonSchema } from '@/lib/registry/server-input'
import { adviseOn } from '@/lib/views/request-advice'
import { findTargets } from '@/lib/views/request-targets'

const id = z.string().min(1).max(100)

/** Tools that may be asked for, found by what they do; of one server where something of it is asked for already. */
export const searchTargetsAction = action({ permission: 'grant.request', schema: z.strictObject({ query: z.string().max(200), server: z.string().max(63) }) }, ({ actor, input }) => findTargets(actor, input.query, input.server))

/** What this would add, as far as it is filled in. Writes nothing. */
export const adviseAction = action({ permission: 'grant.request', schema: requestDraftSchema }, ({ actor, ctx, input }) => adviseOn(actor, input, ctx.now))

/** Keeps what was typed. The page it is called from stays as it is, so nothing is read anew. */
export const saveDraftAction = action({ permission: 'grant.request', schema: z.strictObject({ id: id.nullable(), draft: requestDraftSchema }) }, async ({ actor, ctx, input }) => {
  const saved = await saveDraft(ctx, actor, input.draft, input.id ?? undefined)
  return { id: saved.id, at: ctx.now.toISOString() }
})

export const discardDraftAction = action({ permission: 'grant.request', schema: z.strictObject({ id }) }, async ({ actor, ctx, input }) => {
  await discardDraft(ctx, actor, input.id)
})

export const submitRequestAction = action({ permission: 'grant.request', schema: z.strictObject({ id: id.nullable(), body: requestBodySchema }) }, async ({ actor, ctx, input }) => {
  const sent = await submitRequest(ctx, actor, input.body, input.id ?? undefined)
  return { id: sent.id }
})

export const editRequestAction = action({ permission: 'grant.request', schema: z.strictObject({ id, revision: z.number().int().min(1), body: requestBodySchema }) }, async ({ actor, ctx, input }) => {
  const changed = await editRequest(ctx, actor, input.id, { ...input.body, revision: input.revision })
  return { id: changed.id }
})

/** Who may decide is asked of the request itself. */
export const decideAction = action({ permission: null, schema: z.strictObject({ id, decision: decisionSchema }) }, async ({ actor, ctx, input }) => {
  const decided = await decideRequest(ctx, actor, input.id, input.decision)
  return { state: decided.state }
})

export const withdrawAction = action({ permission: null, schema: z.strictObject({ id, reason: reasonSchema }) }, async ({ actor, ctx, input }) => {
  await withdrawRequest(ctx, actor, input.id, input.reason)
})

export const nudgeAction = action({ permission: null, schema: z.strictObject({ id }) }, async ({ actor, ctx, input }) => {
  await nudgeRequest(ctx, actor, input.id)
})
