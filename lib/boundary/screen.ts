import { notFound } from 'next/navigation'
import { hasCode } from '@/lib/errors'

/**
 * Reads for a screen. What does not exist, what the actor may not see, and an address that makes no sense are the same page,
 * "not found"; everything else goes to the error page with its code.
 */
export async function screen<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden') || hasCode(error, 'invalid_input')) notFound()
    throw error
  }
}
