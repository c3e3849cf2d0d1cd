import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

export type TrailLine = { seq: number; at: string; actor: { name: string }; action: string; detail: unknown }

/** The reason that an entry carries, where somebody gave one. */
export function reasonOf(detail: unknown): string {
  return typeof detail === 'object' && detail !== null && 'reason' in detail && typeof detail.reason === 'string' ? detail.reason : ''
}

/** What people did with one thing here. Draws nothing where there is nothing, or the actor may not read the trail. */
export function TrailSection({ id, entries }: { id: string; entries: readonly TrailLine[] | null }) {
  if (entries === null || entries.length === 0) return null
  return (
    <Section title="History" end={<TextLink href={paths.trail({ object: id })}>In the trail</TextLink>}>
      <PlainTable
        label="History" flow columns={[{ head: 'When', className: 'nw', flow: { order: 2, end: true } }, { head: 'Who', flow: { order: 3, full: true } }, { head: 'What', flow: { order: 1 } }, { head: 'Reason', flow: { order: 4, full: true } }]}
        rows={entries.map((entry) => ({ id: String(entry.seq), cells: [<Time key="t" iso={entry.at} />, entry.actor.name, entry.action.replaceAll(/[._]/g, ' '), reasonOf(entry.detail)] }))}
      />
    </Section>
  )
}
