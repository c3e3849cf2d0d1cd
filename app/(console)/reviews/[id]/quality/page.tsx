import type { Metadata } from 'next'
import { CampaignHead } from '@/app/(console)/reviews/[id]/_components/campaign-head'
import { Histogram } from '@/components/charts/histogram'
import { CrumbName } from '@/components/shell/crumbs'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { seconds as inSeconds } from '@/lib/reviews/quality-sentences'
import { reviewQualityView, type ReviewQualityView } from '@/lib/views/review-quality'
import { campaignPage } from '@/lib/views/reviews'
import { PeopleFigures } from './_components/people-figures'
import { QualityLines } from './_components/quality-lines'

export const metadata: Metadata = { title: 'Review quality' }

/** How closely people looked, as facts about time and clicks. In the order of names: it is no ranking, and judges nobody. */
export default async function QualityPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const { id } = await params
  const page = await screen(() => campaignPage(actor, id, new Date()))
  const launched = page.campaign.launchedAt !== null
  const view = launched ? await screen(() => reviewQualityView(actor, id)) : null
  return (
    <>
      <CrumbName label="Quality" />
      <CampaignHead page={page} current="quality">What the console saw of the looking: times, clicks and batches. These are facts; they do not say whether somebody thought well.</CampaignHead>
      {view === null ? <Empty title="Nobody has been asked yet." /> : <Looked id={id} view={view} />}
    </>
  )
}

function Looked({ id, view: { quality, canaries, campaign } }: { id: string; view: ReviewQualityView }) {
  return (
    <>
      <Section title="In all">
        <QualityLines sentences={[...quality.all, { kind: 'passed_over', text: quality.passedOver, sign: false }]} />
        {canaries && campaign.decidedAt === null ? <p className="lab pt-2">Some rows may not exist. Which, and who saw it, is told once the last stage has closed.</p> : null}
      </Section>
      <Section title="How long an answer took" note="Answers given one at a time, by the seconds that the row was in focus before." ruled><Seconds quality={quality} /></Section>
      <Section title="Who looked how" note="In the order of names." ruled>
        {quality.people.length === 0 ? <Empty title="Nobody was asked." /> : <PeopleFigures id={id} people={quality.people} />}
      </Section>
      {quality.people.filter((one) => one.figures.answers > 0).map(({ person, sentences }) => (
        <Section key={person.id} title={person.name} note={person.email} id={person.id}><QualityLines sentences={sentences} /></Section>
      ))}
    </>
  )
}

function Seconds({ quality: { seconds, figures } }: Pick<ReviewQualityView, 'quality'>) {
  if (figures.medianSeconds === null) return <Empty title="No answer was timed yet: those in bulk and over the interface have no seconds." />
  return (
    <Histogram
      label={`Answers by seconds: half took ${inSeconds(figures.medianSeconds)} or less, ${figures.underTwo.toLocaleString('en-US')} of ${figures.timed.toLocaleString('en-US')} under 2 s`}
      series={[{ key: 'keeps', label: 'keep', tone: 'used' }, { key: 'others', label: 'every other answer', tone: 'c1', shape: 'outline' }]}
      buckets={seconds.map(({ from, to, keeps, others }) => ({ at: String(from), label: to === null ? `${from} s +` : `${from}–${to} s`, values: { keeps, others } }))}
    />
  )
}
