import { clsx } from 'clsx'
import { CopyButton } from './copy-button'

/** An identifier cut in the middle, so that its head and its tail can still be compared; the whole is in the title and on copy. */
export function CutCode({ value, head = 8, tail = 6, className }: { value: string; head?: number; tail?: number; className?: string }) {
  const whole = value.length <= head + tail + 1
  return <code className={className} title={whole ? undefined : value}>{whole ? value : `${value.slice(0, head)}…${value.slice(-tail)}`}</code>
}

export type CodeLine = { text: string; change?: 'added' | 'removed' }

/** Lines of code or of a diff; a changed line also carries its sign in the gutter. */
export function CodeBlock({ lines, label, copy, wrap = false }: { lines: readonly (string | CodeLine)[]; label: string; copy?: string; wrap?: boolean }) {
  return (
    <div className="codebox">
      <pre className={clsx('code', wrap && 'wrap')} tabIndex={0} role="region" aria-label={label}>
        {lines.map((line, index) => {
          const { text, change } = typeof line === 'string' ? { text: line, change: undefined } : line
          // A line has no identity but its place.
          return <span key={index} className={change === 'added' ? 'a' : change === 'removed' ? 'd' : undefined}>{change === 'added' ? '+ ' : change === 'removed' ? '- ' : ''}{text}</span>
        })}
      </pre>
      {copy === undefined ? null : <CopyButton value={copy} small />}
    </div>
  )
}
