import type { Metadata } from 'next'
import { PackFiles } from '@/components/domain/pack-files'
import { PackVerify, SignedWith } from '@/components/domain/signed-pack'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { KeyValues } from '@/components/ui/key-values'
import { Notice } from '@/components/ui/notice'
import { Section, Split } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { may, require } from '@/lib/auth/actor'
import { publicUrl } from '@/lib/auth/public-url'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { CERTIFICATE_FILES } from '@/lib/offboarding/certificate-files'
import type { CaseView } from '@/lib/offboarding/model'
import { getCase } from '@/lib/offboarding/queries/cases'
import { paths } from '@/lib/paths'
import { evidenceKey } from '@/lib/views/review-evidence'

export const metadata: Metadata = { title: 'Certificate' }

/** What can be given to somebody who was not there: the signed certificate, its files, and how they are verified without this console. */
export default async function CertificatePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const { id } = await params
  await screen(async () => require(actor, 'offboarding.evidence'))
  const found = await screen(() => getCase(actor, id, new Date()))
  const { keyId } = evidenceKey()
  return (
    <>
      <CrumbName of={paths.offboardingCase(id)} label={found.subject.name} />
      <PageHead title={`Certificate of ${found.subject.name}`} actions={<ButtonLink href={paths.offboardingCase(id)}>Back to the case</ButtonLink>}>{found.sentence}</PageHead>
      <Split aside={<Aside found={found} trail={may(actor, 'trail.read')} />}>
        <Standing found={found} />
        <PackFiles base={`/api/v1/offboarding/${encodeURIComponent(id)}/certificate`} zip="certificate.zip" files={CERTIFICATE_FILES} final={found.stage === 'closed' || found.stage === 'cancelled'} subject="The case" />
        <PackVerify file={`certificate-${id}.zip`} folder="certificate" path={`/api/v1/offboarding/${id}/certificate/certificate.zip`} keyId={keyId} origin={publicUrl()} />
      </Split>
    </>
  )
}

/** What the first page says; an exception is never called proof. */
function Standing({ found }: { found: CaseView }) {
  if (found.stage === 'cancelled') return <Notice tone="info" title="It was cancelled before anything was revoked">The certificate says so, and that what was is in force again.</Notice>
  if (found.stage !== 'closed') return <Notice tone="unknown" title="It is not over">A certificate that is made now says so on every page; take another one when the case is closed.</Notice>
  if (found.closedAs === 'exception') return <Notice tone="warn" title="Closed by a signature, without proof">The certificate says on its first page who signed and why, and that nobody has proven it to be silent.</Notice>
  return <Notice tone="ok" title="It was silent">{found.silence?.text ?? 'The certificate says who vouches for it, and when they were alive.'}</Notice>
}

function Aside({ found, trail }: { found: CaseView; trail: boolean }) {
  return (
    <>
      <SignedWith {...evidenceKey()} />
      <Section title="What it covers">
        <KeyValues items={[
          { key: 'Opened', value: <Time iso={found.openedAt} zoned /> }, { key: 'Watched from', value: <Time iso={found.watchFrom} zoned absent="not yet" /> }, { key: 'Closed', value: <Time iso={found.closedAt} zoned absent="not yet" /> },
          { key: 'Lines', value: `${found.lines.done.toLocaleString('en-US')} of ${found.lines.total.toLocaleString('en-US')} settled` },
        ]} />
        <p className="lab pt-2">Every download is an entry of the trail{trail ? <>: <TextLink href={paths.trail({ object: found.id, action: 'offboarding.exported' })}>who took it, when, with which hash</TextLink></> : null}.</p>
      </Section>
    </>
  )
}
