import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from '@/components/ui/glyph'

const words = (value: string): string => value.replaceAll('_', ' ')

/**
 * What the declarations say of a call, and whether it happened: granted is a quiet dot; all else is a heavy cross when it
 * was executed and a barred ring when it was blocked.
 */
export function VerdictMark({ verdict, outcome }: { verdict: string | null; outcome?: string }) {
  if (verdict === null) return <span className="ver q"><Glyph name="unknown" />not judged</span>
  if (verdict === 'granted') return <span className="ver"><Glyph name="granted" />granted</span>
  const blocked = outcome === 'denied'
  return <span className="ver bad"><Glyph name={blocked ? 'blocked' : 'executed'} />{words(verdict)}{blocked ? <span className="vh">, blocked</span> : null}</span>
}

/** success, error, denied; only a denial is written strong. */
export function OutcomeText({ outcome }: { outcome: string }) {
  return outcome === 'denied' ? <b>denied</b> : <span className="soft">{outcome}</span>
}

export type MarkTone = 'plain' | 'bad' | 'warn' | 'ok' | 'unknown'
const TONE: Record<MarkTone, string> = { plain: '', bad: 'bad', warn: 'warn', ok: 'ok', unknown: 'q' }

/** Any other glyph with its word: fits, differs, alive, silent, not evaluable. */
export function Mark({ glyph, tone = 'plain', children }: { glyph: GlyphName; tone?: MarkTone; children: ReactNode }) {
  return <span className={clsx('ver', TONE[tone])}><Glyph name={glyph} />{children}</span>
}

/** An honest answer with its reason, never a zero. */
export function NotEvaluable({ reason }: { reason?: string }) {
  return <Mark glyph="unknown" tone="unknown"><span className="whitespace-normal">not evaluable{reason === undefined ? null : <span className="soft">: {reason}</span>}</span></Mark>
}
