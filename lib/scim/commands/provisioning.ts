import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, type Tx, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { guardedHolders } from '@/lib/people/commands/roles'
import type { Role } from '@/lib/people/model'
import { namesVersion, versionOf } from '@/lib/scim/answer'
import type { Doc, Kept } from '@/lib/scim/model'

/** Who provisions, by which address, and which roles the operator gives to which groups. */
export type Provisioning = { actor: Actor; ctx: Ctx; base: string; groupRoles: readonly { group: string; role: Role }[] }

/** Taken by what provisions alone, before every other lock. */
const SCIM_LOCK = 7_410_050

/** One transaction. Directories send the same things twice at once, so they wait for one another: two first calls make one person. */
export async function provisioning<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SCIM_LOCK})`
    return work(tx)
  })
}

/** The same where groups change: the roles' lock comes before those of the people, as everywhere. Of people alone it is their own commands that take it. */
export async function provisioningRoles<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return provisioning(async (tx) => {
    await guardedHolders(tx)
    return work(tx)
  })
}

/** Refuses (412) when the caller changes another version than it has read (RFC 7644, 3.14). */
export function assertVersion(resource: Doc, ifMatch: string | null): void {
  if (ifMatch !== null && !namesVersion(ifMatch, versionOf(resource))) throw new AppError('stale_version', 'It has been changed since it was read. Nothing was changed; read it again.')
}

/** What is stored beside the columns. */
export function keptJson(ctx: Ctx, doc: Doc, more: { deleted?: boolean } = {}): Prisma.InputJsonObject {
  const kept: Kept = { doc, at: ctx.now.toISOString(), deletedAt: more.deleted === true ? ctx.now.toISOString() : null }
  return kept as unknown as Prisma.InputJsonObject
}

/** Whoever ends access through a directory does it in nobody's name: the rule that nobody deactivates themselves is not about that. */
export function inNobodysName(actor: Actor): Actor {
  return { ...actor, behind: [] }
}

/** Wakes what opens an offboarding for those who have left. */
export async function wakeOffboarding(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('bailiwick_offboarding', ${id})`
}
