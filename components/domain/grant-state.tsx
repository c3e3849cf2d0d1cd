import type { GlyphName } from '@/components/ui/glyph'
import { Mark, type MarkTone } from './verdict'

const LOOK: Record<string, { glyph: GlyphName; tone: MarkTone; title: string }> = {
  scheduled: { glyph: 'wait', tone: 'plain', title: 'Its window has not begun.' },
  active: { glyph: 'granted', tone: 'plain', title: 'In its window, and in force unless a hold is open.' },
  suspended: { glyph: 'wait', tone: 'warn', title: 'A hold is open; it covers nothing meanwhile.' },
  expired: { glyph: 'none', tone: 'plain', title: 'Its window is over.' },
  revoked: { glyph: 'no', tone: 'plain', title: 'Somebody ended it.' },
}

/** The state of a grant: shape and word. */
export function GrantStateMark({ state }: { state: string }) {
  const look = LOOK[state]
  return <span title={look?.title}><Mark glyph={look?.glyph ?? 'unknown'} tone={look?.tone ?? 'unknown'}>{state}</Mark></span>
}
