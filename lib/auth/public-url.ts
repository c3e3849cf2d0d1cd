import { env } from '@/lib/env'

/** How this console is reached, for commands that people copy. */
export function publicUrl(): string {
  return env().publicUrl
}
