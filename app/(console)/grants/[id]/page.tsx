import { BreakGlass } from '@/app/(console)/grants/_components/break-glass'
import { GrantActions } from '@/app/(console)/grants/_components/grant-actions'
import { GrantCoverage } from '@/app/(console)/grants/_components/grant-coverage'
import { GrantFacts } from '@/app/(console)/grants/_components/grant-facts'
import { GrantTimeline } from '@/app/(console)/grants/_components/grant-timeline'
import { GrantUse } from '@/app/(console)/grants/_components/grant-use'
import { NarrowSection } from '@/app/(console)/grants/_components/narrow-section'
import { WindowBar } from '@/app/(console)/grants/_components/window-bar'
import { GrantStateMark } from '@/components/domain/grant-state'
import { ReviewLines } from '@/components/domain/review-lines'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { TextLink } from '@/components/ui/text-link'
import { Section, Split } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { endOf } from '@/lib/grants/intervals'
import type { Interval } from '@/lib/grants/model'
import { type GrantLife, grantLife } from '@/lib/views/grant-life'
import { narrowDraft } from '@/lib/views/grant-narrowing'
import { grantCoverage } from '@/lib/views/grant-reach'
import { dayBefore } from '@/lib/views/grant-usage'
import { type GrantScreen, grantScreen, USE_DAYS } from '@/lib/views/grants'

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams }

/** Everything about one grant: what it is for, what it says, when it is in force, what it admits, who used it, how it came about, and what may be done with it. */
export default async function GrantPage({ params, searchParams }: Props) {
  const actor = await requireActor()
  const now = new Date()
  const found = await screen(async () => grantScreen(actor, (await params).id, now))
  const { grant, serverId } = found
  const since = dayBefore(now, USE_DAYS)
  const [life, coverage] = await Promise.all([grantLife(actor, { ...grant, serverId }, now), grantCoverage(actor, grant, serverId, since, USE_DAYS, now)])
  const narrows = oneOf((await searchParams)['narrow']) !== null && found.refusals.narrow === null
  const draft = narrows ? await narrowDraft(actor, grant, serverId, since) : null
  return (
    <>
      <CrumbName label={grant.target.name} />
      <PageHead title={<><code className="text-[length:inherit]">{grant.target.name}</code> on {found.serverName}</>}>
        <b className="block text-ink">{grant.purpose}</b>{found.sentence}
      </PageHead>
      {grant.origin === 'break_glass' ? <BreakGlass purpose={grant.purpose} validFrom={grant.validFrom} validUntil={grant.validUntil} over={grant.state === 'expired' || grant.state === 'revoked'} request={life.request} /> : null}
      {draft === null ? null : <NarrowSection key={JSON.stringify(draft)} id={grant.id} ceiling={grant.access} validUntil={grant.validUntil} draft={draft} />}
      <Split aside={<Aside found={found} life={life} now={now.toISOString()} />}>
        <InForce screen={found} now={now} />
        <GrantCoverage id={grant.id} server={grant.server} kind={grant.target.kind} coverage={coverage} since={since} />
        <GrantUse id={grant.id} server={grant.server} use={found.use} today={now.toISOString().slice(0, 10)} />
        <GrantTimeline id={grant.id} entries={life.timeline} trail={found.history !== null} />
      </Split>
    </>
  )
}

function Aside({ found, life, now }: { found: GrantScreen; life: GrantLife; now: string }) {
  const { grant } = found
  return (
    <>
      <Section title="Change">
        <GrantActions key={`${grant.state} ${grant.suspended}`} id={grant.id} consequence={found.consequence} refusals={found.refusals} ask={life.ask} renewal={life.renewal} />
        <p className="pt-3"><TextLink href={paths.whatIf({ revoke: grant.id })}>What if it had been revoked?</TextLink></p>
      </Section>
      <Section title="As declared"><GrantFacts {...found} narrowedFrom={life.narrowedFrom} narrowedInto={life.narrowedInto} /></Section>
      <Section title="Reviews"><ReviewLines reviews={life.reviews} filter={{ reviewer: 'all', view: 'all', q: grant.id }} one now={now} /></Section>
      <Section title="Effective access">
        <ul className="grid gap-1">
          <li><TextLink href={paths.access({ server: grant.server, tool: grant.target.name })}>Who else can do this?</TextLink></li>
          {grant.caller.agent === 'any' ? null : <li><TextLink href={paths.access({ agent: grant.caller.agent })}>What else can the agent do?</TextLink></li>}
        </ul>
      </Section>
    </>
  )
}

function InForce({ screen: { grant, intervals }, now }: { screen: GrantScreen; now: Date }) {
  const resting = grant.suspended && (grant.state === 'active' || grant.state === 'scheduled')
  const end = endOf({ validUntil: instant(grant.validUntil), revokedAt: instant(grant.revokedAt) })
  return (
    <Section title="When it is in force" end={<GrantStateMark state={resting ? 'suspended' : grant.state} />}>
      <WindowBar validFrom={Date.parse(grant.validFrom)} end={end} intervals={intervals} now={now.getTime()} />
      <Intervals intervals={intervals} now={now.getTime()} />
      {grant.revokedAt === null ? null : <p className="pt-2">Revoked <Time iso={grant.revokedAt} zoned />{grant.revokeReason === null ? '' : `: ${grant.revokeReason}`}</p>}
    </Section>
  )
}

/** Each stretch exactly, its end excluded. */
function Intervals({ intervals, now }: { intervals: readonly Interval[]; now: number }) {
  if (intervals.length === 0) return <p className="soft pt-2">At no time: it is effective only during a task credential, or ended before it began.</p>
  return (
    <ul className="grid gap-1 pt-2" aria-label="In force, exactly">
      {intervals.map(({ from, to }) => (
        <li key={from}>{from <= now && (to === null || now < to) ? <b>now: </b> : null}from <Time iso={new Date(from).toISOString()} format="millisecond" /> until {to === null ? 'further notice' : <>before <Time iso={new Date(to).toISOString()} format="millisecond" /></>}</li>
      ))}
    </ul>
  )
}

function instant(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso)
}
