import { stationsOf } from '@/components/domain/chain-stations'
import { OutcomeText, VerdictMark } from '@/components/domain/verdict'
import { Drawer } from '@/components/shell/drawer'
import { ButtonLink } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code'
import { CopyButton } from '@/components/ui/copy-button'
import { type KeyValue, KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import type { EventView } from '@/lib/activity/event-view'
import { paths } from '@/lib/paths'
import type { EventDetail } from '@/lib/views/activity'
import { Delegation } from './delegation'
import { GrantFit } from './grant-fit'

const EVIDENCE: Record<string, string> = {
  gateway_observed: 'observed at the gateway', server_observed: 'observed at the server', agent_reported: 'reported by the agent’s side', inferred: 'inferred, in part',
}

/** One event: the three identities, the chain, the verdict with its grant, and what the source said. */
export function EventDrawer({ detail, closeHref, mayAsk }: { detail: EventDetail; closeHref: string; now: string; /** May ask for grants at all. */ mayAsk: boolean }) {
  const { event } = detail
  const minutes = 5 * 60_000
  const at = Date.parse(event.occurredAt)
  return (
    <Drawer
      broad kind="Event" id={event.id} closeHref={closeHref} actions={<CopyButton value={event.id} label="Copy id" kind="quiet" />}
      topLine={<><VerdictMark verdict={event.verdict} outcome={event.outcome} /><span className="mute sm">{event.outcome === 'denied' ? 'blocked' : 'executed'}, {EVIDENCE[event.evidence]}</span></>}
      title={<><code>{event.target}</code> on {event.server}</>}
      footer={(
        <>
          {mayAsk && event.serverId !== null && (event.verdict !== 'granted' || event.outcome === 'denied') ? <ButtonLink kind="primary" href={paths.newRequest({ event: event.id })}>Request this</ButtonLink> : null}
          {event.traceId === null ? null : <ButtonLink href={paths.activity({ trace: event.traceId })}>Same trace</ButtonLink>}
          {event.human === null ? null : <ButtonLink href={paths.activity({ human: event.human })}>Same human</ButtonLink>}
          {event.agent === null ? null : <ButtonLink href={paths.activity({ agent: event.agent })}>Same agent</ButtonLink>}
          <ButtonLink href={paths.activity({ from: new Date(at - minutes).toISOString(), to: new Date(at + minutes).toISOString() })}>± 5 min</ButtonLink>
        </>
      )}
    >
      <p className="soft"><Time iso={event.occurredAt} format="millisecond" zoned />{event.durationMs === null ? null : `, ${Math.round(event.durationMs)} ms`}</p>
      <section>
        <h3>Who</h3>
        <KeyValues items={identities(event)} />
      </section>
      <section>
        <h3>Delegation chain</h3>
        <Delegation key={event.id} graph={detail.graph} stations={stationsOf(event)} />
      </section>
      <section>
        <h3>Verdict and grant</h3>
        <p className="sm soft pb-2">{event.firstVerdict === event.verdict ? 'Given when it arrived, from what was declared by then.' : `${(event.firstVerdict ?? '').replaceAll('_', ' ')} when it arrived; a later declaration that reaches into the past changed that.`}</p>
        <GrantFit detail={detail} />
      </section>
      <section>
        <h3>Call</h3>
        <KeyValues items={call(event)} />
        {event.parameters === undefined ? <p className="sm mute pt-2">Parameters are shown to security reviewers and incident responders.</p>
          : event.parameters === null ? <p className="sm mute pt-2">The source kept no parameters.</p>
            : <div className="pt-2"><CodeBlock label="Parameters" wrap lines={JSON.stringify(event.parameters, null, 2).split('\n')} /></div>}
      </section>
    </Drawer>
  )
}

function identities(event: EventView): KeyValue[] {
  const absent = <i className="mute">absent</i>
  const stranger = (id: string | null) => (id === null ? <span className="mute"> not registered</span> : null)
  return [
    { key: 'Human', value: event.human === null ? absent : <>{event.humanId === null ? event.human : <TextLink href={paths.person(event.humanId)}>{event.human}</TextLink>}{stranger(event.humanId)}</> },
    { key: 'Client', value: event.client === null ? absent : <>{event.clientId === null ? event.client : <TextLink href={paths.client(event.clientId)}>{event.client}</TextLink>}{stranger(event.clientId)}</> },
    { key: 'Agent', value: event.agent === null ? absent : <>{event.agentId === null ? <code>{event.agent}</code> : <TextLink href={paths.agent(event.agentId)}><code>{event.agent}</code></TextLink>}{stranger(event.agentId)}</> },
    { key: 'Server', value: event.serverId === null ? <>{event.server}<span className="mute"> not registered</span></> : <TextLink href={paths.server(event.server)}>{event.server}</TextLink> },
  ]
}

function call(event: EventView): KeyValue[] {
  const link = (value: string | null, name: 'task' | 'session' | 'trace') => (value === null ? null : <TextLink href={paths.activity({ [name]: value })}><code>{value}</code></TextLink>)
  return [
    { key: 'Resources', value: event.resources.length === 0 ? 'none named' : <span className="grid">{event.resources.map((one) => <code key={one} className="wrap-anywhere">{one}</code>)}</span> },
    { key: 'Access', value: event.statedAccess === null || event.statedAccess === event.access ? event.access : `${event.access}; the source stated ${event.statedAccess}` },
    { key: 'Outcome', value: <OutcomeText outcome={event.outcome} /> },
    ...(event.task === null ? [] : [{ key: 'Task', value: link(event.task, 'task') }]),
    ...(event.session === null ? [] : [{ key: 'Session', value: link(event.session, 'session') }]),
    ...(event.traceId === null ? [] : [{ key: 'Trace', value: link(event.traceId, 'trace') }]),
    { key: 'Source', value: <><TextLink href={paths.source(event.source)}>{event.source}</TextLink>, received <Time iso={event.receivedAt} format="second" />{event.counted ? '' : '; the other side or another source had reported it, so it counts once'}</> },
    { key: 'Raw record', value: <><code title={event.rawHash}>{event.rawHash.slice(0, 16)}…</code>, read by <code>{event.adapterVersion}</code></> },
  ]
}
