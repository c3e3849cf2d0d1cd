import { AppError } from '@/lib/errors'

/** Says in words what the store's last guards refuse: a second open request for one grant, a second answer of one person. */
export async function refuseSecond<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'P2002') throw error
    const text = JSON.stringify([error, 'meta' in error ? error.meta : null, 'message' in error ? error.message : null])
    if (/request_decision|person_?id/i.test(text)) throw new AppError('conflict', 'You have answered this request already; nobody answers twice. Nothing was changed.', { cause: error })
    if (/grant_id|one_open_for_grant|GrantRequest/.test(text)) throw new AppError('already_exists', 'Somebody has already asked to renew or confirm this grant; that request is still open. Nothing was changed.', { errors: [{ path: 'renews', message: 'is asked for already' }], cause: error })
    throw error
  }
}
