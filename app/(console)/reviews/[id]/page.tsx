import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { CampaignFacts } from '@/app/(console)/reviews/[id]/_components/campaign-facts'
import { CampaignHead } from '@/app/(console)/reviews/[id]/_components/campaign-head'
import { DashboardLedger } from '@/app/(console)/reviews/[id]/_components/dashboard-ledger'
import { LaunchProgress } from '@/app/(console)/reviews/[id]/_components/launch-progress'
import { RunnerMoves } from '@/app/(console)/reviews/[id]/_components/runner-moves'
import { ReviewersTable, ServersTable } from '@/app/(console)/reviews/[id]/_components/stage-tables'
import { Conflicts, NobodyAsked } from '@/app/(console)/reviews/[id]/_components/stuck-sections'
import { DraftPanel } from '@/app/(console)/reviews/_components/draft-panel'
import { WaitingReviews } from '@/app/(console)/reviews/_components/waiting-reviews'
import { BurnDown } from '@/components/charts/burn-down'
import { RiskBars } from '@/components/domain/risk-bars'
import { TrailSection } from '@/components/domain/trail-lines'
import { ButtonLink } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { Empty } from '@/components/ui/empty'
import { Section, Split } from '@/components/ui/section'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { type CampaignProgress, paceInWords } from '@/lib/reviews/campaign-progress'
import { silenceMeans } from '@/lib/reviews/reviewer-messages'
import { shortDay } from '@/lib/reviews/time-words'
import { type ReviewDashboard, reviewDashboard } from '@/lib/views/review-dashboard'

const LONG = 12

export const metadata: Metadata = { title: 'Review' }

/** How one campaign goes: where it stands in a sentence, what waits for whom, and what its runner may do. */
export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const now = new Date()
  const { id } = await params
  const found = await screen(() => reviewDashboard(actor, id, now))
  const { campaign, progress } = found
  return (
    <>
      <CampaignHead page={found} current="dashboard" />
      {campaign.launch !== null && campaign.launch.error === null ? <LaunchProgress launch={campaign.launch} /> : null}
      {progress === null ? <NotLaunched found={found} /> : <Launched found={found} progress={progress} now={now} />}
    </>
  )
}

function NotLaunched({ found: { campaign, history, preflight, sees } }: { found: ReviewDashboard }) {
  return (
    <>
      {preflight === null ? null : <DraftPanel campaign={campaign} preflight={preflight} mayRun={sees.run} />}
      {campaign.state === 'cancelled' ? <Empty title="It was cancelled before anybody was asked." {...(sees.run ? { actions: <ButtonLink href={paths.newReview()}>New review</ButtonLink> } : {})} /> : null}
      <TrailSection id={campaign.id} entries={history} />
    </>
  )
}

function Launched({ found, progress, now }: { found: ReviewDashboard; progress: CampaignProgress; now: Date }) {
  const { campaign, sees, history } = found
  const { id, counts } = campaign
  // A later stage asks less than the review holds, and so do its figures.
  const whole = campaign.stage === 1 && campaign.iteration === 1
  const stage = campaign.stages > 1 ? `stage ${campaign.stage} of ${campaign.stages}` : undefined
  return (
    <>
      {campaign.mine === null ? null : <Section title="Your part"><WaitingReviews campaigns={[campaign]} now={now} named={false} /></Section>}
      <div className={campaign.mine === null ? 'pt-5' : undefined}><DashboardLedger campaign={campaign} progress={progress} groups={found.groups} seesAll={sees.all} /></div>
      <Split aside={<Aside found={found} />}>
        <BurnDownSection campaign={campaign} progress={progress} />
        <Section title="By risk" {...(stage === undefined ? {} : { note: stage })}><RiskBars label="Answered, by risk" byRisk={counts.byRisk} {...(sees.all && whole ? { hrefOf: (risk: string) => paths.reviewItems(id, { reviewer: 'all', view: 'all', risk }) } : {})} /></Section>
        {sees.all ? (
          <>
            <NobodyAsked id={id} lines={progress.nobody} total={counts.nobody} mayName={sees.run} />
            <Conflicts id={id} lines={progress.conflicts} total={counts.conflicts} />
          </>
        ) : null}
        {progress.reviewers.length === 0 ? null : <Section title="By reviewer" note={`${stage === undefined ? '' : `${stage}; `}in order of names, not of merit`} id="reviewers"><ReviewersTable id={id} reviewers={progress.reviewers} now={now.toISOString()} /></Section>}
        {progress.servers.length === 0 ? null : <Section title="By server" {...(stage === undefined ? {} : { note: stage })}><Folded count={progress.servers.length} what="servers"><ServersTable id={id} servers={progress.servers} linked={whole} /></Folded></Section>}
        <TrailSection id={id} entries={history} />
      </Split>
    </>
  )
}

/** A long table is opened by who wants it. */
function Folded({ count, what, children }: { count: number; what: string; children: ReactNode }) {
  return count <= LONG ? children : <Disclosure summary={`All ${count.toLocaleString('en-US')} ${what}`}>{children}</Disclosure>
}

function BurnDownSection({ campaign: { counts, stageEndsAt, state }, progress }: { campaign: ReviewDashboard['campaign']; progress: CampaignProgress }) {
  const words = paceInWords(progress.days, counts.stage.total, state === 'running')
  if (words === null || stageEndsAt === null) return null
  return (
    <Section title="Day by day" note={words}>
      <BurnDown label={words} unit="items" deadline={stageEndsAt.slice(0, 10)} days={progress.days.map(({ day, answered, ...rest }) => ({ day, label: shortDay(day), done: answered, ...rest }))} />
    </Section>
  )
}

function Aside({ found: { campaign, sees, refusals, nextReminderAt } }: { found: ReviewDashboard }) {
  const { counts, kind, content, stage, iteration, state } = campaign
  const over = state === 'closed' || state === 'cancelled'
  return (
    <>
      {refusals === null || over || state !== 'running' ? null : (
        <Section title="Run it"><RunnerMoves id={campaign.id} refusals={refusals} nextReminderAt={nextReminderAt} silence={silenceMeans({ kind, content, stage, iteration })} unanswered={counts.stage.total - counts.stage.decided} /></Section>
      )}
      <Section title="Its rules"><CampaignFacts campaign={campaign} seesAll={sees.all} /></Section>
      {content.instructions === '' ? null : <Section title="Instructions"><p className="say whitespace-pre-line">{content.instructions}</p></Section>}
    </>
  )
}
