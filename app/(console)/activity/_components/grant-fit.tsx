import { Mark } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { TextLink } from '@/components/ui/text-link'
import { shortName } from '@/lib/drift/sentences'
import type { GrantView } from '@/lib/grants/grant-view'
import { paths } from '@/lib/paths'
import type { EventDetail } from '@/lib/views/activity'

/** The covering grant, or the nearest one with the dimension in which it does not fit. */
export function GrantFit({ detail }: { detail: EventDetail }) {
  const { event, grant, nearest, fit } = detail
  const shown = grant ?? nearest
  if (shown === null) return <p className="say">{without(event.verdict)}</p>
  const mark = (ok: boolean | undefined, no: string) => (ok === undefined ? null : ok ? <Mark glyph="ok" tone="ok">fits</Mark> : <Mark glyph="no" tone="bad">{no}</Mark>)
  return (
    <>
      <p className="pb-2">{grant === null ? 'Nearest grant ' : 'Covered by '}<TextLink href={paths.grant(shown.id)}><code>{shown.id}</code></TextLink>: {shown.purpose}</p>
      <PlainTable
        label={grant === null ? 'Why the nearest grant does not cover this call' : 'Why the grant covers this call'} fixed
        columns={[{ head: '', width: '60px' }, { head: 'Grant' }, { head: 'This call' }, { head: '', width: '76px' }]}
        rows={[
          { id: 'caller', cells: ['Caller', caller(shown), `${shortName(event.agent)}, ${event.human ?? 'no human'}`, mark(fit?.caller, 'differs')] },
          { id: 'time', cells: ['Time', `${shown.validFrom.slice(0, 10)} to ${shown.validUntil?.slice(0, 10) ?? 'open'}`, event.occurredAt.slice(0, 16).replace('T', ' '), mark(fit?.time, 'outside')] },
          { id: 'target', cells: ['Target', <code key="g" className="wrap-anywhere">{shown.target.name}</code>, <code key="c" className="wrap-anywhere">{event.target}</code>, mark(true, 'differs')] },
          { id: 'access', cells: ['Access', shown.access, event.access, mark(fit?.access, 'over')] },
          { id: 'scope', cells: ['Scope', shown.scope.join(', ') || 'any', event.resources.join(', ') || 'none named', mark(fit?.scope, 'outside')] },
        ]}
      />
    </>
  )
}

function caller(grant: GrantView): string {
  const { agent, client, human } = grant.caller
  return [agent === 'any' ? 'any agent' : shortName(agent), client === 'any' ? null : client, human === 'any' ? 'any human' : human === 'none' ? 'no human' : human].filter((part) => part !== null).join(', ')
}

function without(verdict: string | null): string {
  if (verdict === 'unregistered') return 'Nobody registered this server, so no grant can speak of it.'
  if (verdict === 'unattributed') return 'The log does not say who acted or for whom, so no grant can be asked.'
  if (verdict === null) return 'Decisions and credentials are recorded, not judged.'
  return 'No grant of any caller comes near this call.'
}
