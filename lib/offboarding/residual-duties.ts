import { paths } from '@/lib/paths'
import type { ResidualLine } from './model'
import { counted, idsOf } from './residual-access'
import type { MentionRow, ResidualFacts } from './residual-facts'

/** What others expect of a leaver: answers in reviews, standing in, being in a team. The console moves or ends these itself. */
export function dutyLines({ reviewTasks, standIns, memberships, subject }: ResidualFacts): ResidualLine[] {
  const lines: ResidualLine[] = []
  const add = (line: Pick<ResidualLine, 'key' | 'kind' | 'title' | 'why' | 'action' | 'proofBy' | 'detail'>, ids: readonly string[]): void => {
    if (ids.length > 0) lines.push({ ...line, objectId: null, who: null, to: null })
  }
  add({
    key: 'review_duty', kind: 'review_duty', title: counted(reviewTasks.length, 'review duty', 'review duties'), why: 'Reviews wait for this person’s answers.', action: 'reassign',
    proofBy: 'No open task of a running review is theirs: the next in line is asked, and no deadline has moved.', detail: idsOf(reviewTasks, { path: paths.reviews() }),
  }, reviewTasks)
  const said = standIns.map((one) => (one.personId === subject.id ? `${one.delegate} for them` : `they for ${one.person}`))
  add({
    key: 'stand_in', kind: 'stand_in', title: counted(standIns.length, 'stand-in', 'stand-ins'), why: `Who stands in answers for somebody: ${listed(said)}.`, action: 'end', proofBy: 'None is in force or ahead.', detail: idsOf(standIns.map((one) => one.id)),
  }, standIns.map((one) => one.id))
  add({
    key: 'team', kind: 'team', title: `In ${counted(memberships.length, 'team')}`, why: `Grants to a team admit whoever is in it: ${listed(memberships.map((one) => one.name))}.`, action: 'end', proofBy: 'In no team any more.', detail: idsOf(memberships.map((one) => one.id)),
  }, memberships.map((one) => one.id))
  return lines
}

const MOST_TOLD = 5

function listed(names: readonly string[]): string {
  return names.length <= MOST_TOLD ? names.join(', ') : `${names.slice(0, MOST_TOLD).join(', ')} and ${names.length - MOST_TOLD} more`
}

const MENTIONS: Record<MentionRow['what'], { word: string; why: string; proofBy: string }> = {
  review_template: { word: 'Review template', why: 'Reviews that are made from it would ask or look for it', proofBy: 'The template does not name it any more, or somebody says where that was decided.' },
  grant_document: { word: 'Grant document', why: 'Applied again from where it is kept, it would ask for these grants anew', proofBy: 'Somebody says in which change it was taken out where the document is kept.' },
}

/** Documents of the console that say its name; whoever answers for the case sees to them. */
export function mentionLines({ mentions, fallbackId }: ResidualFacts): ResidualLine[] {
  return mentions.map((one): ResidualLine => {
    const { word, why, proofBy } = MENTIONS[one.what]
    return { key: `policy:${one.what}:${one.id}`, kind: 'policy', objectId: one.id, title: `${word} ${one.title}`, why: `${why} (${one.where}).`, action: 'edit', who: fallbackId, to: null, proofBy, detail: { what: one.what, path: one.path } }
  })
}

/** Sources that speak for a server bear witness of its silence first; constants that name an agent or client make others look like it. */
export function sourceLines({ subject, sources, fallbackId }: ResidualFacts): ResidualLine[] {
  return sources.map((one): ResidualLine => {
    const base = { key: `source:${one.id}:${one.part}`, kind: 'source' as const, objectId: one.id, to: null, detail: { name: one.name, part: one.part, tokens: one.tokens, path: paths.source(one.name) } }
    if (one.part === 'constants') {
      return { ...base, title: `Source ${one.name}, constants`, why: `Where a record leaves the ${subject.kind} out, the source says ${subject.name}: others would look like it.`, action: 'edit', who: fallbackId, proofBy: 'Its constants do not name it any more, or somebody says where that was decided.' }
    }
    const left = one.only ? `It speaks for nothing else${one.tokens.length > 0 ? `, with ${counted(one.tokens.length, 'token')}` : ''}: end it afterwards.` : 'Take the server off its list afterwards.'
    return { ...base, title: `Source ${one.name}, speaks for it`, why: `Its word gives no access, and without it nobody hears that the server is silent. ${left}`, action: 'watch', who: null, proofBy: 'It was heard through the whole watch; it is needed no longer when the silence is proven.' }
  })
}
