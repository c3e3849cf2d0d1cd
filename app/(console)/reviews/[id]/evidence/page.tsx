import type { Metadata } from 'next'
import { CampaignHead } from '@/app/(console)/reviews/[id]/_components/campaign-head'
import { CrumbName } from '@/components/shell/crumbs'
import { CodeBlock } from '@/components/ui/code'
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
import { isFinal } from '@/lib/reviews/pack-model'
import { evidenceKey } from '@/lib/views/review-evidence'
import { campaignPage, type CampaignPage } from '@/lib/views/reviews'
import { EvidenceFiles } from './_components/evidence-files'

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
          <EvidenceFiles id={id} final={isFinal(campaign.state)} large={campaign.counts.items > LARGE} />
          <Section title="Verify it" note="On any computer with OpenSSL 3 and a shell; nothing of this console is needed." ruled><Verify id={id} /></Section>
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

function Verify({ id }: { id: string }) {
  const { keyId } = evidenceKey()
  const lines = [`unzip evidence-${id}.zip -d evidence`, `sh evidence/verify.sh evidence ${keyId}`]
  const fetched = [`curl -fH "Authorization: Bearer $TOKEN" -o evidence-${id}.zip \\`, `  ${publicUrl()}/api/v1/reviews/${id}/evidence/evidence.zip`]
  return (
    <div className="grid gap-3">
      <CodeBlock label="How to verify the pack" lines={lines} copy={lines.join('\n')} wrap />
      <p className="soft">It checks the signature over manifest.json, then size and SHA-256 of every file in it, and names whatever was changed, is missing or does not belong. A pack cannot vouch for its own key, so write the key id down elsewhere, and run <a className="l" href="/verify-evidence.sh" download>a verify.sh</a> that you have from before.</p>
      <p className="soft">A program fetches the pack with a token that may read:</p>
      <CodeBlock label="How a program fetches the pack" lines={fetched} copy={fetched.join('\n')} wrap />
    </div>
  )
}

function Aside({ page: { campaign }, trail }: { page: CampaignPage; trail: boolean }) {
  const { keyId, algorithm } = evidenceKey()
  return (
    <>
      <Section title="Signed with">
        <KeyValues items={[{ key: 'Key id', value: <code>{keyId}</code> }, { key: 'Kind', value: algorithm }, { key: 'Public key', value: <a className="l" href="/api/v1/signing-key" download="signing-key.pem">signing-key.pem</a> }]} />
        <p className="lab pt-2">The console’s own key, the same on every replica. The signature says that this console made the files, not that anybody agreed with them.</p>
      </Section>
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
