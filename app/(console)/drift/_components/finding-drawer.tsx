import { GrantFit } from '@/app/(console)/activity/_components/grant-fit'
import { ChangeReasons, DefinitionDiff } from '@/components/domain/definition-diff'
import { SeverityMark } from '@/components/domain/severity'
import { NotEvaluable, OutcomeText, VerdictMark } from '@/components/domain/verdict'
import { Drawer } from '@/components/shell/drawer'
import { PlainTable } from '@/components/table/plain-table'
import { type KeyValue, KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time, ZoneName } from '@/components/ui/time'
import { callsOf } from '@/lib/drift/calls'
import type { FindingDetail } from '@/lib/drift/model'
import { paths } from '@/lib/paths'
import type { OpenFinding } from '@/lib/views/drift'
import { FindingMoves } from './finding-moves'
import { Remedies } from './remedies'
import { Replacement } from './replacement'

type Query = Record<string, string | undefined>

/** One finding: what it says, whom it is about, why no grant covers it, the calls behind it, what can be done, and its history. */
export function FindingDrawer({ open, rows, query, can, now }: { open: OpenFinding; rows: readonly string[]; now: string; query: Query; can: { acknowledge: boolean; accept: boolean; request: boolean } }) {
  const { finding, events, definition, example, position } = open
  const calls = callsOf(finding)
  const neighbour = (step: number) => {
    const id = position === null ? undefined : rows[position + step]
    return id === undefined ? null : paths.drift({ ...query, finding: id })
  }
  return (
    <Drawer
      kind="Finding" id={finding.id} closeHref={paths.drift(query)}
      position={position === null ? undefined : { text: `${position + 1} of ${rows.length}`, previousHref: neighbour(-1), nextHref: neighbour(1) }}
      topLine={<><SeverityMark severity={finding.severity} /><span className="mute sm">{finding.kind.replaceAll('_', ' ')}, {finding.status} since <Time iso={finding.openedAt} /></span></>}
      title={titleOf(finding)}
      footer={<FindingMoves key={finding.id} id={finding.id} status={finding.status} can={can} />}
    >
      <p className="say">{finding.explanation}</p>
      {finding.evaluable ? null : <p className="pt-2"><NotEvaluable reason={String((finding.evidence as Record<string, unknown>)['reason'] ?? '').replaceAll('_', ' ')} /></p>}
      <section><KeyValues items={facts(finding)} /></section>
      <Replacement finding={finding} />
      {definition === null ? null : (
        <section>
          <h3>{definition.from === null ? `Version ${definition.to.number}` : `Version ${definition.to.number} against version ${definition.from.number}, which people rely on`}</h3>
          <div className="grid gap-3">
            {definition.change === null ? null : <ChangeReasons change={definition.change} />}
            {definition.from === null ? null : <DefinitionDiff label="What differs" before={definition.from.definition} after={definition.to.definition} />}
          </div>
        </section>
      )}
      {example === null || !finding.kind.endsWith('_use') ? null : <section><h3>{example.grant === null && example.nearest === null ? 'Why no grant covers it' : 'Why no grant covers it: the nearest one'}</h3><GrantFit detail={example} /></section>}
      {events.length === 0 ? null : (
        <section>
          <h3>Evidence {calls === null ? null : <span className="r"><TextLink href={paths.activity(calls)}>{(finding.executed + finding.blocked).toLocaleString('en-GB')} calls</TextLink></span>}</h3>
          <PlainTable
            label="The latest calls" columns={[{ head: <>Time, <ZoneName /></> }, { head: 'For' }, { head: 'Verdict' }, { head: 'Outcome' }]}
            rows={events.map((event) => ({ id: event.id, cells: [
              <TextLink key="t" href={paths.activity({ ...calls, event: event.id })} className="nw"><Time iso={event.occurredAt} format={event.occurredAt.slice(0, 10) === now.slice(0, 10) ? 'clock' : 'short'} now={now} /></TextLink>,
              event.human?.split('@')[0] ?? <i key="h" className="mute">absent</i>, <span key="v" className="nw"><VerdictMark verdict={event.verdict} outcome={event.outcome} /></span>, <span key="o" className="nw"><OutcomeText outcome={event.outcome} /></span>,
            ] }))}
          />
        </section>
      )}
      <section><h3>Remedies</h3><Remedies finding={finding} mayAsk={can.request} /></section>
      <section>
        <h3>History</h3>
        <ol className="grid gap-1">
          {finding.history.map((line) => <li key={`${line.at} ${line.to}`} className="sm soft"><Time iso={line.at} /> {line.from === null ? 'opened' : line.to} by {line.by}: {line.reason}</li>)}
        </ol>
      </section>
    </Drawer>
  )
}

function titleOf({ target, server, agent, client, kind, evidence }: FindingDetail) {
  if (target !== null && server !== null) return <><code>{target}</code> on {server}</>
  const name = server ?? agent ?? client ?? String((evidence as Record<string, unknown>)['source'] ?? kind)
  return <code className="wrap-anywhere">{name}</code>
}

function facts(finding: FindingDetail): KeyValue[] {
  const evidence = finding.evidence as Record<string, unknown>
  const list = (key: string): string[] => (Array.isArray(evidence[key]) ? (evidence[key] as unknown[]).map(String) : [])
  const named = (values: readonly string[], to: (value: string) => string) => values.slice(0, 4).map((value, i) => <span key={value}>{i === 0 ? '' : ', '}<TextLink href={to(value)} className="wrap-anywhere">{value}</TextLink></span>)
  const more = (values: readonly string[]) => (values.length > 4 ? <span className="mute"> and {values.length - 4} more</span> : null)
  const row = (key: string, values: readonly string[], to: (value: string) => string): KeyValue[] => (values.length === 0 ? [] : [{ key, value: <>{named(values, to)}{more(values)}</> }])
  return [
    ...row('Human', list('humans'), (human) => paths.activity({ human })),
    ...row('Client', finding.client === null ? list('clients') : [finding.client], (client) => paths.activity({ client })),
    ...row('Agent', finding.agent === null ? list('agents') : [finding.agent], (agent) => paths.activity({ agent })),
    ...(list('resources').length === 0 ? [] : [{ key: 'Resource', value: <span className="grid">{list('resources').slice(0, 4).map((one) => <code key={one} className="wrap-anywhere">{one}</code>)}{more(list('resources'))}</span> }]),
    ...(finding.grantId === null ? [] : [{ key: 'Grant', value: <TextLink href={paths.grant(finding.grantId)}><code>{finding.grantId}</code></TextLink> }]),
    ...(finding.executed + finding.blocked === 0 ? [] : [{ key: 'Calls', value: `${finding.executed.toLocaleString('en-GB')} executed, ${finding.blocked.toLocaleString('en-GB')} blocked` }]),
    { key: 'First seen', value: <Time iso={finding.firstSeen} zoned /> },
    { key: 'Last seen', value: <Time iso={finding.lastSeen} zoned /> },
    ...(finding.acceptedUntil === null ? [] : [{ key: 'Accepted until', value: <Time iso={finding.acceptedUntil} /> }]),
    ...(finding.assignee === null ? [] : [{ key: 'Assigned to', value: finding.assignee.name }]),
  ]
}
