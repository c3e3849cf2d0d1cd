import type { Metadata } from 'next'
import { InviteButton } from '@/app/(console)/people/_components/invite-button'
import { LeaveButton } from '@/app/(console)/people/_components/leave-button'
import { PersonForm } from '@/app/(console)/people/_components/person-form'
import { OffboardLink, StandingMark, UnderWayLine } from '@/app/(console)/offboarding/_components/under-way'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { KeyValues } from '@/components/ui/key-values'
import { Section, Split } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { may } from '@/lib/auth/actor'
import { mayInvite } from '@/lib/auth/invitation'
import { hasPassword } from '@/lib/auth/queries'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { ROLE_LABEL, ROLES } from '@/lib/people/model'
import { getPerson } from '@/lib/people/queries'
import { offboardingOf } from '@/lib/views/offboarding'
import { dutiesOf, leftBehindBy } from '@/lib/views/people'

export const metadata: Metadata = { title: 'Person' }

export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const person = await screen(async () => getPerson(actor, decodeURIComponent((await params).id)))
  const [duties, offboarding] = await Promise.all([dutiesOf(actor, person.id), offboardingOf(actor, { kind: 'person', id: person.id }, new Date())])
  const manages = may(actor, 'people.manage')
  const self = actor.behind.includes(person.id)
  const password = manages && (await hasPassword(actor, person.id))
  return (
    <>
      <CrumbName label={person.name} />
      <PageHead title={person.name} actions={<>{offboarding.mayOpen ? <OffboardLink kind="person" subject={person.email} /> : null}{manages ? <LeaveButton person={person} left={await leftBehindBy(actor, person.id, duties, new Date())} self={self} /> : null}</>}>{person.email}</PageHead>
      <UnderWayLine offboarding={offboarding} />
      <Split
        aside={(
          <Section title="Answers for">
            <ul className="grid gap-1">
              {duties.servers.map((server) => <li key={server.slug}><TextLink href={paths.server(server.slug)}>{server.slug}</TextLink> <span className="mute">{server.as}</span></li>)}
              {duties.agents.map((agent) => <li key={agent.id}><TextLink href={paths.agent(agent.id)}>{agent.name}</TextLink> <span className="mute">sponsor</span></li>)}
              {duties.servers.length + duties.agents.length === 0 ? <li className="mute">No server and no agent.</li> : null}
            </ul>
            <p className="mt-3 py-1"><TextLink href={paths.activity({ human: person.email })}>What was done for them</TextLink></p>
            <p className="py-1"><TextLink href={paths.grants({ human: person.email })}>Grants that name them</TextLink></p>
            <p className="py-1"><TextLink href={paths.access({ human: person.email })}>What can be done for them?</TextLink></p>
          </Section>
        )}
      >
        <KeyValues items={[
          { key: 'State', value: <><StandingMark active={person.active} ended="left" offboarding={offboarding} /> {person.leftAt === null ? null : <Time iso={person.leftAt} />}</> },
          { key: 'Roles', value: ROLES.filter((role) => person.roles.includes(role)).map((role) => `${ROLE_LABEL[role]}${person.groupRoles.includes(role) ? ' (by a group at the provider)' : ''}`).join(', ') || 'none' },
          ...(person.pendingRoles.length === 0 ? [] : [{ key: 'Waits for', value: `${person.pendingRoles.map((role) => ROLE_LABEL[role]).join(', ')}: a second holder must consent` }]),
          { key: 'Manager', value: person.managerEmail ?? 'none' },
          { key: 'Registered', value: <Time iso={person.createdAt} /> },
        ]} />
        {manages && !self ? (
          <Section title="Signing in" note={password ? 'has a password' : 'has no password yet'}>
            <InviteButton personId={person.id} name={person.name} refusal={mayInvite(actor, { ...person, hasPassword: password })} />
          </Section>
        ) : null}
        {manages ? <Section title="Change"><PersonForm key={`${person.roles.join()} ${person.pendingRoles.join()}`} person={person} ownRoles={self} /></Section> : null}
      </Split>
    </>
  )
}
