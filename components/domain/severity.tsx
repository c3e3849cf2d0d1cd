import { clsx } from 'clsx'
import { Glyph, type GlyphName } from '@/components/ui/glyph'

const SHAPE: Record<string, GlyphName> = { critical: 'critical', high: 'high', medium: 'medium', low: 'low' }
const WORD: Record<string, string> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' }

/** Shape, word, colour. `count` writes "3 critical"; an unknown severity is drawn as a dash with its own word. */
export function SeverityMark({ severity, count }: { severity: string; count?: number }) {
  const word = WORD[severity] ?? severity
  return (
    <span className={clsx('sev', severity in SHAPE ? severity : 'none')}>
      <Glyph name={SHAPE[severity] ?? 'none'} />
      {count === undefined ? word : `${count.toLocaleString('en-US')} ${word.toLowerCase()}`}
    </span>
  )
}
