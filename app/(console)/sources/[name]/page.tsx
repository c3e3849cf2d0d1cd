import type { Metadata } from 'next'
import { AliveLane } from '@/app/(console)/sources/_components/alive-lane'
import { HealthMark } from '@/app/(console)/sources/_components/health'
import { HowToSend } from '@/app/(console)/sources/_components/how-to-send'
import { SourceForm } from '@/app/(console)/sources/_components/source-form'
import { PageHead } from '@/components/shell/page-head'
import { PlainTable } from '@/components/table/plain-table'
import { Facts, type KeyValue, KeyValues } from '@/components/ui/key-values'
import { Section, Split } from '@/components/ui/section'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { FORMATS } from '@/lib/activity/formats/adapters'
import { formatName } from '@/lib/activity/formats/format-names'
import { getSource, type SourceView } from '@/lib/activity/queries/sources'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { publicUrl } from '@/lib/auth/public-url'

export const metadata: Metadata = { title: 'Source' }

const SEEN = { gateway: 'written by a gateway', server: 'written by the servers themselves', agent: 'written on the agent’s side', mixed: 'written in several places' } as const satisfies Record<SourceView['vantage'], string>

export default async function SourcePage({ params }: { params: Promise<{ name: string }> }) {
  const actor = await requireActor()
  const now = new Date()
  const source = await screen(async () => getSource(actor, decodeURIComponent((await params).name), now))
  return (
    <>
      <PageHead title={source.name}>{formatName(source.format)}, {SEEN[source.vantage]}{source.sampled ? ', sampled' : ''}. {source.covers.length === 0 ? 'It may speak for any server.' : `It speaks for ${source.covers.join(', ')}.`}</PageHead>
      <Facts items={facts(source, now.toISOString())} />
      <Split aside={<Section title="Counted"><KeyValues items={counted(source, may(actor, 'activity.parameters'))} /></Section>}>
        <Section title="Alive, in event time" note="90 days; hatched = nobody can tell">
          <AliveLane alive={source.alive} now={now.toISOString()} stated={source.expectedHeartbeatSeconds !== null} />
          {source.alive.length === 0 ? <p className="soft pt-2">{source.expectedHeartbeatSeconds === null ? 'It never stated a heartbeat, so nothing is concluded from its silence.' : 'Not yet.'}</p> : (
            <PlainTable label="Alive intervals" columns={[{ head: 'From' }, { head: 'To' }]} rows={source.alive.slice(0, 8).map((one) => ({ id: one.from, cells: [<Time key="f" iso={one.from} format="second" />, <Time key="t" iso={one.to} format="second" />] }))} />
          )}
        </Section>
        {source.drops.length === 0 ? null : (
          <Section title="Lost records" note="as the source reported them">
            <PlainTable label="Lost records" columns={[{ head: 'Between' }, { head: 'And' }, { head: 'Records', align: 'num' }]} rows={source.drops.map((one) => ({ id: one.from, cells: [<Time key="f" iso={one.from} format="second" />, <Time key="t" iso={one.to} format="second" />, one.count.toLocaleString('en-GB')] }))} />
          </Section>
        )}
        <Section title="How to send" end={<TextLink href={paths.trySource({ source: source.name })}>Try a line</TextLink>}><HowToSend name={source.name} format={source.format} url={publicUrl()} /></Section>
        {may(actor, 'source.manage') ? <Section title="Settings" note="They count from now on."><SourceForm source={source} formats={FORMATS} url={publicUrl()} /></Section> : null}
      </Split>
    </>
  )
}

function facts(source: SourceView, now: string): KeyValue[] {
  return [
    { key: 'Health', value: <HealthMark source={source} now={now} /> },
    { key: 'Last event', value: <Time iso={source.lastEventAt} format="second" zoned /> },
    { key: 'Last heartbeat', value: <Time iso={source.lastHeartbeatAt} format="second" zoned /> },
    { key: 'Delivered through', value: <Time iso={source.deliveredThrough} format="second" zoned absent="never said" /> },
  ]
}

function counted({ name, counters, batches }: SourceView, mayOpenLetters: boolean): KeyValue[] {
  return [
    { key: 'Received', value: counters.received.toLocaleString('en-GB') },
    { key: 'Accepted', value: <NumberLink value={counters.accepted} href={paths.activity({ source: name })} label="events" /> },
    { key: 'Duplicates', value: counters.duplicates.toLocaleString('en-GB') },
    { key: 'Conflicts', value: counters.conflicts.toLocaleString('en-GB') },
    { key: 'Rejected', value: counters.rejected.toLocaleString('en-GB') },
    { key: 'Dead letters', value: <NumberLink value={counters.openDeadLetters} href={mayOpenLetters ? paths.deadLetters({ source: name, status: 'open' }) : undefined} label="open dead letters" /> },
    { key: 'Lost', value: counters.dropped.toLocaleString('en-GB') },
    { key: 'Batches', value: `${batches.toLocaleString('en-GB')}, chained` },
  ]
}
