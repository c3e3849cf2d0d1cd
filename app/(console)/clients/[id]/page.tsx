import type { Metadata } from 'next'
import { ActiveSwitch } from '@/app/(console)/clients/_components/active-switch'
import { OffboardLink, StandingMark, UnderWayLine } from '@/app/(console)/offboarding/_components/under-way'
import { CompanionTable, REFUSED } from '@/components/domain/companions'
import { HeldGrants } from '@/components/domain/held-grants'
import { NameLines } from '@/components/domain/name-lines'
import { TrailSection } from '@/components/domain/trail-lines'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { KeyValues } from '@/components/ui/key-values'
import { Section, Split } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { clientScreen } from '@/lib/views/clients'
import { offboardingOf } from '@/lib/views/offboarding'

export const metadata: Metadata = { title: 'Client' }

/** Everything about one client application: which agents ran in it, for whom, on which servers. */
export default async function ClientPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const now = new Date()
  const found = await screen(async () => clientScreen(actor, (await params).id, now))
  const { client, known } = found
  const offboarding = await screen(() => offboardingOf(actor, { kind: 'client', id: client.id }, now))
  const from = `${found.since}T00:00:00.000Z`
  const calls = (by: 'agent' | 'human' | 'server') => (name: string, refused: boolean): string => paths.activity({ client: known, from, [by]: name, ...(refused ? { verdict: REFUSED } : {}) })
  const iso = now.toISOString()
  return (
    <>
      <CrumbName label={client.name} />
      <PageHead title={client.name} actions={<><ButtonLink href={paths.access({ client: known })}>What can be done in it?</ButtonLink>{found.mayChange ? <ButtonLink href={paths.editClient(client.id)}>Edit</ButtonLink> : null}</>}>An application in which agents run.</PageHead>
      <UnderWayLine offboarding={offboarding} />
      <Split aside={<>{found.mayChange || offboarding.mayOpen ? <Section title="Change"><div className="grid gap-3 justify-items-start">{found.mayChange ? <ActiveSwitch key={String(client.active)} id={client.id} active={client.active} /> : null}{offboarding.mayOpen ? <OffboardLink kind="client" subject={client.id} /> : null}</div></Section> : null}<Section title="Names in logs"><NameLines names={found.names} /></Section></>}>
        <KeyValues items={[
          { key: 'State', value: <StandingMark active={client.active} ended="inactive" offboarding={offboarding} /> }, { key: 'Client id', value: client.clientId === null ? null : <code>{client.clientId}</code> },
          { key: 'Registered', value: <Time iso={client.createdAt} /> },
        ]} />
        <CompanionTable title="Agents in it" head="Agent" rows={found.agents} callsHref={calls('agent')} now={iso} />
        <CompanionTable title="Acted for" head="Human" rows={found.humans} href={(email) => paths.person(email)} callsHref={calls('human')} now={iso} />
        <CompanionTable title="On servers" head="Server" rows={found.servers} href={(slug) => paths.server(slug)} callsHref={calls('server')} now={iso} />
        <HeldGrants grants={found.grants} allHref={paths.grants({ client: known })} holder={client.name} />
        <TrailSection id={client.id} entries={found.history} />
      </Split>
    </>
  )
}
