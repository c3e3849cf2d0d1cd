import { formatTime } from '@/components/ui/format-time'
import type { ContentView } from '@/lib/requests/model'
import { contentChanges } from './content-changes'

/** An instant within a diff: days alone, in UTC, so that both sides read alike. */
const day = (iso: string): string => `${formatTime(iso, 'UTC', 'minute') ?? iso} UTC`

/** What was asked against what it became, line by line. Texts of people, never markup. */
export function ContentDiff({ label, before, after }: { label: string; before: ContentView; after: ContentView }) {
  const changes = contentChanges(before, after, day)
  if (changes.length === 0) return <p className="soft">Nothing differs.</p>
  return (
    <dl className="defdiff" aria-label={label}>
      {changes.map((change, place) => (
        <div key={`${change.label} ${place}`}>
          <dt>{change.label}</dt>
          {change.before.map((line) => <dd key={`b ${line}`} className="d"><span aria-hidden="true">−</span><span className="vh">before: </span><del>{line}</del></dd>)}
          {change.after.map((line) => <dd key={`a ${line}`} className="a"><span aria-hidden="true">+</span><span className="vh">after: </span><ins>{line}</ins></dd>)}
        </div>
      ))}
    </dl>
  )
}
