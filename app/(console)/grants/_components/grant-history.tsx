import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Entry = { seq: number; at: string; actor: { name: string }; action: string; detail: unknown }

function reasonOf(detail: unknown): string {
  return typeof detail === 'object' && detail !== null && 'reason' in detail && typeof detail.reason === 'string' ? detail.reason : ''
}

/** What people did with the grant here, from the trail. */
export function GrantHistory({ id, entries }: { id: string; entries: readonly Entry[] | null }) {
  if (entries === null || entries.length === 0) return null
  return (
    <Section title="History" end={<TextLink href={paths.trail({ object: id })}>In the trail</TextLink>}>
      <PlainTable
        label="What people did with this grant" flow columns={[{ head: 'When', className: 'nw', flow: { order: 2, end: true } }, { head: 'Who', flow: { order: 3, full: true } }, { head: 'What', flow: { order: 1 } }, { head: 'Reason', flow: { order: 4, full: true } }]}
        rows={entries.map((entry) => ({ id: String(entry.seq), cells: [<Time key="at" iso={entry.at} />, entry.actor.name, entry.action.replace('grant.', ''), reasonOf(entry.detail)] }))}
      />
    </Section>
  )
}
