import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export type BadgeTone = 'plain' | 'warn' | 'critical' | 'unknown' | 'ok'

const TONE: Record<BadgeTone, string> = { plain: '', warn: 'warn', critical: 'crit', unknown: 'q', ok: 'ok' }

/** A short word in a hairline frame; never a pill, never coloured alone. */
export function Badge({ tone = 'plain', title, children }: { tone?: BadgeTone; title?: string; children: ReactNode }) {
  return <span className={clsx('badge', TONE[tone])} title={title}>{children}</span>
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd>{children}</kbd>
}

export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="vh">{children}</span>
}
