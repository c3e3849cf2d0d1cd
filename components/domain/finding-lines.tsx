import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { SeverityMark } from './severity'

export type FindingLine = { id: string; kind: string; severity: string; target: string | null; explanation: string; lastSeen: string; evaluable: boolean }

/** The gravest open findings about one thing, with the way to all of them. */
export function FindingSection({ lines, total, allHref, now }: { lines: readonly FindingLine[]; total: number; allHref: string; now: string }) {
  return (
    <Section title="Open findings" end={total > lines.length ? <TextLink href={allHref}>All {total.toLocaleString('en-US')}</TextLink> : undefined}>
      {lines.length === 0 ? <p className="soft">No open finding.</p> : (
        <ul className="grid gap-2">
          {lines.map((line) => (
            <li key={line.id}>
              <SeverityMark severity={line.severity} /> <TextLink href={paths.finding(line.id)}>{line.kind.replaceAll('_', ' ')}{line.target === null ? null : <> <code>{line.target}</code></>}</TextLink> <span className="mute sm"><Ago iso={line.lastSeen} now={now} /></span>
              <span className="d2 soft sm block">{line.explanation}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
