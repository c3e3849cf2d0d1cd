import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { PlainTable } from '@/components/table/plain-table'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { provisioningSettings } from '@/lib/auth/provisioning'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { ROLE_LABEL } from '@/lib/people/model'
import { provisioningView, type ProvisioningView } from '@/lib/views/provisioning'
import { changeWord, placeOf } from './_components/change-words'
import { Address, Tokens } from './_components/connect'

export const metadata: Metadata = { title: 'Provisioning' }

/** How a directory connects by SCIM, what it has provisioned, and which roles its groups give. */
export default async function ProvisioningPage() {
  const actor = await requireActor()
  const now = new Date()
  const view = await screen(() => provisioningView(actor, now, provisioningSettings()))
  return (
    <>
      <PageHead title="Provisioning">{sentence(view)} Whoever a directory deactivates loses every session and token at once, and an offboarding opens by itself.</PageHead>
      <Section title="Connect a directory" note="Entra ID, Okta, or any other that speaks SCIM 2.0"><Address baseUrl={view.baseUrl} agents={view.agents} /></Section>
      <Section title="Tokens" note="Of the scope SCIM; their values are stored nowhere"><Tokens tokens={view.tokens} now={now.toISOString()} /></Section>
      <Section title="Provisioned" note="What the directory has ever sent or taken over, by what it is now"><Counts counts={view.counts} /></Section>
      <Section title="Groups and roles" note="From BAILIWICK_OIDC_ROLE_MAP, by the group’s exact name; no other role comes from a directory"><GroupRoles lines={view.groupRoles} /></Section>
      <Section title="Last changes" note="The newest 30; calls that changed nothing are not listed" end={<TextLink href={paths.trail()}>Whole trail</TextLink>}><Changes changes={view.changes} now={now.toISOString()} /></Section>
    </>
  )
}

function sentence({ counts, lastCall, tokens }: ProvisioningView) {
  if (!tokens.some((one) => one.dead === null)) return 'No directory is connected; people and teams are kept by hand.'
  if (lastCall === null) return 'A directory has a token and has not called yet.'
  const of = (kind: 'people' | 'teams', one: string, several: string): string => {
    const n = counts.find((count) => count.kind === kind)?.active ?? 0
    return `${n.toLocaleString('en-US')} ${n === 1 ? one : several}`
  }
  return <>A directory keeps {of('people', 'person who is', 'people who are')} active and {of('teams', 'team', 'teams')}; it called last on <Time iso={lastCall} />.</>
}

const KINDS = { people: 'People', teams: 'Teams', agents: 'Agents' } as const

function Counts({ counts }: { counts: ProvisioningView['counts'] }) {
  const href = { people: paths.people(), teams: paths.teams(), agents: paths.agents() }
  return (
    <PlainTable
      label="Provisioned" columns={[{ head: 'Kind' }, { head: 'Active', align: 'num' }, { head: 'Deactivated', align: 'num' }, { head: 'Deleted by it', align: 'num' }]}
      rows={counts.map((one) => ({ id: one.kind, cells: [<TextLink key="kind" href={href[one.kind]}>{KINDS[one.kind]}</TextLink>, one.active.toLocaleString('en-US'), one.inactive === null ? <span key="none" className="mute">—</span> : one.inactive.toLocaleString('en-US'), one.deleted.toLocaleString('en-US')] }))}
    />
  )
}

function GroupRoles({ lines }: { lines: ProvisioningView['groupRoles'] }) {
  if (lines.length === 0) return <Empty title="No group gives a role.">Everybody who is provisioned becomes a member. <code>BAILIWICK_OIDC_ROLE_MAP</code> names the groups that give more.</Empty>
  return (
    <PlainTable
      label="Groups and roles" flow columns={[{ head: 'Group' }, { head: 'Gives', flow: { label: 'Gives', full: true } }, { head: 'Team here', flow: { label: 'Team here' } }]}
      rows={lines.map(({ group, role, team }) => ({
        id: `${group}=${role}`,
        cells: [<code key="group">{group}</code>, `${ROLE_LABEL[role]}${role === 'admin' || role === 'security_reviewer' ? ', once a second holder consents' : ''}`, team === null ? <span key="none" className="soft">the directory has not sent it</span> : <TextLink key="team" href={paths.team(team.id)}>{team.members.toLocaleString('en-US')} {team.members === 1 ? 'member' : 'members'}</TextLink>],
      }))}
    />
  )
}

function Changes({ changes, now }: { changes: ProvisioningView['changes']; now: string }) {
  if (changes.length === 0) return <Empty title="A directory has changed nothing yet.">What it makes, changes or deletes is listed here and in the trail.</Empty>
  return (
    <PlainTable
      label="Last changes" flow columns={[{ head: 'What' }, { head: 'Became', flow: { full: true } }, { head: 'By', flow: { label: 'By' } }, { head: 'When', flow: { label: 'When' } }]}
      rows={changes.map((one) => {
        const href = placeOf(one.object)
        return { id: one.id, cells: [href === null ? one.object.name : <TextLink key="name" href={href}>{one.object.name}</TextLink>, changeWord(one), one.by, <Ago key="at" iso={one.at} now={now} />] }
      })}
    />
  )
}
