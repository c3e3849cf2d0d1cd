import Link from 'next/link'

export type ShareKind = 'used' | 'unused' | 'unknown' | 'bad'
export type SharePart = { kind: ShareKind; count: number; label: string; href?: string }

/** Parts of a whole: filled = used, outline = unused, dashed = not evaluable. Always with its numbers under it. */
export function ShareBar({ label, parts }: { label: string; parts: readonly SharePart[] }) {
  const shown = parts.filter((part) => part.count > 0)
  return (
    <div>
      <div className="share" role="img" aria-label={`${label}: ${parts.map((part) => `${part.count} ${part.label}`).join(', ')}`}>
        {shown.map((part) => <i key={part.kind} className={part.kind} style={{ flexGrow: part.count }} />)}
      </div>
      <div className="share-words">
        {parts.map((part) => <span key={part.kind}>{part.href === undefined ? `${part.count.toLocaleString('en-US')} ${part.label}` : <Link className="l" href={part.href}>{part.count.toLocaleString('en-US')} {part.label}</Link>}</span>)}
      </div>
    </div>
  )
}
