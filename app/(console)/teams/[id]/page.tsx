import type { Metadata } from 'next'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/section'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { getTeam } from '@/lib/people/queries'
import { AddMember, MemberTable } from '@/app/(console)/teams/_components/members'

export const metadata: Metadata = { title: 'Team' }

export default async function TeamPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const team = await screen(async () => getTeam(actor, decodeURIComponent((await params).id)))
  const manages = may(actor, 'people.manage')
  return (
    <>
      <CrumbName label={team.name} />
      <PageHead title={team.name} actions={<ButtonLink href={paths.grants({ human: `team:${team.name}` })}>Grants for this team</ButtonLink>}>A first membership counts backwards without limit, a later one from its own time.</PageHead>
      {manages ? <AddMember teamId={team.id} /> : null}
      <Section title="Members" note={`${team.members.length}`}><MemberTable team={team} manages={manages} /></Section>
    </>
  )
}
