import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { type StandInsScreen, standInsScreen } from '@/lib/views/delegations'
import { StandInForm } from './_components/stand-in-form'
import { StandInTable } from './_components/stand-in-table'

export const metadata: Metadata = { title: 'Stand-ins' }

/** Out of office: who answers in one's place, between which days; and for whom one answers oneself. */
export default async function StandInsPage() {
  const actor = await requireActor()
  const now = new Date()
  const found = await screen(() => standInsScreen(actor, now))
  return (
    <>
      <PageHead title="Stand-ins">{sentence(found)}</PageHead>
      <Section title="For you" note="Whoever stands in answers what waits for you; you may still answer, and both names are kept">
        {found.mine.length === 0 ? <Empty title="Nobody, now or later.">{found.owns === 0 ? 'You own no server, so an owner’s step waits for you only as somebody’s manager.' : `You own or back up ${found.owns} ${found.owns === 1 ? 'server' : 'servers'}; requests for ${found.owns === 1 ? 'it' : 'them'} wait for you while you are away.`}</Empty> : <StandInTable label="Who stands in for you" rows={found.mine} lead="delegate" mayEnd />}
      </Section>
      <Section title="You stand in for">
        {found.forThem.length === 0 ? <p className="soft">You stand in for nobody, now or later.</p> : <StandInTable label="For whom you stand in" rows={found.forThem} lead="person" mayEnd />}
      </Section>
      <Section title="Set a stand-in" note="Only for the owner’s step: a security review is by a security reviewer, and nobody answers for somebody who may not answer themselves">
        <StandInForm today={now.toISOString().slice(0, 10)} people={found.people} mayManage={found.mayManage} />
      </Section>
      {found.others === null || found.others.length === 0 ? null : <Section title="Everybody else’s" note="in force or ahead"><StandInTable label="Everybody else’s stand-ins" rows={found.others} lead="person" mayEnd={found.mayManage} /></Section>}
    </>
  )
}

function sentence({ mine, forThem }: StandInsScreen): string {
  const now = mine.filter((one) => one.state === 'in_force').map((one) => one.delegate.name)
  const theirs = forThem.filter((one) => one.state === 'in_force').map((one) => one.person.name)
  const own = now.length === 0 ? 'Nobody stands in for you now.' : `${now.join(' and ')} ${now.length === 1 ? 'stands' : 'stand'} in for you now.`
  return theirs.length === 0 ? own : `${own} You stand in for ${theirs.join(' and ')}.`
}
