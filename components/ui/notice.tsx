import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from './glyph'

export type NoticeTone = 'info' | 'warn' | 'error' | 'ok' | 'unknown'

const GLYPH: Record<NoticeTone, GlyphName> = { info: 'info', warn: 'warn', error: 'no', ok: 'ok', unknown: 'unknown' }

/** What happened, what is still true, what to do. `code` is the problem code a person can quote. */
export function Notice({ tone = 'info', title, code, action, children }: { tone?: NoticeTone; title: ReactNode; code?: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <div className={clsx('notice', tone)}>
      <Glyph name={GLYPH[tone]} />
      <h3>{title}</h3>
      {action === undefined ? null : <div className="end">{action}</div>}
      <div className="body col-start-2">
        {children}
        {code === undefined ? null : <p className="lab">Code <code>{code}</code></p>}
      </div>
    </div>
  )
}
