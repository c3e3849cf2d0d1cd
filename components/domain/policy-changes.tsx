import { Mark } from '@/components/domain/verdict'
import type { PolicyChange } from '@/lib/requests/approval-policy'

/** What one policy says differently from another, line by line: from, to, and where it asks for less. */
export function PolicyChanges({ label, changes }: { label: string; changes: readonly PolicyChange[] }) {
  return (
    <ul className="warnings" aria-label={label}>
      {changes.map(({ about, from, to, looser }) => (
        <li key={about} className="grid-cols-[112px_minmax(0,1fr)]">
          <span className="nw">{looser ? <Mark glyph="warn" tone="warn">asks for less</Mark> : <span className="mute">no looser</span>}</span>
          <span><span className="soft">{about.charAt(0).toUpperCase() + about.slice(1)}:</span> <del>{from}</del> <span aria-hidden="true">→</span><span className="vh"> becomes </span> <ins>{to}</ins></span>
        </li>
      ))}
    </ul>
  )
}
