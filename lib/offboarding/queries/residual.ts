import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { BlastRadius, ResidualLine, Subject } from '@/lib/offboarding/model'

/** Everything that still reaches, of the subject as it is now; who may see it has been asked. */
export async function loadResidual(_subject: Subject, _now: Date, _executor?: Tx): Promise<ResidualLine[]> {
  throw new AppError('unavailable', 'This is being built.')
}

/** Who calls it or what it calls, from the roll-up. */
export async function loadBlast(_subject: Subject, _now: Date, _executor?: Tx): Promise<BlastRadius> {
  throw new AppError('unavailable', 'This is being built.')
}
