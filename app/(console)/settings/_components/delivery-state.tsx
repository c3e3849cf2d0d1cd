import { Badge, type BadgeTone } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'

export type DeliveryState = 'due' | 'sent' | 'failed' | 'not_sent'

export const DELIVERY_WORD: Record<DeliveryState, string> = { due: 'Due', sent: 'Sent', failed: 'Failed', not_sent: 'Not sent' }
const TONE: Record<DeliveryState, BadgeTone> = { due: 'plain', sent: 'ok', failed: 'critical', not_sent: 'unknown' }

/** What became of one thing that is told: its state, after how many attempts, when, and why not. */
export function DeliveryStanding({ state, attempts, at, error }: { state: DeliveryState; attempts: number; at: string | null; error: string | null }) {
  return (
    <>
      <Badge tone={TONE[state]}>{DELIVERY_WORD[state]}</Badge> <span className="sm soft">{attempts > 1 ? `${attempts} attempts, ` : ''}{state === 'due' ? 'next try' : 'at'} <Time iso={at} absent="no time" /></span>
      {error === null ? null : <span className="d2 whitespace-normal break-words">{error}</span>}
    </>
  )
}
