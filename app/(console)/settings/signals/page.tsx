import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Empty } from '@/components/ui/empty'
import { KeyValues } from '@/components/ui/key-values'
import { Pagination } from '@/components/ui/pagination'
import { Section } from '@/components/ui/section'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { env } from '@/lib/env'
import { paths } from '@/lib/paths'
import { signalsScreen, signalStateIn } from '@/lib/views/signals'
import { ReceivedTable, SentTable, SignalStates } from './_components/signal-tables'
import { TestSignal } from './_components/test-signal'

export const metadata: Metadata = { title: 'Signals' }

/** Security events: where they go, whose are taken, what became of each. */
export default async function SignalsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const state = signalStateIn(oneOf(query['state']))
  const cursor = oneOf(query['cursor']) ?? undefined
  const { counts, page, received, receivedCount } = await screen(() => signalsScreen(actor, state, cursor))
  return (
    <>
      <PageHead title="Signals">{sentence(counts)} Security events (CAEP) tell other systems at once that access has ended, and let the identity provider tell this console.</PageHead>
      <Section title="Receiver" note="From the environment; path and token are not shown"><Receiver /></Section>
      <Section title="Identity provider" note="Whose events are taken"><Source /></Section>
      <Section title="Sent" note="Delivered ones are kept for 400 days, failed ones until they are sent" end={<SignalStates counts={counts} state={state} />}>
        <SentTable rows={page.items} filtered={state !== null || cursor !== undefined} />
        <Pagination shown={page.items.length} order="newest first" newerHref={cursor === undefined ? null : paths.signals({ state })} olderHref={page.nextCursor === null ? null : paths.signals({ state, cursor: page.nextCursor })} />
      </Section>
      <Section title="Received" note={received.length < receivedCount ? `The newest ${received.length} of ${receivedCount.toLocaleString('en-GB')}` : undefined}>
        {received.length === 0 ? <Empty title="The identity provider has sent no event." /> : <ReceivedTable rows={received} />}
      </Section>
    </>
  )
}

function sentence(counts: { failed: number; due: number; sent: number }): string {
  if (counts.failed > 0) return `${counts.failed.toLocaleString('en-GB')} ${counts.failed === 1 ? 'event' : 'events'} could not be delivered and can be tried again below.`
  return counts.due > 0 ? `${counts.due.toLocaleString('en-GB')} ${counts.due === 1 ? 'event waits' : 'events wait'} to be delivered.` : 'Nothing waits to be delivered and nothing failed.'
}

function Receiver() {
  const { signals, publicUrl } = env()
  if (signals === null) return <Empty title="No receiver is set, so no event is written.">Set <code>BAILIWICK_SIGNALS_URL</code>, and <code>BAILIWICK_SIGNALS_TOKEN</code> where the receiver wants one, then start the program again.</Empty>
  return (
    <div className="grid gap-4">
      <KeyValues
        items={[
          { key: 'Host', value: <code className="break-all">{new URL(signals.url).host}</code> },
          { key: 'Bearer token', value: signals.token === null ? 'none is sent' : 'sent' },
          { key: 'Private networks', value: signals.private ? 'allowed' : 'refused' },
          { key: 'Issuer', value: <code className="break-all">{publicUrl}</code> },
          { key: 'Keys', value: <code className="break-all">{publicUrl}/.well-known/jwks.json</code> },
        ]}
      />
      <TestSignal />
    </div>
  )
}

function Source() {
  const { signalSource, publicUrl } = env()
  if (signalSource === null) return <Empty title="No events are taken.">Single sign-on brings them along (<code>BAILIWICK_OIDC_ISSUER</code>); another transmitter needs <code>BAILIWICK_SIGNALS_IN_ISSUER</code> and <code>BAILIWICK_SIGNALS_IN_JWKS_URL</code>.</Empty>
  return (
    <KeyValues
      items={[
        { key: 'Issuer', value: <code className="break-all">{signalSource.issuer}</code> },
        { key: 'Keys', value: signalSource.jwksUrl === null ? 'as its OpenID description says' : <code className="break-all">{signalSource.jwksUrl}</code> },
        { key: 'Audience', value: <>{signalSource.audiences.map((one, index) => <span key={one}>{index === 0 ? '' : ' or '}<code className="break-all">{one}</code></span>)}</> },
        { key: 'To be pushed to', value: <code className="break-all">{publicUrl}/api/v1/signals</code> },
      ]}
    />
  )
}
