import { Mark } from '@/components/domain/verdict'
import type { Health } from '@/lib/activity/alive'

const LOOK = {
  alive: ['ok', 'ok', 'alive'], silent: ['unknown', 'unknown', 'silent'], never: ['wait', 'plain', 'never heard'], not_stated: ['none', 'plain', 'no heartbeat stated'],
} as const satisfies Record<Health, readonly [string, string, string]>

/** How a source is: shape and word. */
export function HealthMark({ health }: { health: Health }) {
  const [glyph, tone, word] = LOOK[health]
  return <Mark glyph={glyph} tone={tone}>{word}</Mark>
}
