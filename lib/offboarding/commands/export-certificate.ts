import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { record } from '@/lib/trail/record'

/** Somebody took a certificate out of the console: which file, with what hash. Recorded before the first byte leaves. */
export async function recordCertificate(ctx: Ctx, actor: Actor, of: { id: string; subject: { name: string } }, what: { file: string; bytes: number; sha256: string; interim: boolean; keyId?: string | undefined }): Promise<void> {
  require(actor, 'offboarding.evidence')
  await transaction(async (tx) => record(tx, ctx, { actor, action: 'offboarding.exported', object: { kind: 'offboarding', id: of.id, name: of.subject.name }, detail: what }))
}
