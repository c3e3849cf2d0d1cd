import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { record } from '@/lib/trail/record'

/** Somebody took evidence of a campaign out of the console: which file, with what hash. Recorded before the first byte leaves. */
export async function recordExport(ctx: Ctx, actor: Actor, campaign: { id: string; name: string }, what: { file: string; bytes: number; sha256: string; interim: boolean; keyId?: string | undefined }): Promise<void> {
  require(actor, 'review.evidence')
  await transaction(async (tx) => record(tx, ctx, { actor, action: 'review.exported', object: { kind: 'review', id: campaign.id, name: campaign.name }, detail: what }))
}
