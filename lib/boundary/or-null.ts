import { hasCode } from '@/lib/errors'

/** Reads for a part of a screen: null for what does not exist or the actor may not see; the rest of the screen stands without it. */
export async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden')) return null
    throw error
  }
}
