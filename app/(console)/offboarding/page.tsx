import type { Metadata } from 'next'
import { CasesTable } from '@/app/(console)/offboarding/_components/cases-table'
import { counted } from '@/app/(console)/offboarding/_components/words'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { type OffboardingHome, offboardingHome } from '@/lib/views/offboarding'

export const metadata: Metadata = { title: 'Offboarding' }

/** What is ending, what each case waits for, and what is over with its proof. */
export default async function OffboardingPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const now = new Date()
  const query = await searchParams
  const home = await screen(async () => {
    require(actor, 'offboarding.read')
    return offboardingHome(actor, query, now)
  })
  const { counts, opens } = home
  return (
    <>
      <PageHead title="Offboarding" actions={opens ? <><ButtonLink href={paths.offboardMany()}>Offboard many…</ButtonLink><ButtonLink href={paths.newOffboarding()} kind="primary">Offboard…</ButtonLink></> : undefined}>{sentenceOf(home)}</PageHead>
      {counts.underWay + counts.over === 0 ? <First opens={opens} /> : (
        <div className="pt-3">
          <QueryBar facets={home.facets} params={[{ param: 'bulk', label: 'Opened together' }]} placeholder="Find by name, owner or what it waits for" />
          <Faceted facets={home.facets}><CasesTable rows={home.shown} now={now.toISOString()} /></Faceted>
        </div>
      )}
    </>
  )
}

function sentenceOf({ counts: { underWay, calling, unknown, ownerless, over }, cut }: OffboardingHome): string {
  if (underWay === 0) return over === 0 ? 'Nothing is ending, and nothing has been proven to be over.' : `Nothing is ending. ${counted(over, 'case')} ${over === 1 ? 'is' : 'are'} over${cut ? ', and older ones' : ''}.`
  const worst = [calling === 0 ? '' : `${calling} still ${calling === 1 ? 'calls' : 'call'}`, unknown === 0 ? '' : `${unknown} cannot be judged`, ownerless === 0 ? '' : `${ownerless} ${ownerless === 1 ? 'has' : 'have'} things that nobody takes over yet`].filter((part) => part !== '').join(', ')
  return `${counted(underWay, 'case')} ${underWay === 1 ? 'is' : 'are'} under way${worst === '' ? '; none that is watched still calls' : `: ${worst}`}.`
}

function First({ opens }: { opens: boolean }) {
  return (
    <Section title="The first one">
      <Empty title="Nothing has been offboarded yet." actions={opens ? <ButtonLink href={paths.newOffboarding()}>See what would still reach</ButtonLink> : undefined}>
        An offboarding ends a server, an agent, a client or a person, and proves that it is over: it lists everything that still reaches, ends it in one transaction, hands over what was owned, has secrets rotated, and then watches until nothing is heard of it while somebody listens.
        {opens ? ' You see who calls it and what breaks before anything changes.' : ' Security reviewers, incident responders and owners open one; people who leave get one by themselves.'}
      </Empty>
    </Section>
  )
}
