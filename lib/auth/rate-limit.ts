import { RateLimiterMemory } from 'rate-limiter-flexible'
import { once } from '@/lib/db/process-state'
import { AppError } from '@/lib/errors'

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
