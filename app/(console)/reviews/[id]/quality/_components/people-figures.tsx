import { PlainTable } from '@/components/table/plain-table'
import { NumberLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { NamedQuality } from '@/lib/reviews/pack-campaign'
import { seconds } from '@/lib/reviews/quality-sentences'

const HEADS = [['Asked', 2], ['Answered', 3], ['Kept', 4], ['Revoked', 5], ['Can’t tell', 6], ['Half took', 7], ['Under 2 s', 8], ['Evidence opened', 8], ['In bulk', 8], ['Against advice', 8], ['Contradicted', 8]] as const

/** Each reviewer's figures beside each other; a part stands with its whole. */
export function PeopleFigures({ id, people }: { id: string; people: NamedQuality['people'] }) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Figures by reviewer">
      <PlainTable
        label="Figures by reviewer" flow
        columns={[{ head: 'Reviewer', flow: { order: 1, full: true } }, ...HEADS.map(([head, order]) => ({ head, align: 'num' as const, className: 'nw', flow: { order, label: head } }))]}
        rows={people.map(({ person, figures: f }) => ({
          id: person.id,
          cells: [
            f.answers === 0 ? person.name : <a key="p" className="l" href={`#${person.id}`}>{person.name}</a>,
            <NumberLink key="a" value={f.asked} href={paths.reviewItems(id, { reviewer: person.id, view: 'all' })} label={`items that ${person.name} was asked about`} />,
            f.answers.toLocaleString('en-US'), f.keeps.toLocaleString('en-US'), f.revocations.toLocaleString('en-US'), f.abstentions.toLocaleString('en-US'),
            f.medianSeconds === null ? <span key="m" className="mute" title="No answer was timed">–</span> : seconds(f.medianSeconds),
            of(f.underTwo, f.timed), of(f.opened, f.single), of(f.bulkAnswers, f.answers), of(f.overrode, f.answers), f.conflicts.toLocaleString('en-US'),
          ],
        }))}
      />
    </div>
  )
}

function of(part: number, whole: number): string {
  return whole === 0 ? '–' : `${part.toLocaleString('en-US')} of ${whole.toLocaleString('en-US')}`
}
