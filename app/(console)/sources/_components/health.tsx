import { Mark } from '@/components/domain/verdict'
import { Time } from '@/components/ui/time'
import type { Health } from '@/lib/activity/alive'
import type { SourceView } from '@/lib/activity/queries/sources'

const LOOK = {
  alive: ['ok', 'ok', 'alive'], silent: ['unknown', 'unknown', 'silent since'], never: ['wait', 'plain', 'never heard'], not_stated: ['none', 'plain', 'no heartbeat stated'],
} as const satisfies Record<Health, readonly [string, string, string]>

/** How a source is: shape and word; of a silent one also since when. */
export function HealthMark({ source, now }: { source: SourceView; now: string }) {
  const [glyph, tone, word] = LOOK[source.health]
  return <Mark glyph={glyph} tone={tone}><span>{word}{source.health === 'silent' ? <> <Time iso={lastHeard(source)} format="short" now={now} /></> : null}</span></Mark>
}

/** The last sign of life of whatever kind: a delivery or a heartbeat. */
export function lastHeard({ lastReceivedAt, lastHeartbeatAt }: Pick<SourceView, 'lastReceivedAt' | 'lastHeartbeatAt'>): string | null {
  return [lastReceivedAt, lastHeartbeatAt].flatMap((at) => (at === null ? [] : [at])).sort().at(-1) ?? null
}
