import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { CaseView, OpenCaseInput, Subject } from '@/lib/offboarding/model'

/** Opens a case, with its lines and its blast radius; frozen, or frozen and revoked, in the same transaction where that is asked. `already_exists` names the one under way. */
export async function openCase(_ctx: Ctx, _actor: Actor, _input: OpenCaseInput): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

export type OpenBySystem = { subject: Subject; reason: string; occasion: 'left' | 'transition' | 'policy' | 'bulk'; occasionText: string; bulkId?: string; freeze: boolean; watchDays?: number; plannedFreezeAt?: Date; plannedRevokeAt?: Date; ownerId?: string | null }

/** The same in the caller's transaction, for what opens by itself; null when one is under way already. The trail entry is written by the caller calling `recordIt` last. */
export async function openCaseIn(_tx: Tx, _ctx: Ctx, _actor: Actor, _input: OpenBySystem): Promise<{ id: string; recordIt: () => Promise<void> } | null> {
  throw new AppError('unavailable', 'This is being built.')
}
