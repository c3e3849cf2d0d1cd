import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from '@/components/ui/glyph'
import { Mark, type MarkTone } from './verdict'

const LOOK: Record<string, readonly [GlyphName, MarkTone]> = {
  proposed: ['wait', 'plain'], pilot: ['wait', 'plain'], active: ['granted', 'plain'], quarantined: ['blocked', 'bad'],
  offboarding: ['wait', 'warn'], retired: ['none', 'plain'], rejected: ['no', 'plain'],
  scheduled: ['wait', 'plain'], suspended: ['blocked', 'warn'], expired: ['none', 'plain'], revoked: ['no', 'plain'],
  left: ['none', 'plain'], inactive: ['none', 'plain'], open: ['executed', 'plain'], acknowledged: ['wait', 'plain'],
  accepted: ['attested', 'plain'], resolved: ['ok', 'ok'], alive: ['ok', 'ok'], silent: ['unknown', 'unknown'],
}

/** The state of a server, grant, person, finding or source: shape and word. */
export function LifecycleMark({ state }: { state: string }) {
  const [glyph, tone] = LOOK[state] ?? ['granted', 'plain']
  return <Mark glyph={glyph} tone={tone}>{state.replaceAll('_', ' ')}</Mark>
}

export type Stage = { label: string; note?: ReactNode; state: 'done' | 'now' | 'todo' | 'refused' }

const SAID = { done: 'done', now: 'now', todo: 'to come', refused: 'refused' } as const

/** The steps of a life cycle or case, in order, with their dates under the name. */
export function Stages({ label, stages }: { label: string; stages: readonly Stage[] }) {
  return (
    <ol className="stages" aria-label={label}>
      {stages.map((stage) => (
        <li key={stage.label} className={clsx(stage.state)} aria-current={stage.state === 'now' ? 'step' : undefined}>
          <b>{stage.state === 'done' ? <Glyph name="ok" /> : stage.state === 'refused' ? <Glyph name="blocked" /> : null}{stage.label}<span className="vh">, {SAID[stage.state]}</span></b>
          {stage.note}
        </li>
      ))}
    </ol>
  )
}
