import { apart } from '@/lib/apart'
import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { hasCode } from '@/lib/errors'
import { plannedDue } from '@/lib/offboarding/queries/due'
import { freezeIn } from './freeze-case'
import { type CaseRecord, lockCase } from './load'
import { revokeIn } from './revoke-case'
import { tellWaiting } from './tell-waiting'

const LONGEST_MS = 120_000

/**
 * Reaches what was planned: freezes cases whose date has come, and revokes those whose date for that has. A revocation that has nobody to
 * hand over to waits, frozen, and security is told once. One case's error stops no other. Returns how many stages were reached.
 */
export async function reachPlanned(newCtx: () => Ctx): Promise<number> {
  const { attempt, end } = apart()
  for (const { id } of await plannedDue(newCtx().now)) {
    await attempt(async () => Number(await freezeDue(newCtx(), id)) + Number(await revokeDue(newCtx, id)))
  }
  return end((failed) => `${failed} planned stages of offboardings could not be reached`)
}

function isDue(at: Date | null, now: Date): boolean {
  return at !== null && at <= now
}

/** What is to be revoked is frozen first. */
async function freezeDue(ctx: Ctx, id: string): Promise<boolean> {
  return transaction(async (tx) => {
    const locked = await lockCase(tx, ctx, id)
    if (locked === null || locked.row.stage !== 'open' || !(isDue(locked.row.plannedFreezeAt, ctx.now) || isDue(locked.row.plannedRevokeAt, ctx.now))) return false
    const rest = await freezeIn(tx, locked.ctx, SYSTEM, locked.row, plannedReason(locked.row))
    await rest()
    return true
  })
}

async function revokeDue(newCtx: () => Ctx, id: string): Promise<boolean> {
  const ctx = newCtx()
  try {
    return await transaction(async (tx) => {
      const locked = await lockCase(tx, ctx, id)
      if (locked === null || locked.row.stage !== 'frozen' || !isDue(locked.row.plannedRevokeAt, ctx.now)) return false
      const rest = await revokeIn(tx, locked.ctx, SYSTEM, id, plannedReason(locked.row), [])
      await rest()
      return true
    }, LONGEST_MS)
  } catch (error) {
    if (!hasCode(error, 'conflict')) throw error
    await tellWaiting(ctx, id, error)
    return false
  }
}

function plannedReason(row: CaseRecord): string {
  return `As planned: ${row.reason}`.slice(0, 2000)
}
