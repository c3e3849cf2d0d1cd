import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { PlanView } from '@/lib/document/plan-model'
import { planOf } from '@/lib/document/queries/present-document'
import { formatOf, readDocument } from '@/lib/document/read-text'

/** What applying this text would do, JSON or YAML by its looks; writes nothing. */
export async function previewDocument(ctx: Ctx, actor: Actor, text: string): Promise<PlanView> {
  return planOf(actor, readDocument(text, formatOf(text)), ctx.now)
}
