import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { CampaignLines } from '@/app/(console)/reviews/_components/campaign-lines'
import { FromTemplate } from '@/app/(console)/reviews/_components/from-template'
import { StandInLine } from '@/app/(console)/reviews/_components/stand-in-line'
import { TemplateLines } from '@/app/(console)/reviews/_components/template-lines'
import { WaitingReviews } from '@/app/(console)/reviews/_components/waiting-reviews'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { counted } from '@/lib/reviews/sentence'
import { deadlineInWords } from '@/lib/reviews/time-words'
import { leftOf, type ReviewsHome, reviewsHome, templateReviews } from '@/lib/views/reviews-home'

export const metadata: Metadata = { title: 'Reviews' }

/** What waits for the reader in reviews; then all reviews that they may see, and what they are made from. Or, of one template, what was made from it. */
export default async function ReviewsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const now = new Date()
  const template = oneOf((await searchParams)['template'])
  if (template !== null) return <FromTemplate found={await screen(() => templateReviews(actor, template, now))} />
  const home = await screen(() => reviewsHome(actor, now))
  const isNew = home.runs && home.open.length + home.closed.length + home.templates.length === 0
  return (
    <>
      <PageHead title="Reviews" actions={home.runs ? <><ButtonLink href={paths.reviewTemplates()}>Templates</ButtonLink><ButtonLink href={paths.newReview()} {...(leftOf(home.mine) === 0 ? { kind: 'primary' as const } : {})}>New review</ButtonLink></> : undefined}>{sentenceOf(home)}</PageHead>
      {home.decides ? <StandInLine {...home.standIns} /> : null}
      {home.mine.length === 0 ? null : <Section title="Waiting for you" ruled={false}><WaitingReviews campaigns={home.mine} now={now} /></Section>}
      {isNew ? <FirstReview /> : (
        <>
          <Campaigns title="Open" label="Open reviews" campaigns={home.open} empty={<Nothing home={home} />} />
          {home.closed.length === 0 ? null : <Campaigns title="Over" label="Reviews that are over" campaigns={home.closed} {...(home.cut ? { note: `the last ${home.closed.length}` } : {})} />}
          {home.seesAll ? <Section title="Templates" end={<TextLink href={paths.reviewTemplates()}>All templates</TextLink>}><TemplateLines templates={home.templates} mayMake={home.runs} /></Section> : null}
        </>
      )}
    </>
  )
}

function sentenceOf({ mine, decides }: ReviewsHome): string {
  const left = leftOf(mine)
  const open = mine.filter((campaign) => campaign.mine !== null && campaign.mine.decided < campaign.mine.total)
  const first = open[0]?.stageEndsAt
  if (left === 0) return decides ? 'Nothing waits for your answer.' : 'You see reviews and answer none: your roles decide nothing about access.'
  return `${counted(left, 'item')} ${left === 1 ? 'waits' : 'wait'} for your answer${open.length > 1 ? `, in ${open.length} reviews` : ''}.${first === null || first === undefined ? '' : ` ${open.length > 1 ? 'The first closes' : 'It closes'} ${deadlineInWords(new Date(first))}.`}`
}

function Campaigns({ title, label, campaigns, note, empty }: { title: string; label: string; campaigns: ReviewsHome['open']; note?: string; empty?: ReactNode }) {
  return <Section title={title} {...(note === undefined ? {} : { note })}>{campaigns.length === 0 ? empty : <CampaignLines label={label} campaigns={campaigns} />}</Section>
}

function Nothing({ home: { runs, seesAll } }: { home: ReviewsHome }) {
  if (runs) return <Empty title="No review is under way." actions={<ButtonLink href={paths.newReview()}>New review</ButtonLink>}>The next one starts when its template’s calendar says so, or when you launch one.</Empty>
  return <Empty title="No review is under way.">{seesAll ? 'Security reviewers launch them, by hand or by a calendar.' : 'When you are asked about something you get a message, and it is listed here.'}</Empty>
}

function FirstReview() {
  return (
    <Section title="The first review">
      <Empty title="Nothing has been reviewed yet." actions={<><ButtonLink href={paths.newReview()}>Prepare one by hand</ButtonLink><ButtonLink href={paths.newReviewTemplate()}>Make a template with a calendar</ButtonLink></>}>
        A review asks owners, item by item and with what was really used in front of them, whether each grant is still needed; then it ends what is not, and watches that it is over.
      </Empty>
    </Section>
  )
}
