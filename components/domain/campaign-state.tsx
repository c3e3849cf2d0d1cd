import type { GlyphName } from '@/components/ui/glyph'
import type { CampaignState } from '@/lib/reviews/machine'
import { Mark, type MarkTone } from './verdict'

const LOOK: Record<CampaignState, { glyph: GlyphName; tone: MarkTone; word: string; title: string }> = {
  draft: { glyph: 'none', tone: 'plain', word: 'draft', title: 'Being prepared; nobody has been asked.' },
  running: { glyph: 'wait', tone: 'plain', word: 'running', title: 'Reviewers answer.' },
  remediation: { glyph: 'wait', tone: 'plain', word: 'being applied', title: 'Decided; what was decided is applied.' },
  confirming: { glyph: 'wait', tone: 'plain', word: 'being watched', title: 'Applied; what was ended is watched.' },
  closed: { glyph: 'ok', tone: 'ok', word: 'closed', title: 'Everything that was ended is over, or somebody signed for it.' },
  cancelled: { glyph: 'none', tone: 'plain', word: 'cancelled', title: 'Ended without an outcome.' },
}

/** The state of a campaign: shape and word. */
export function CampaignStateText({ state, launching = false }: { state: CampaignState; launching?: boolean }) {
  const { glyph, tone, word, title } = LOOK[state]
  return <span title={title}><Mark glyph={launching ? 'wait' : glyph} tone={tone}>{launching ? 'being launched' : word}</Mark></span>
}
