import { KeyValues } from '@/components/ui/key-values'
import { SegmentLinks } from '@/components/ui/segmented'
import { TextLink } from '@/components/ui/text-link'
import type { DeadLetterFilter } from '@/lib/activity/queries/dead-letters'
import { paths } from '@/lib/paths'

type Count = { source: string; code: string; count: number }
type Choice = { value: string | undefined; label: string; count: number }

/** State, source and reason as links, each with how many open records it leads to while the others stay. */
export function LetterFilter({ filter, counts }: { filter: DeadLetterFilter; counts: readonly Count[] }) {
  const sources = choicesOf(counts.filter((one) => filter.code === undefined || one.code === filter.code), (one) => one.source, filter.source)
  const codes = choicesOf(counts.filter((one) => filter.source === undefined || one.source === filter.source), (one) => one.code, filter.code)
  return (
    <div className="grid gap-2 pb-3">
      <SegmentLinks
        label="State"
        items={[{ label: 'all', href: paths.deadLetters({ ...filter, status: undefined }), current: filter.status === undefined },
          ...(['open', 'retried', 'discarded'] as const).map((status) => ({ label: status, href: paths.deadLetters({ ...filter, status }), current: filter.status === status, ...(status === 'open' ? { count: openOf(filter, counts) } : {}) }))]}
      />
      <KeyValues items={[
        { key: 'Source', value: <Choices choices={sources} chosen={filter.source} hrefOf={(source) => paths.deadLetters({ ...filter, source })} /> },
        { key: 'Reason', value: <Choices choices={codes} chosen={filter.code} hrefOf={(code) => paths.deadLetters({ ...filter, code })} /> },
      ]} />
    </div>
  )
}

function Choices({ choices, chosen, hrefOf }: { choices: readonly Choice[]; chosen: string | undefined; hrefOf: (value: string | undefined) => string }) {
  return (
    <ul className="flex flex-wrap gap-x-4">
      {choices.map(({ value, label, count }) => (
        <li key={label} className="nw min-h-6">{value === chosen ? <b aria-current="true">{label}</b> : <TextLink href={hrefOf(value)}>{label}</TextLink>} <span className="mute">{count.toLocaleString('en-GB')}</span></li>
      ))}
    </ul>
  )
}

/** All, then each value with open records, the most frequent first; a chosen one keeps its place with none. */
function choicesOf(counts: readonly Count[], valueOf: (one: Count) => string, chosen: string | undefined): Choice[] {
  const sums = new Map<string, number>(chosen === undefined ? [] : [[chosen, 0]])
  for (const one of counts) sums.set(valueOf(one), (sums.get(valueOf(one)) ?? 0) + one.count)
  const all = [...sums].map(([value, count]) => ({ value, label: value.replaceAll('_', ' '), count })).sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
  return [{ value: undefined, label: 'any', count: counts.reduce((sum, one) => sum + one.count, 0) }, ...all]
}

/** Open records that fit the source and reason of a filter, whatever its state. */
export function openOf(filter: DeadLetterFilter, counts: readonly Count[]): number {
  return counts.filter((one) => (filter.source === undefined || one.source === filter.source) && (filter.code === undefined || one.code === filter.code)).reduce((sum, one) => sum + one.count, 0)
}
