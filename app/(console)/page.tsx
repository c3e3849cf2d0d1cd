import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Ledger } from '@/components/ui/ledger'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { overview } from '@/lib/views/overview'
import { FirstSteps } from './_components/first-steps'
import { type TodayLine, todayLines } from './_components/today'

export const metadata: Metadata = { title: 'Overview' }

/** What needs a human today. */
export default async function OverviewPage() {
  const actor = await requireActor()
  const now = new Date()
  const view = await screen(() => overview(actor, now))
  const lines = todayLines(view, { now: now.toISOString(), mayOpenLetters: may(actor, 'activity.parameters') })
  const waiting = lines.filter((line) => line.waits !== null).length
  return (
    <>
      <PageHead title="What needs a human today">{view.isNew ? 'Nothing is registered and nothing has arrived yet.' : sentence(waiting)}</PageHead>
      {view.onlyAdmin ? (
        <div className="pb-4">
          <Notice tone="warn" title="You are the only administrator" action={<TextLink href={paths.newPerson()}>Register a second person</TextLink>}>
            <p>One person who runs the console and decides about access is one too few. Give somebody else one of the two roles.</p>
          </Notice>
        </div>
      ) : null}
      {view.isNew ? <FirstSteps may={{ connect: may(actor, 'source.manage'), register: may(actor, 'server.register'), grant: may(actor, 'grant.import') }} /> : <Today lines={lines} />}
    </>
  )
}

function sentence(count: number): string {
  return count === 0 ? 'Nothing waits for you.' : count === 1 ? 'One thing waits.' : `${count} things wait.`
}

function Today({ lines }: { lines: readonly TodayLine[] }) {
  const entries = lines.flatMap((line) => (line.waits === null ? [] : [line.waits]))
  const quiet = lines.filter((line) => line.waits === null)
  return (
    <>
      {entries.length === 0 ? null : <Ledger label="What needs a human today" entries={entries} />}
      {quiet.length === 0 ? null : (
        <Section title={entries.length === 0 ? 'All is quiet' : 'Quiet'} ruled={entries.length === 0}>
          <ul className="grid gap-1 soft">{quiet.map((line, i) => <li key={i}>{line.quiet}</li>)}</ul>
        </Section>
      )}
    </>
  )
}
