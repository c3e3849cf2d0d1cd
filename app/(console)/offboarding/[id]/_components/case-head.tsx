import { KIND_WORD } from '@/app/(console)/offboarding/_components/words'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { Button, ButtonLink } from '@/components/ui/button'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { CaseScreen } from '@/lib/views/offboarding-case'
import { LookButton } from './look-button'

/** What ends, what it is, who answers for it, who opened it and when; and what can be taken away from here. */
export function CaseHead({ page: { found, title, sensitivity, sees, refusals } }: { page: CaseScreen }) {
  const { id, subject, owner, replacedBy, intent, stage } = found
  const reached = stage !== 'open' && stage !== 'frozen'
  return (
    <>
      <CrumbName label={subject.name} />
      <PageHead
        title={`Offboarding ${subject.name}`}
        actions={(
          <>
            {sees.evidence && reached ? <ButtonLink href={paths.offboardingCertificate(id)}>Evidence pack</ButtonLink> : null}
            <ButtonLink href={paths.printOffboarding(id)}>Print</ButtonLink>
            {refusals.look === null && stage !== 'closed' ? <LookButton id={id} /> : null}
            {stage === 'watch' ? <Button disabled title="The console does this itself once it was silent and every line is proven.">{subject.kind === 'server' ? 'Retire' : 'Close'}: needs silence</Button> : null}
          </>
        )}
      >
        {subject.path === null ? KIND_WORD[subject.kind] : <TextLink href={subject.path}>{KIND_WORD[subject.kind]}</TextLink>}{title === subject.name ? '' : ` ${title}`}{sensitivity === null ? '' : `, ${sensitivity}`}, {owner === null ? 'nobody answers for the case' : <>{owner.name} answers for the case</>}.
        {intent === 'replace' ? ` Replaced${replacedBy === null ? '' : ` by ${replacedBy.name}`}.` : intent === 'repurpose' ? (replacedBy === null ? ' To be registered anew as something else.' : ` Registered anew as ${replacedBy.name}.`) : ''} Case <code className="nw">{shortId(id)}</code>, opened <Time iso={found.openedAt} zoned /> by {found.openedBy.name}{found.occasionText === null ? '' : ` (${found.occasionText.replace(/\.$/, '')})`}.
      </PageHead>
    </>
  )
}

/** Its beginning says when, its end which: enough to tell cases apart; the whole stands in the address. */
function shortId(id: string): string {
  return id.length > 16 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id
}
