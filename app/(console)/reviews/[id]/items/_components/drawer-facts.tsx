'use client'

import { Badge } from '@/components/ui/badge'
import { type KeyValue, KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { FrozenGrant, FrozenOwnership, FrozenPerson } from '@/lib/reviews/frozen'
import type { AnswerView, ItemDetail, TaskView } from '@/lib/reviews/model'
import type { TimelineEntry } from '@/lib/views/grant-timeline'
import { type Kind, saidOf, secondsText } from './words'

const named = (person: FrozenPerson | null): string | null => person?.name ?? null

export function GrantFacts({ frozen: { grant, previous, destructive } }: { frozen: FrozenGrant }) {
  const items: KeyValue[] = [
    { key: 'Grant', value: <TextLink href={paths.grant(grant.id)}><code>{grant.id}</code></TextLink> },
    { key: 'Target', value: <><code>{grant.target.name}</code>, up to {grant.access}{destructive ? <> <Badge tone="critical">can destroy</Badge></> : null}</> },
    { key: 'Only on', value: grant.scope.length === 0 ? 'any resource' : <span className="grid">{grant.scope.map((one) => <code key={one} className="wrap-anywhere">{one}</code>)}</span> },
    { key: 'Caller', value: `${grant.agent?.name ?? 'any agent'} for ${grant.human.name} in ${grant.client?.name ?? 'any client'}` },
    { key: 'Purpose', value: grant.purpose === '' ? null : grant.purpose },
    { key: 'Came by', value: grant.cameBy },
    { key: 'Asked for by', value: named(grant.requester) },
    { key: 'In force', value: <>from <Time iso={grant.validFrom} format="day" />{grant.validUntil === null ? ', without an end' : <> until <Time iso={grant.validUntil} format="day" /></>}</> },
    { key: 'Reauthorise', value: grant.reauthorise ? 'each write and admin call, by the human it is for' : 'no' },
    { key: 'Server', value: <><TextLink href={paths.server(grant.server.slug)}>{grant.server.name}</TextLink>, {grant.server.environment}, {grant.server.sensitivity}</> },
    { key: 'Owner', value: [named(grant.server.owner), named(grant.server.backupOwner)].filter((one) => one !== null).join(', backed up by ') || null },
    { key: 'Sponsor', value: named(grant.agent?.sponsor ?? null) },
    { key: 'Reviewed last', value: previous === null ? 'never' : <><TextLink href={paths.review(previous.campaignId)}>{previous.campaign}</TextLink>: {previous.outcome} by {previous.by}, <Time iso={previous.at} format="day" /></> },
  ]
  return <section><h3>Grant</h3><KeyValues items={items} /></section>
}

/** What somebody answers for, as it was when the review began. */
export function OwnedFacts({ frozen }: { frozen: FrozenOwnership }) {
  const items: KeyValue[] = [
    { key: frozen.subject === 'server' ? 'Server' : 'Agent', value: frozen.subject === 'server' ? <TextLink href={paths.server(frozen.known)}>{frozen.name}</TextLink> : <TextLink href={paths.agent(frozen.id)}>{frozen.name}</TextLink> },
    { key: 'Known as', value: <code className="wrap-anywhere">{frozen.known}</code> },
    { key: 'Purpose', value: frozen.purpose },
    { key: frozen.subject === 'server' ? 'Owner' : 'Sponsor', value: frozen.owner === null ? <span className="text-high">nobody</span> : <>{frozen.owner.name}{frozen.ownerActive ? '' : <span className="text-high">, who has left</span>}</> },
    ...(frozen.subject === 'server' ? [{ key: 'Backup', value: named(frozen.backupOwner) }, { key: 'Environment', value: `${frozen.environment ?? 'not known'}, ${frozen.sensitivity ?? 'not known'}` }] : []),
    { key: 'Standing', value: frozen.lifecycle },
    { key: 'Grants', value: frozen.grants.toLocaleString('en-US') },
    { key: 'Calls', value: `${frozen.use.calls.toLocaleString('en-US')} in ${frozen.use.days} d, by ${frozen.use.humans.toLocaleString('en-US')} people` },
    ...(frozen.findings.length === 0 ? [] : [{ key: 'Findings', value: <ul className="grid">{frozen.findings.map((one) => <li key={one.id}><TextLink href={paths.finding(one.id)}>{one.text}</TextLink></li>)}</ul> }]),
    { key: 'Attested last', value: frozen.previous === null ? 'never' : <>{frozen.previous.by}, <Time iso={frozen.previous.at} format="day" /></> },
  ]
  return <section><h3>What you answer for</h3><KeyValues items={items} /></section>
}

/** Who is asked, and what they said as far as it may be seen: of others only after one's own answer. */
export function People({ item, kind }: { item: ItemDetail; kind: Kind }) {
  const now = item.tasks.filter((task) => task.stage === item.stage)
  const before = item.tasks.filter((task) => task.stage < item.stage)
  return (
    <section>
      <h3>Who is asked <span className="mute">stage {item.stage} of {item.stages}</span></h3>
      {now.length === 0 ? <p className="soft sm">Nobody can be asked about this item.</p> : <ul className="asked">{now.map((task) => <Asked key={`${task.person.id} ${task.addedAt}`} task={task} answers={item.answers} kind={kind} />)}</ul>}
      {before.length === 0 ? null : <><h4 className="lab pt-2">Stages before</h4><ul className="asked">{before.map((task) => <Asked key={`${task.stage} ${task.person.id} ${task.addedAt}`} task={task} answers={item.answers} kind={kind} />)}</ul></>}
    </section>
  )
}

function Asked({ task, answers, kind }: { task: TaskView; answers: readonly AnswerView[]; kind: Kind }) {
  const said = answers.find((answer) => answer.stage === task.stage && answer.iteration === task.iteration && (answer.onBehalfOf ?? answer.person).id === task.person.id)
  return (
    <li>
      <p><b>{task.person.name}</b> <span className="mute">{task.standing.replaceAll('_', ' ')}</span>{task.endedAt === null ? null : <span className="mute">; no longer asked{task.endReason === null ? '' : `: ${task.endReason}`}</span>}</p>
      {task.why === null ? null : <p className="sm mute">{task.why}</p>}
      {said === undefined ? (task.endedAt === null ? <p className="sm soft">{task.answered ? 'has answered; what it was shows once you have answered' : 'has not answered'}</p> : null) : (
        <p className="sm">
          <b>{saidOf(kind, said)}</b>{said.onBehalfOf === null ? '' : ` by ${said.person.name} in their place`}, <Time iso={said.at} />{said.bulk ? ', in bulk' : said.seconds === null || said.seconds < 0.5 ? '' : `, after ${secondsText(said.seconds)}`}{said.overrode ? ', against the recommendation' : ''}
          {said.reason === null ? null : <span className="block soft wrap-anywhere">“{said.reason}”</span>}
        </p>
      )}
    </li>
  )
}

/** What the review came to, and the life of the grant. */
export function History({ item, entries }: { item: ItemDetail; entries: readonly TimelineEntry[] | null }) {
  const { outcomeDetail, row } = item
  if (outcomeDetail === null && (entries === null || entries.length === 0)) return null
  return (
    <section>
      <h3>History</h3>
      {outcomeDetail === null ? null : <p className="sm pb-2"><b>Outcome: {row.outcome}.</b> {outcomeDetail.why}</p>}
      {entries === null ? null : (
        <ol className="grid gap-1">
          {entries.map((entry) => <li key={entry.key} className="sm soft"><Time iso={entry.at} format="day" /> <span className={entry.tone === 'bad' ? 'text-critical' : entry.tone === 'warn' ? 'text-high' : undefined}>{entry.what}</span>{entry.who === null ? '' : ` by ${entry.who}`}{entry.reason === null || entry.reason === '' ? '' : `: ${entry.reason}`}</li>)}
        </ol>
      )}
    </section>
  )
}
