import { agentText, clientText, humanText, KIND_WORD, termText } from '@/components/domain/request-words'
import { PlainTable } from '@/components/table/plain-table'
import { formatTime } from '@/components/ui/format-time'
import { KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { AccessText } from '@/components/domain/access'
import { paths } from '@/lib/paths'
import type { RequestView } from '@/lib/requests/model'

const instant = (iso: string): string => `${formatTime(iso, 'UTC', 'minute') ?? iso} UTC`

/** What is asked for now, word for word: targets as a table, the rest as facts. */
export function RequestFacts({ request, agentId }: { request: RequestView; agentId: string | null }) {
  const { caller } = request
  return (
    <div className="grid gap-4">
      <p className="say whitespace-pre-wrap">{request.purpose}</p>
      <PlainTable
        label="Targets" flow columns={[{ head: 'Target', flow: { order: 1 } }, { head: 'Up to', flow: { order: 2, end: true } }, { head: 'Only on', flow: { order: 3, full: true, label: 'only on' } }]}
        rows={request.targets.map((target, place) => ({ id: String(place), cells: [
          target.kind === 'tool' ? <TextLink key="n" href={paths.server(request.server, { tool: target.name.includes('*') ? null : target.name })}><code>{target.name}</code></TextLink> : <span key="n"><code>{target.name}</code> <span className="mute">{target.kind}</span></span>,
          <AccessText key="a" access={target.access} />,
          target.scope.length === 0 ? <span key="s" className="soft">everything it can reach</span> : <span key="s" className="grid">{target.scope.map((glob) => <code key={glob} className="wrap-anywhere">{glob}</code>)}</span>,
        ] }))}
      />
      <KeyValues broad items={[
        { key: 'Server', value: <TextLink href={paths.server(request.server)}>{request.server}</TextLink> },
        { key: 'Agent', value: agentId === null ? agentText(caller.agent) : <TextLink href={paths.agent(agentId)}>{caller.agent}</TextLink> },
        { key: 'Acts for', value: humanText(caller.human) },
        { key: 'Client', value: clientText(caller.client) },
        { key: 'How long', value: <>{request.kind === 'break_glass' ? 'a few hours, whatever was asked: it ends by itself' : termText(request, instant)}{request.shortened === null ? null : <b>, shortened to {request.shortened.maximumDays} days: the longest allowed</b>}</> },
        { key: 'Begins', value: request.kind === 'break_glass' ? 'it began when it was sent' : request.startsAt === null ? 'when it is approved' : <Time iso={request.startsAt} zoned /> },
        ...(request.mode === 'task' ? [{ key: 'Mode', value: 'only during a task' }] : []),
        ...(request.reauthorise ? [{ key: 'Reauthorise', value: 'the human is asked again for each write and admin call' }] : []),
        { key: 'Asked by', value: <>{request.requester.name} <span className="mute">{request.requester.email}</span></> },
        ...(request.kind === 'grant' ? [] : [{ key: 'Kind', value: kindValue(request) }]),
        ...origin(request),
      ]} />
    </div>
  )
}

function kindValue({ kind, renews, confirms }: RequestView) {
  const grant = renews ?? confirms
  return grant === null ? KIND_WORD[kind] : <>{KIND_WORD[kind]} of <TextLink href={paths.grant(grant)}><code>{grant}</code></TextLink></>
}

const ORIGIN: Record<string, (id: string) => string> = { server: paths.server, agent: paths.agent, finding: paths.finding, event: paths.event, grant: paths.grant, request: paths.request }

function origin({ origin: from }: RequestView) {
  const to = from === null ? undefined : ORIGIN[from.kind]
  return from === null || to === undefined || from.kind === 'server' ? [] : [{ key: 'Came from', value: <TextLink href={to(from.id)}>{from.kind} <code>{from.id}</code></TextLink> }]
}
