import { env } from '@/lib/env'
import type { Channels } from './deliver'

/** Where messages go, as this process was told. */
export function configuredChannels(): Channels {
  const { mail, webhook, publicUrl } = env()
  return { mail, webhook, publicUrl }
}
