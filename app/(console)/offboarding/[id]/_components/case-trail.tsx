import { reasonOf, type TrailLine } from '@/components/domain/trail-lines'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

const SAID: Record<string, string> = {
  opened: 'opened', planned: 'plan changed', frozen: 'frozen', revoked: 'revoked and handed over', cancelled: 'cancelled', line_attested: 'attested', line_exempt: 'exempted', line_exempted: 'exempted', signed: 'closed by a signature', rotated: 'no secret left to rotate',
  watching: 'watch started', watch_restarted: 'heard again, watch restarted', closed: 'closed', reopened: 'heard after closing, opened again', explained: 'emergency explained', exported: 'evidence downloaded', opened_many: 'opened with others',
}

/** What was done with the case, the newest first: when, what, by whom. Draws nothing where the actor may not read the trail. */
export function CaseTrail({ id, entries, now, known }: { id: string; entries: readonly TrailLine[] | null; now: string; /** The reason of the case, which stands above already. */ known: string }) {
  if (entries === null || entries.length === 0) return null
  return (
    <section className="aside-part">
      <h3>Trail</h3>
      <ol className="case-trail">
        {entries.map((entry) => (
          <li key={entry.seq}><span className="mute nw"><Time iso={entry.at} format="short" now={now} /></span><span>{wordsOf(entry, known)}</span></li>
        ))}
      </ol>
      <p className="sm pt-1"><TextLink href={paths.trail({ object: id })}>In the trail, with its hashes</TextLink></p>
    </section>
  )
}

function wordsOf({ action, actor, detail }: TrailLine, known: string): string {
  const said = SAID[action.replace('offboarding.', '')] ?? action.replaceAll(/[._]/g, ' ')
  const title = typeof detail === 'object' && detail !== null && 'title' in detail && typeof detail.title === 'string' ? `${detail.title} ` : ''
  const reason = reasonOf(detail)
  const why = reason === '' || reason === known ? '' : `: “${reason.length > 80 ? `${reason.slice(0, 79)}…` : reason}”`
  return `${title}${said}, ${actor.name}${why}`
}
