import { notFound } from 'next/navigation'
import { GrantActions } from '@/app/(console)/grants/_components/grant-actions'
import { GrantFacts } from '@/app/(console)/grants/_components/grant-facts'
import { GrantHistory } from '@/app/(console)/grants/_components/grant-history'
import { GrantHolds } from '@/app/(console)/grants/_components/grant-holds'
import { GrantUse } from '@/app/(console)/grants/_components/grant-use'
import { WindowBar } from '@/app/(console)/grants/_components/window-bar'
import { GrantStateMark } from '@/components/domain/grant-state'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { TextLink } from '@/components/ui/text-link'
import { Section, Split } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { requireActor } from '@/lib/auth/session'
import { hasCode } from '@/lib/errors'
import { endOf } from '@/lib/grants/intervals'
import { type GrantScreen, grantScreen } from '@/lib/views/grants'

/** Everything about one grant: what it says, when it is in force, who used it, and what may be done with it. */
export default async function GrantPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const now = new Date()
  const screen = await load(() => params.then(({ id }) => grantScreen(actor, id, now)))
  const { grant } = screen
  return (
    <>
      <CrumbName label={grant.target.name} />
      <PageHead title={<><code className="text-[length:inherit]">{grant.target.name}</code> on {screen.serverName}</>}>{screen.sentence}</PageHead>
      <Split aside={<><Section title="As declared"><GrantFacts {...screen} /></Section><Section title="Change"><GrantActions key={`${grant.state} ${grant.suspended}`} id={grant.id} consequence={screen.consequence} refusals={screen.refusals} /><p className="pt-3"><TextLink href={paths.whatIf({ revoke: grant.id })}>What if it had been revoked?</TextLink></p></Section></>}>
        <InForce screen={screen} now={now} />
        <GrantUse id={grant.id} use={screen.use} today={now.toISOString().slice(0, 10)} />
        <GrantHolds holds={grant.holds} />
        <GrantHistory id={grant.id} entries={screen.history} />
      </Split>
    </>
  )
}

function InForce({ screen: { grant, intervals }, now }: { screen: GrantScreen; now: Date }) {
  const resting = grant.suspended && (grant.state === 'active' || grant.state === 'scheduled')
  const end = endOf({ validUntil: instant(grant.validUntil), revokedAt: instant(grant.revokedAt) })
  return (
    <Section title="When it is in force" end={<GrantStateMark state={resting ? 'suspended' : grant.state} />}>
      <WindowBar validFrom={Date.parse(grant.validFrom)} end={end} intervals={intervals} now={now.getTime()} />
      {grant.revokedAt === null ? null : <p className="pt-2">Revoked <Time iso={grant.revokedAt} zoned />{grant.revokeReason === null ? '' : `: ${grant.revokeReason}`}</p>}
    </Section>
  )
}

function instant(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso)
}

async function load(read: () => Promise<GrantScreen>): Promise<GrantScreen> {
  try {
    return await read()
  } catch (error) {
    if (hasCode(error, 'not_found')) notFound()
    throw error
  }
}
