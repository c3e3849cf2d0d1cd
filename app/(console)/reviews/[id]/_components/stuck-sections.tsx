import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { CampaignProgress } from '@/lib/reviews/campaign-progress'
import { NameReviewer } from './name-reviewer'

type Line = { id: string; title: string; server: string | null; agent: string | null }

function Title({ id, line }: { id: string; line: Line }) {
  return <p><TextLink href={paths.reviewItems(id, { reviewer: 'all', view: 'all', item: line.id })}><code>{line.title}</code></TextLink>{line.server === null ? null : ` on ${line.server}`}{line.agent === null ? null : ` for ${line.agent}`}</p>
}

/** Where reviewers contradict each other, with who says what. */
export function Conflicts({ id, lines, total }: { id: string; lines: CampaignProgress['conflicts']; total: number }) {
  if (lines.length === 0) return null
  return (
    <Section title="In conflict" note={total > lines.length ? `the gravest ${lines.length} of ${total}` : 'both may still change their answer until the stage closes'} id="conflicts">
      <ul className="stuck">{lines.map((line) => <li key={line.id}><Title id={id} line={line} /><p className="soft what">{line.answers.map(({ person, answer }) => `${person}: ${answer}`).join('; ')}</p></li>)}</ul>
    </Section>
  )
}

/** What nobody can be asked about; a runner names somebody. */
export function NobodyAsked({ id, lines, total, mayName }: { id: string; lines: CampaignProgress['nobody']; total: number; mayName: boolean }) {
  if (lines.length === 0) return null
  // Said once where it is the same of all.
  const alike = new Set(lines.map((line) => line.why)).size === 1
  return (
    <Section title="Nobody is asked" note={total > lines.length ? `the gravest ${lines.length} of ${total}` : 'silence never keeps these'} id="nobody">
      {alike ? <p className="soft pb-2">{lines[0]?.why}</p> : null}
      <ul className="stuck">
        {lines.map((line) => (
          <li key={line.id}>
            <Title id={id} line={line} />
            {mayName ? <NameReviewer itemId={line.id} /> : null}
            {alike ? null : <p className="sm soft">{line.why}</p>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
