import type { Actor } from '@/lib/auth/actor'
import { AppError } from '@/lib/errors'
import type { Ctx } from '@/lib/context'
import type { OpenManyAnswer, OpenManyInput } from '@/lib/offboarding/model'

/** A case each, in a transaction each; sent again with its `bulkId` it goes on where it broke off. */
export async function openMany(_newCtx: () => Ctx, _actor: Actor, _input: OpenManyInput): Promise<OpenManyAnswer> {
  throw new AppError('unavailable', 'This is being built.')
}
