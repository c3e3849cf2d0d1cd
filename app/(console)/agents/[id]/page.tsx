import type { Metadata } from 'next'
import { ActiveSwitch } from '@/app/(console)/agents/_components/active-switch'
import { SponsorLeft } from '@/app/(console)/agents/_components/sponsor-left'
import { WaitingRequests } from '@/app/(console)/agents/_components/waiting-requests'
import { OwnershipPart } from '@/app/(console)/lifecycle/_components/ownership-part'
import { isFrozen, OffboardLink, StandingMark, UnderWayLine } from '@/app/(console)/offboarding/_components/under-way'
import { CompanionTable, REFUSED } from '@/components/domain/companions'
import { FindingSection } from '@/components/domain/finding-lines'
import { HeldGrants } from '@/components/domain/held-grants'
import { IdentityCode } from '@/components/domain/identity'
import { NameLines } from '@/components/domain/name-lines'
import { SeverityMark } from '@/components/domain/severity'
import { TrailSection } from '@/components/domain/trail-lines'
import { Mark } from '@/components/domain/verdict'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Facts } from '@/components/ui/key-values'
import { Section, Split } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { type AgentScreen, agentScreen } from '@/lib/views/agents'
import { ownershipOf } from '@/lib/views/lifecycle-ownership'
import { type OffboardingOf, offboardingOf } from '@/lib/views/offboarding'
import { mayAskFor } from '@/lib/views/requests'

export const metadata: Metadata = { title: 'Agent' }

/** Everything about one agent: who answers for it, what it holds, what it did as whom. */
export default async function AgentPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const now = new Date()
  const found = await screen(async () => agentScreen(actor, (await params).id, now))
  const { agent, known } = found
  const [offboarding, ownership] = await screen(() => Promise.all([offboardingOf(actor, { kind: 'agent', id: agent.id }, now), ownershipOf(actor, 'agent', agent.id, now)]))
  const mayAsk = agent.active && !isFrozen(offboarding) && agent.sponsor.active && mayAskFor(actor, { agentId: agent.id })
  const from = `${found.since}T00:00:00.000Z`
  const calls = (by: 'client' | 'human' | 'server') => (name: string, refused: boolean): string => paths.activity({ agent: known, from, [by]: name, ...(refused ? { verdict: REFUSED } : {}) })
  const iso = now.toISOString()
  return (
    <>
      <CrumbName label={agent.name} />
      <PageHead title={agent.name} actions={<><ButtonLink href={paths.access({ agent: known })}>What can it do?</ButtonLink>{mayAsk ? <ButtonLink href={paths.newRequest({ agent: agent.id })}>Request access</ButtonLink> : null}{found.mayChange ? <ButtonLink href={paths.editAgent(agent.id)}>Edit</ButtonLink> : null}</>}>{agent.purpose ?? 'No purpose is written down.'}</PageHead>
      {agent.active && !agent.sponsor.active ? <SponsorLeft id={agent.id} name={agent.name} sponsor={agent.sponsor.name} waiting={found.waiting.length} successors={found.successors} mayChange={found.mayChange} /> : null}
      <UnderWayLine offboarding={offboarding} />
      <AgentFacts found={found} offboarding={offboarding} />
      <Split aside={<>{found.mayChange || offboarding.mayOpen ? <Section title="Change"><div className="grid gap-3 justify-items-start">{found.mayChange ? <ActiveSwitch key={String(agent.active)} id={agent.id} active={agent.active} /> : null}{offboarding.mayOpen ? <OffboardLink kind="agent" subject={agent.id} /> : null}</div></Section> : null}<OwnershipPart ownership={ownership} now={iso} /><Section title="Names in logs"><NameLines names={found.names} /></Section></>}>
        <FindingSection lines={found.findingLines} total={found.findings?.total ?? 0} allHref={paths.drift({ agent: known })} now={iso} />
        <WaitingRequests rows={found.waiting} allHref={paths.requests({ view: 'all', agent: agent.name })} now={iso} />
        <CompanionTable title="Acted for" head="Human" rows={found.humans} href={(email) => paths.person(email)} callsHref={calls('human')} now={iso} />
        <CompanionTable title="On servers" head="Server" rows={found.servers} href={(slug) => paths.server(slug)} callsHref={calls('server')} now={iso} />
        <CompanionTable title="In clients" head="Client" rows={found.clients} callsHref={calls('client')} now={iso} />
        <HeldGrants grants={found.grants} allHref={paths.grants({ agent: known })} holder={agent.name} />
        <TrailSection id={agent.id} entries={found.history} />
      </Split>
    </>
  )
}

function AgentFacts({ found: { agent, known, findings }, offboarding }: { found: AgentScreen; offboarding: OffboardingOf }) {
  return (
    <Facts items={[
      { key: 'Accountable', value: <><b title={agent.sponsorEmail}>{agent.sponsor.name}</b><br />{agent.sponsor.active ? <span className="soft">sponsor</span> : <Mark glyph="warn" tone="warn">sponsor, has left</Mark>}</> },
      { key: 'Identity', value: <><IdentityCode identity={known} /><br /><span className="soft">{agent.identity.kind === 'spiffe' ? 'SPIFFE ID' : 'OpenID Connect'}</span></> },
      { key: 'State', value: <><StandingMark active={agent.active} ended="inactive" offboarding={offboarding} /><br /><span className="soft">registered <Time iso={agent.createdAt} format="day" /></span></> },
      { key: 'Right now', value: findings === null ? 'no open findings' : <><SeverityMark severity={findings.worst} count={findings.worstCount} />, {findings.total} open</> },
    ]} />
  )
}
