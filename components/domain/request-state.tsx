import type { GlyphName } from '@/components/ui/glyph'
import type { RequestKind, RequestState } from '@/lib/requests/state'
import { Mark, type MarkTone } from './verdict'

const LOOK: Record<RequestState, { glyph: GlyphName; tone: MarkTone; title: string }> = {
  draft: { glyph: 'none', tone: 'plain', title: 'Not submitted; only its author sees it.' },
  pending: { glyph: 'wait', tone: 'plain', title: 'Somebody holds it.' },
  approved: { glyph: 'ok', tone: 'ok', title: 'Everybody who had to has said yes.' },
  denied: { glyph: 'no', tone: 'plain', title: 'Somebody said no, with a reason.' },
  withdrawn: { glyph: 'none', tone: 'plain', title: 'Whoever asked took it back.' },
  lapsed: { glyph: 'none', tone: 'plain', title: 'Nobody answered in time.' },
}

/** The state of a request: shape and word. What broke the glass was in force at once, and waits to be justified. */
export function RequestStateMark({ state, kind = 'grant' }: { state: RequestState; kind?: RequestKind }) {
  const look = LOOK[state]
  if (kind === 'break_glass' && state !== 'draft') {
    const word = state === 'pending' ? 'to be justified' : state === 'approved' ? 'justified' : state === 'denied' ? 'not justified' : state
    return <span title="The glass was broken: the grant was in force at once."><Mark glyph={state === 'pending' ? 'warn' : look.glyph} tone={state === 'pending' ? 'warn' : look.tone}>{word}</Mark></span>
  }
  return <span title={look.title}><Mark glyph={look.glyph} tone={look.tone}>{state === 'pending' ? 'waiting' : state}</Mark></span>
}
