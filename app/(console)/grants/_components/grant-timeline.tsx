import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Entry = { key: string; at: string; what: string; who: string | null; reason: string | null; link: { kind: 'request' | 'grant'; id: string; words: string } | null; tone: 'plain' | 'warn' | 'bad' | 'ahead' }

const TONE = { plain: undefined, ahead: undefined, warn: 'text-high', bad: 'text-critical' } as const

/** The life of the grant, in order: asked for, answered, in force, at rest, renewed, narrowed, over; and what is still to come. */
export function GrantTimeline({ id, entries, trail }: { id: string; entries: readonly Entry[]; trail: boolean }) {
  const first = entries.findIndex((entry) => entry.tone === 'ahead')
  return (
    <Section title="Its life" note="oldest first" end={trail ? <TextLink href={paths.trail({ object: id })}>In the trail</TextLink> : undefined} id="life">
      <ol aria-label="What happened to this grant" className="grid border-t border-line-strong">
        {entries.map((entry, place) => (
          <li key={entry.key} className="grid gap-x-3 border-b border-line py-2 md:grid-cols-[184px_minmax(0,1fr)]" aria-current={place === first - 1 ? 'step' : undefined}>
            <span className="nw text-12 text-ink-3 tabular-nums"><Time iso={entry.at} format="millisecond" /></span>
            <div className="min-w-0">
              <p className={entry.tone === 'ahead' ? 'text-ink-2' : undefined}>
                <b className={TONE[entry.tone]}>{entry.what}</b>{entry.tone === 'ahead' ? <span className="mute">, still to come</span> : null}
                {entry.who === null ? null : <> by {entry.who}</>}
                {entry.link === null ? null : <>, <TextLink href={entry.link.kind === 'request' ? paths.request(entry.link.id) : paths.grant(entry.link.id)}>{entry.link.kind === 'grant' ? <code>{entry.link.words}</code> : entry.link.words}</TextLink></>}
              </p>
              {entry.reason === null || entry.reason === '' ? null : <p className="whitespace-pre-wrap text-ink-2 wrap-anywhere">{entry.reason}</p>}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  )
}
