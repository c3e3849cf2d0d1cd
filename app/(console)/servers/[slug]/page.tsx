import type { Metadata } from 'next'
import { OwnershipPart } from '@/app/(console)/lifecycle/_components/ownership-part'
import { UnderWayLine } from '@/app/(console)/offboarding/_components/under-way'
import { DiscoverySection } from '@/app/(console)/servers/_components/discovery-section'
import { LifeTrack } from '@/app/(console)/servers/_components/life-track'
import { MoveForms } from '@/app/(console)/servers/_components/move-forms'
import { RecentActivity } from '@/app/(console)/servers/_components/recent-activity'
import { SecretList } from '@/app/(console)/servers/_components/secret-list'
import { ServerFacts } from '@/app/(console)/servers/_components/server-facts'
import { ToolDrawer } from '@/app/(console)/servers/_components/tool-drawer'
import { ToolTable } from '@/app/(console)/servers/_components/tool-table'
import { FindingSection } from '@/components/domain/finding-lines'
import { HeldGrants } from '@/components/domain/held-grants'
import { NameLines } from '@/components/domain/name-lines'
import { ReviewLines } from '@/components/domain/review-lines'
import { TrailSection } from '@/components/domain/trail-lines'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { KeyValues } from '@/components/ui/key-values'
import { Section, Split } from '@/components/ui/section'
import { SegmentLinks } from '@/components/ui/segmented'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { SENSITIVE } from '@/lib/registry/model'
import { listSecrets } from '@/lib/registry/queries/secrets'
import { ownershipOf } from '@/lib/views/lifecycle-ownership'
import { offboardingOf } from '@/lib/views/offboarding'
import { mayAskFor } from '@/lib/views/requests'
import { type ServerScreen, serverScreen } from '@/lib/views/server-detail'
import { serverDiscovery } from '@/lib/views/server-discovery'
import { toolScreen } from '@/lib/views/server-tool'
import { differs } from '@/lib/views/tool-comparison'

type Params = Promise<{ slug: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: decodeURIComponent((await params).slug) }
}

/** Everything about one server: who answers for it, where it stands, what is declared against what was seen. */
export default async function ServerPage({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  const actor = await requireActor()
  const slug = decodeURIComponent((await params).slug)
  const query = await searchParams
  const now = new Date()
  const found = await screen(() => serverScreen(actor, slug, now))
  const name = oneOf(query['tool'])
  const tool = name === null ? null : await screen(() => toolScreen(actor, slug, name, new Date()))
  const view = oneOf(query['tools']) === 'differences' ? 'differences' : null
  const { server } = found
  const mayAsk = mayAskFor(actor, { serverId: server.id }) && (server.lifecycle === 'active' || server.lifecycle === 'pilot')
  const [discovery, offboarding, ownership] = await screen(() => Promise.all([serverDiscovery(actor, server), offboardingOf(actor, { kind: 'server', id: server.id }, now), ownershipOf(actor, 'server', server.id, now)]))
  const { items: secrets } = await screen(() => listSecrets(actor, { server: slug }, { limit: 50 }, now))
  return (
    <>
      <PageHead title={server.name} actions={<><ButtonLink href={paths.access({ server: slug })}>Who can do what here?</ButtonLink>{mayAsk ? <ButtonLink href={paths.newRequest({ server: slug })}>Request access</ButtonLink> : null}{found.mayEdit ? <ButtonLink href={paths.editServer(slug)}>Edit</ButtonLink> : null}</>}>{server.purpose}</PageHead>
      <UnderWayLine offboarding={offboarding} />
      <ServerFacts server={server} findings={found.findings} />
      <Split aside={<><Section title="Move on"><MoveForms key={`${server.lifecycle} ${server.version}`} slug={slug} from={server.lifecycle} moves={found.moves} pending={server.pending ?? null} /></Section><OwnershipPart ownership={ownership} now={now.toISOString()} /></>}>
        <Standing found={found} now={now.toISOString()} />
      </Split>
      <ToolSection slug={slug} found={found} view={view} open={name} now={now.toISOString()} />
      <DiscoverySection slug={slug} discovery={discovery} now={now.toISOString()} />
      <Split aside={<><SecretList slug={slug} secrets={secrets} now={now.toISOString()} /><Section title="Names in logs"><NameLines names={found.names} /></Section></>}>
        <FindingSection lines={found.findingLines} total={found.findings?.total ?? 0} allHref={paths.drift({ server: slug })} now={now.toISOString()} />
        {found.recent === null ? null : <RecentActivity slug={slug} events={found.recent} calls={found.calls ?? 0} since={found.since} now={now.toISOString()} />}
        <HeldGrants grants={found.grants} allHref={paths.grants({ server: slug })} holder={server.name} agents />
        <TrailSection id={server.id} entries={found.history} />
      </Split>
      {tool === null ? null : <ToolDrawer slug={slug} mayAsk={mayAsk} screen={tool} closeHref={paths.server(slug, { tools: view })} />}
    </>
  )
}

function Standing({ found: { server, states, heldBy, reviews }, now }: { found: ServerScreen; now: string }) {
  return (
    <div className="grid gap-4 pt-5">
      <LifeTrack lifecycle={server.lifecycle} sensitive={SENSITIVE.has(server.sensitivity)} createdAt={server.createdAt} pilotUntil={server.pilotUntil} states={states} />
      <KeyValues items={[
        { key: 'Reaches', value: server.downstream.length === 0 ? <span className="mute">no system declared</span> : server.downstream.join(', ') },
        { key: 'Held by', value: heldBy.length === 0 ? <span className="mute">no named agent</span> : <span>{heldBy.map((holder, index) => <span key={holder.agentId}>{index === 0 ? '' : ', '}<TextLink className="underline" href={paths.agent(holder.agentId)}>{holder.agent}</TextLink> {holder.targets} {holder.targets === 1 ? 'target' : 'targets'}</span>)}</span> },
        { key: 'Reviews', value: <>{server.reviewEveryDays === null ? 'No cadence set.' : `Every ${server.reviewEveryDays} d.`}<ReviewLines reviews={reviews} filter={{ reviewer: 'all', view: 'all', server: server.slug }} one={false} now={now} /></> },
        { key: 'Registered', value: <><Time iso={server.createdAt} />, from {server.source.replaceAll('_', ' ')}; version {server.version}</> },
      ]} />
    </div>
  )
}

function ToolSection({ slug, found, view, now, open }: { slug: string; found: ServerScreen; view: string | null; now: string; open: string | null }) {
  const differing = found.tools.filter(differs)
  const shown = view === 'differences' ? differing : found.tools
  const switchTo = (
    <SegmentLinks label="Which tools" items={[
      { label: 'All', count: found.tools.length, href: paths.server(slug), current: view === null },
      { label: 'Differences', count: differing.length, href: paths.server(slug, { tools: 'differences' }), current: view === 'differences' },
    ]} />
  )
  return (
    <Section title="Declared against observed, per tool" note={<>90 days to <Time iso={now} zoned />; every number opens its list</>} end={switchTo}>
      {shown.length > 0 ? <ToolTable slug={slug} rows={shown} since={found.since} now={now} view={view} open={open} /> : view === null
        ? <Empty title="No tool is known: none is declared, granted or called.">Ask the server what it offers, import grants for it, or connect a source that sees it.</Empty>
        : <Empty title="What was seen is what was declared." actions={<ButtonLink href={paths.server(slug)}>Show all tools</ButtonLink>} />}
    </Section>
  )
}
