'use client'

import { Chain } from '@/components/domain/chain'
import { stationsOf } from '@/components/domain/chain-stations'
import { NotEvaluable, OutcomeText } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time, ZoneName } from '@/components/ui/time'
import type { EventView } from '@/lib/activity/event-view'
import { paths } from '@/lib/paths'
import type { FrozenGrant } from '@/lib/reviews/frozen'
import { counted } from './words'

/** The use as it was frozen, the latest calls as they are, and the chain of the last one. */
export function DrawerCalls({ calls, frozen, now, asOf }: { calls: readonly EventView[] | null; frozen: FrozenGrant; now: string; asOf: string }) {
  const { use, telemetry } = frozen
  const [last] = calls ?? []
  return (
    <>
      <section>
        <h3>Last calls {calls === null || calls.length === 0 ? null : <span className="r"><TextLink href={paths.activity({ grant: frozen.grant.id })}>{use.calls.toLocaleString('en-US')} in {use.days} d</TextLink></span>}</h3>
        {calls === null ? <p className="soft sm">The calls of this server are not yours to read; the frozen figures are below.</p> : calls.length === 0 ? <p className="soft sm">No call under this grant is known.</p> : (
          <PlainTable
            label="The latest calls under this grant" columns={[{ head: <>Time, <ZoneName /></> }, { head: 'For' }, { head: 'On' }, { head: 'Outcome' }]}
            rows={calls.map((call) => ({ id: call.id, cells: [
              <TextLink key="t" className="nw" href={paths.event(call.id)}><Time iso={call.occurredAt} format="short" now={now} /></TextLink>,
              <span key="h" className="cut block">{call.human?.split('@')[0] ?? <i className="mute">no human</i>}</span>,
              <code key="r" className="wrap-anywhere" title={call.resources.join(', ')}>{call.resources[0] ?? call.target}</code>,
              <OutcomeText key="o" outcome={call.outcome} />,
            ] }))}
          />
        )}
      </section>
      {last === undefined ? null : <section><h3>Chain of the last call</h3><Chain stations={stationsOf(last)} label="Chain of the last call" /></section>}
      <section>
        <h3>Use, frozen <span className="mute"><Time iso={asOf} zoned /></span></h3>
        <KeyValues items={[
          { key: 'Calls', value: `${use.calls.toLocaleString('en-US')} in ${use.days} d, ${use.calls30.toLocaleString('en-US')} in the last 30${use.blocked === 0 ? '' : `, ${use.blocked.toLocaleString('en-US')} blocked`}` },
          { key: 'By', value: `${counted(use.humans, 'person', 'people')}, ${counted(use.agents, 'agent')}, ${counted(use.clients, 'client')}` },
          { key: 'Used of it', value: use.targets.length === 0 ? 'nothing' : `${counted(use.targetsUsed, 'target')}${frozen.admits === null ? '' : ` of ${frozen.admits.count.toLocaleString('en-US')} that it admits`}, at most ${use.accessUsed ?? 'read'}: ${use.targets.slice(0, 5).map((one) => one.name).join(', ')}${use.targets.length > 5 ? ', …' : ''}` },
          { key: 'Peers', value: `${frozen.peers.holding} of ${counted(frozen.peers.of, 'active agent')} ${frozen.peers.holding === 1 ? 'holds' : 'hold'} this` },
          { key: 'Telemetry', value: telemetry.evaluable ? `${telemetry.source} would have seen a call` : <NotEvaluable reason={telemetry.gaps.join('; ')} /> },
          ...(use.agentReported === 0 ? [] : [{ key: 'Only claimed', value: `${counted(use.agentReported, 'call')} that only an agent reported` }]),
          ...(frozen.findings.length === 0 ? [] : [{ key: 'Findings', value: <ul className="grid">{frozen.findings.map((one) => <li key={one.id}><TextLink href={paths.finding(one.id)}>{one.text}</TextLink></li>)}</ul> }]),
        ]} />
      </section>
    </>
  )
}
