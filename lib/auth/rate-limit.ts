import { RateLimiterMemory } from 'rate-limiter-flexible'
import { once } from '@/lib/db/process-state'
import { AppError, hasCode } from '@/lib/errors'

const MINUTES_15 = 15 * 60

type Limits = { perEmail: RateLimiterMemory; perAddress: RateLimiterMemory }

function limits(): Limits {
  return once('signInLimits', () => ({
    perEmail: new RateLimiterMemory({ points: 10, duration: MINUTES_15 }),
    perAddress: new RateLimiterMemory({ points: 50, duration: MINUTES_15 }),
  }))
}

/**
 * Counts an attempt to sign in; over the limit it is refused before the password is looked at. One with a link names no e-mail: it is
 * counted by address alone, since a count shared by everybody would let one visitor shut out all others.
 */
export async function countAttempt(email: string | null, address: string): Promise<void> {
  const { perEmail, perAddress } = limits()
  try {
    await perAddress.consume(address)
    if (email !== null) await perEmail.consume(email)
  } catch (error) {
    const wait = typeof error === 'object' && error !== null && 'msBeforeNext' in error ? Math.ceil(Number(error.msBeforeNext) / 1000) : MINUTES_15
    throw new AppError('too_many_requests', `Too many attempts. Wait ${Math.ceil(wait / 60)} minutes, then try again.`, { retryAfter: wait })
  }
}

/** Forgets the attempts of an e-mail after a success. */
export async function forgetAttempts(email: string): Promise<void> {
  await limits().perEmail.delete(email)
}

const REFUSED_A_MINUTE = 60

/**
 * Runs what anybody may ask for and only a signature opens. An address whose messages were refused too often in a minute waits, so that
 * nobody tries keys or keeps the machine busy with verifying; whoever signs rightly is never counted.
 */
export async function countRefusals<T>(address: string, work: () => Promise<T>): Promise<T> {
  const limiter = once('refusedMessages', () => new RateLimiterMemory({ points: REFUSED_A_MINUTE, duration: 60 }))
  const before = await limiter.get(address)
  if (before !== null && before.consumedPoints >= REFUSED_A_MINUTE) throw new AppError('too_many_requests', 'Too many messages from this address were refused. Wait a minute, then send one that is signed.', { retryAfter: Math.ceil(before.msBeforeNext / 1000) })
  try {
    return await work()
  } catch (error) {
    if (hasCode(error, 'unauthenticated')) await limiter.penalty(address)
    throw error
  }
}
