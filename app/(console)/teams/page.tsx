import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Empty } from '@/components/ui/empty'
import { TextLink } from '@/components/ui/text-link'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { listTeams } from '@/lib/people/queries'
import { NewTeamForm } from './_components/new-team-form'

export const metadata: Metadata = { title: 'Teams' }

export default async function TeamsPage() {
  const actor = await requireActor()
  const teams = await screen(() => listTeams(actor, { limit: 500 }))
  return (
    <>
      <PageHead title="Teams">A grant may name a team; whoever is a member then is covered.</PageHead>
      {may(actor, 'people.manage') ? <div className="pb-4"><NewTeamForm /></div> : null}
      {teams.length === 0 ? <Empty title="There is no team yet.">{may(actor, 'people.manage') ? 'Make one above; then add its members.' : 'An administrator makes teams and adds their members.'}</Empty> : (
        <div className="scroll">
          <table className="t two flow">
            <thead><tr><th>Team</th><th className="num">Members</th><th>Who</th></tr></thead>
            <tbody>
              {teams.map((team) => (
                <tr key={team.id}>
                  <td><TextLink href={paths.team(team.id)}>{team.name}</TextLink></td>
                  <td className="num"><TextLink href={paths.people({ team: team.name })} aria-label={`${team.members.length} members of ${team.name}`}>{team.members.length}</TextLink></td>
                  <td className="full"><span className="flex flex-wrap gap-2">{team.members.slice(0, 6).map((member) => <TextLink key={member.id} href={paths.person(member.id)}>{member.name}</TextLink>)}{team.members.length > 6 ? <TextLink href={paths.people({ team: team.name })}>and {team.members.length - 6} more</TextLink> : null}</span></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
