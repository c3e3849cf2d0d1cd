import { TextLink } from '@/components/ui/text-link'
import { Notice } from '@/components/ui/notice'
import { paths } from '@/lib/paths'
import type { ActualUse, Prefill } from '@/lib/views/request-prefill'

/** What was filled in from where, what could not be, and what is left for requests of their own. */
export function FilledIn({ prefill, agent }: { prefill: Prefill; /** Of "same as agent X". */ agent: string | null }) {
  const { left, use, others } = prefill
  // That it is about the server where one came from, the search itself says.
  const filled = prefill.filled.every((one) => one.field === 'server') ? [] : prefill.filled
  if (filled.length + left.length + others.length === 0 && use === null) return null
  return (
    <div className="grid gap-3 pb-4">
      {filled.length === 0 ? null : (
        <Notice title="Filled in for you; change what does not fit">
          <ul>{filled.map((one) => <li key={`${one.field} ${one.sentence}`}>{one.sentence}{one.href === undefined ? null : <> <TextLink href={one.href}>Look</TextLink></>}</li>)}</ul>
        </Notice>
      )}
      {left.length === 0 ? null : <Notice tone="unknown" title="Not taken over"><ul>{left.map((one) => <li key={one}>{one}</li>)}</ul></Notice>}
      {use === null ? null : <UseOfGrant use={use} />}
      {others.length === 0 || agent === null ? null : (
        <Notice title="One request is about one server">
          The same agent also holds something on {others.map((other, place) => <span key={other.server}>{place === 0 ? '' : ', '}<TextLink href={paths.newRequest({ like: agent, server: other.server })}>{other.server}</TextLink></span>)}: each is a request of its own.
        </Notice>
      )}
    </div>
  )
}

/** What was really used of the grant that would be renewed or confirmed: the reason to ask for less. */
export function UseOfGrant({ use }: { use: ActualUse }) {
  return (
    <Notice title="What was used of it">
      <p>{use.sentence} <TextLink href={paths.grant(use.grantId)}>The grant</TextLink>{use.calls === 0 ? null : <> <TextLink href={paths.activity({ grant: use.grantId })}>Its calls</TextLink></>}</p>
      {use.used.length === 0 ? null : <p className="sm">Called: {use.used.slice(0, 12).map((name, place) => <span key={name}>{place === 0 ? '' : ', '}<code>{name}</code></span>)}{use.used.length > 12 ? ` and ${use.used.length - 12} more` : ''}.</p>}
      {use.suggestion === null ? null : <p className="sm">Enough for every call seen: {use.suggestion.map((target, place) => <span key={`${target.name ?? ''} ${place}`}>{place === 0 ? '' : ', '}<code>{target.name}</code> ({target.access})</span>)}.</p>}
    </Notice>
  )
}
