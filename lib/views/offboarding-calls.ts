import type { Actor } from '@/lib/auth/actor'
import { AppError } from '@/lib/errors'
import type { OffboardingCallsView } from '@/lib/offboarding/stage-calls'

/** Calls by or to the subject of a case, for its picture; `not_found` when there is none or it may not be seen. */
export async function loadOffboardingCalls(_actor: Actor, _caseId: string, _now: Date): Promise<OffboardingCallsView> {
  throw new AppError('unavailable', 'This is being built.')
}
