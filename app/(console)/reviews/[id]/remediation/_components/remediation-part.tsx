import { TargetName } from '@/components/domain/identity'
import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time, ZoneName } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { GROUP_WORDS, NEEDS_SOMEBODY } from '@/lib/reviews/remediation-groups'
import type { RemediationPart as Part, RemediationRow } from '@/lib/views/review-remediation'
import type { UseDay } from '@/lib/views/review-use-picture'
import { OpenItem } from './open-item'
import { doneWords, outcomeWord } from './words'

const OPEN: readonly string[] = [...NEEDS_SOMEBODY, 'suspended']

/** Items that stand alike. What needs somebody has its reason and its moves; the rest is a table. */
export function RemediationPart({ campaignId, part, pictures, mayRun, alone, now }: { campaignId: string; part: Part; pictures: ReadonlyMap<string, UseDay[]>; mayRun: boolean; alone: boolean; now: string }) {
  const { title, says } = GROUP_WORDS[part.group]
  const hidden = part.total - part.rows.length
  const all = hidden > 0 && !alone ? <TextLink href={paths.reviewRemediation(campaignId, { group: part.group })}>All {part.total.toLocaleString('en-US')}</TextLink> : alone ? <TextLink href={paths.reviewRemediation(campaignId)}>Everything</TextLink> : undefined
  return (
    <Section title={<>{title} <span className="mute num">{part.total.toLocaleString('en-US')}</span></>} note={says} end={all} id={part.group} ruled>
      {OPEN.includes(part.group)
        ? <ul>{part.rows.map((row) => <OpenItem key={row.id} campaignId={campaignId} row={row} days={pictures.get(row.id) ?? null} mayRun={mayRun} now={now} />)}</ul>
        : <Done campaignId={campaignId} part={part} now={now} />}
    </Section>
  )
}

function Done({ campaignId, part, now }: { campaignId: string; part: Part; now: string }) {
  return (
    <PlainTable
      label={GROUP_WORDS[part.group].title} fixed flow
      columns={[{ head: 'What', width: '34%', flow: { order: 1, full: true } }, { head: 'Decided', width: '120px', flow: { order: 2 } }, { head: <>When, <ZoneName /></>, width: '140px', className: 'nw soft', flow: { order: 3, end: true } }, { head: 'Why', flow: { order: 4, full: true } }]}
      rows={part.rows.map((row) => ({ id: row.id, cells: [<Named key="what" campaignId={campaignId} row={row} />, outcomeWord(row), <Time key="when" iso={row.signed?.at ?? row.remediatedAt} format="short" now={now} absent="not yet" />, <span key="why" className="soft">{doneWords(row)}</span>] }))}
    />
  )
}

export function Named({ campaignId, row }: { campaignId: string; row: RemediationRow }) {
  return (
    <TextLink href={paths.reviewItems(campaignId, { view: 'all', item: row.id })}>
      {row.subject === 'grant' && row.server !== null ? <TargetName server={row.server} target={row.title} /> : row.title}
    </TextLink>
  )
}
