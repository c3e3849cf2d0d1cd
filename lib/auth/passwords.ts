import { hash, verify } from '@node-rs/argon2'
import { once } from '@/lib/db/process-state'

// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS)
}

/** Verifies against the hash; without one it takes as long and answers false, so that time does not tell who exists. */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const reference = stored ?? (await once('decoyHash', () => hashPassword('nobody has this password')))
  const fits = await verify(reference, password).catch(() => false)
  return fits && stored !== null
}

/** What is wrong with a new password, as sentences; empty = nothing. Length counts, rules of composition do not (NIST SP 800-63B, 5.1.1.2). */
export function passwordFaults(password: string, email: string): string[] {
  const faults: string[] = []
  if (password.length < 12) faults.push('must have at least 12 characters')
  if (password.length > 256) faults.push('must have at most 256 characters')
  const lower = password.toLowerCase()
  const local = email.split('@')[0] ?? ''
  if (local.length > 3 && lower.includes(local.toLowerCase())) faults.push('must not contain the e-mail address')
  if (/^(.)\1+$/.test(password) || lower.startsWith('password') || lower.includes('bailiwick')) faults.push('is too easy to guess')
  return faults
}
