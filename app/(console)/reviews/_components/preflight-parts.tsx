import { Glyph } from '@/components/ui/glyph'
import { Disclosure } from '@/components/ui/disclosure'
import { Notice } from '@/components/ui/notice'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { Preflight } from '@/lib/reviews/model'
import { counted, standingWords } from './review-words'

const SHOWN = 8

/** Who would get how many in the first stage, the most first. */
export function Fall({ preflight: { byReviewer, items } }: { preflight: Preflight }) {
  const most = Math.max(...byReviewer.map((one) => one.items), 1)
  const rest = byReviewer.slice(SHOWN)
  return (
    <ul className="fall" aria-label="Items for each reviewer">
      {byReviewer.slice(0, SHOWN).map(({ person, items: own, standing }) => (
        <li key={person.id}>
          <span><TextLink href={paths.person(person.id)}>{person.name}</TextLink> <span className="mute sm">{standingWords(standing)}</span></span>
          <span className="num">{own.toLocaleString('en-US')}</span>
          <span className="bar" aria-hidden="true"><i style={{ width: `${(own / most) * 100}%` }} /></span>
        </li>
      ))}
      {rest.length === 0 ? null : <li className="more sm mute">and {counted(rest.length, 'other', 'others')} with {counted(rest.reduce((sum, one) => sum + one.items, 0), 'item')}</li>}
      {byReviewer.length > 0 || items === 0 ? null : <li className="more">Nobody.</li>}
    </ul>
  )
}

/** Items for which nobody may be asked: why, one by one. */
export function Nobody({ nobody: { count, first } }: { nobody: Preflight['nobody'] }) {
  if (count === 0) return null
  return (
    <Notice tone="warn" title={`Nobody may review ${counted(count, 'item')}`}>
      <p>They take what silence means, but are never kept. Name others, or give them an owner, before you launch.</p>
      <Disclosure summary={count > first.length ? `The first ${first.length}` : 'Which, and why'}>
        <ul className="plain">{first.map((one, place) => <li key={`${one.server} ${one.title} ${String(place)}`}><code>{one.server === '' ? '' : `${one.server} `}<b>{one.title}</b></code><span className="d2">{one.why}</span></li>)}</ul>
      </Disclosure>
    </Notice>
  )
}

export function Obstacles({ obstacles }: { obstacles: readonly string[] }) {
  return obstacles.length === 0 ? null : <Notice tone="error" title="It cannot be launched like this"><ul>{obstacles.map((one) => <li key={one}>{one}</li>)}</ul></Notice>
}

export function Warnings({ warnings }: { warnings: readonly string[] }) {
  return warnings.length === 0 ? null : <ul className="notes" aria-label="Worth knowing">{warnings.map((one) => <li key={one}><Glyph name="warn" /><span>{one}</span></li>)}</ul>
}
