import type { Metadata } from 'next'
import { CampaignHead } from '@/app/(console)/reviews/[id]/_components/campaign-head'
import { PackFiles } from '@/components/domain/pack-files'
import { PackVerify, SignedWith } from '@/components/domain/signed-pack'
import { CrumbName } from '@/components/shell/crumbs'
import { Empty } from '@/components/ui/empty'
import { KeyValues } from '@/components/ui/key-values'
import { Section, Split } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { require } from '@/lib/auth/actor'
import { publicUrl } from '@/lib/auth/public-url'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { PACK_FILES } from '@/lib/reviews/pack-manifest'
import { isFinal } from '@/lib/reviews/pack-model'
import { evidenceKey } from '@/lib/views/review-evidence'
import { campaignPage, type CampaignPage } from '@/lib/views/reviews'

export const metadata: Metadata = { title: 'Evidence' }

/** From so many items on, a pack takes seconds to make: not for a mere look at the page. */
const LARGE = 1000

/** What can be given to somebody who was not there: the files, their hashes, and how they are verified without this console. */
export default async function EvidencePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const { id } = await params
  await screen(async () => require(actor, 'review.evidence'))
  const page = await screen(() => campaignPage(actor, id, new Date()))
  const { campaign, sees } = page
  return (
    <>
      <CrumbName label="Evidence" />
      <CampaignHead page={page} current="evidence">{sentenceOf(page)}</CampaignHead>
      {campaign.launchedAt === null ? <Empty title="It was never launched: there is nothing to prove." /> : (
        <Split aside={<Aside page={page} trail={sees.trail} />}>
          <PackFiles base={`/api/v1/reviews/${encodeURIComponent(id)}/evidence`} zip="evidence.zip" files={PACK_FILES} final={isFinal(campaign.state)} large={campaign.counts.items > LARGE} subject="The review" />
          <PackVerify file={`evidence-${id}.zip`} folder="evidence" path={`/api/v1/reviews/${id}/evidence/evidence.zip`} keyId={evidenceKey().keyId} origin={publicUrl()} />
        </Split>
      )}
    </>
  )
}

function sentenceOf({ campaign }: CampaignPage): string {
  if (campaign.launchedAt === null) return 'There is no evidence of a review that nobody was asked about.'
  if (isFinal(campaign.state)) return 'The review is over: its files say the same whenever they are made.'
  return campaign.decidedAt === null ? 'Interim: answers are still coming in. A pack that is made now says so on every page.' : 'Interim: the answers are final, what follows them is not. A pack that is made now says so on every page.'
}

function Aside({ page: { campaign }, trail }: { page: CampaignPage; trail: boolean }) {
  return (
    <>
      <SignedWith {...evidenceKey()} />
      <Section title="What it covers">
        <KeyValues items={[
          { key: 'Frozen', value: <Time iso={campaign.asOf} zoned /> }, { key: 'Answers final', value: <Time iso={campaign.decidedAt} zoned absent="not yet" /> }, { key: 'Over', value: <Time iso={campaign.closedAt} zoned absent="not yet" /> },
          { key: 'Items', value: campaign.counts.items.toLocaleString('en-US') },
        ]} />
        <p className="lab pt-2">Every download is an entry of the trail{trail ? <>: <TextLink href={paths.trail({ object: campaign.id, action: 'review.exported' })}>who took it, when, with which hash</TextLink></> : null}.</p>
      </Section>
    </>
  )
}
