import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Ledger } from '@/components/ui/ledger'
import { Notice } from '@/components/ui/notice'
import { TextLink } from '@/components/ui/text-link'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { overview } from '@/lib/views/overview'
import { FirstSteps } from './_components/first-steps'
import { todayEntries } from './_components/today'

export const metadata: Metadata = { title: 'Overview' }

/** What needs a human today. */
export default async function OverviewPage() {
  const actor = await requireActor()
  const now = new Date()
  const view = await screen(() => overview(actor, now))
  const entries = todayEntries(view, now.toISOString())
  return (
    <>
      <PageHead title="What needs a human today">{sentence(entries.filter((entry) => entry.number !== 0).length)}</PageHead>
      {view.onlyAdmin ? (
        <Notice tone="warn" title="You are the only administrator" action={<TextLink href={paths.newPerson()}>Register a second person</TextLink>}>
          <p>One person who runs the console and decides about access is one too few. Give somebody else one of the two roles.</p>
        </Notice>
      ) : null}
      {view.isNew ? <FirstSteps /> : <Ledger label="What needs a human today" entries={entries} />}
    </>
  )
}

function sentence(count: number): string {
  return count === 0 ? 'Nothing waits for you.' : count === 1 ? 'One thing waits.' : `${count} things wait.`
}
