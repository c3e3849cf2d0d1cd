import type { Metadata } from 'next'
import { KIND_WORD } from '@/app/(console)/offboarding/_components/words'
import { PageHead } from '@/components/shell/page-head'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import type { SubjectKind } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'
import { isSubjectKind } from '@/lib/views/offboarding'
import { type OffboardingChoices, type OffboardingPreview, offboardingChoices, offboardingPreview } from '@/lib/views/offboarding-preview'
import { BlastView } from './_components/blast-view'
import { EmergencyForm } from './_components/emergency-form'
import { OpenForm } from './_components/open-form'
import { ResidualPreview } from './_components/residual-preview'
import { SubjectForm } from './_components/subject-form'

export const metadata: Metadata = { title: 'Offboard' }

/** What would still reach, and what breaks, before anything is opened; then opens it. */
export default async function NewOffboardingPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const now = new Date()
  const query = await searchParams
  const asked = oneOf(query['kind'])
  const kind: SubjectKind = isSubjectKind(asked) ? asked : 'server'
  const name = oneOf(query['subject']) ?? ''
  const { choices, found } = await screen(async () => {
    require(actor, 'offboarding.open')
    const [offered, preview] = await Promise.all([offboardingChoices(actor), name === '' ? null : offboardingPreview(actor, kind, name, now)])
    return { choices: offered, found: preview }
  })
  const title = found?.subject.title ?? null
  return (
    <>
      <PageHead title={title === null ? 'Offboard' : `Offboard ${title}`}>{sentenceOf(found)}</PageHead>
      <SubjectForm key={`${kind} ${name}`} kind={kind} name={found?.subject.name ?? name} choices={choices} unknown={name !== '' && found === null} />
      {found === null ? null : <Previewed found={found} choices={choices} now={now.toISOString()} />}
    </>
  )
}

function sentenceOf(found: OffboardingPreview | null): string {
  if (found === null) return 'Choose what ends. You see who calls it, what breaks and what still reaches before anything is opened.'
  return `${KIND_WORD[found.subject.kind]}${found.subject.title === found.subject.name ? '' : ` ${found.subject.name}`}. Nothing is opened yet: this is what would follow.`
}

function Previewed({ found, choices, now }: { found: OffboardingPreview; choices: OffboardingChoices; now: string }) {
  const { subject, blast, lines, missing, underWay, refusal } = found
  return (
    <>
      {underWay === null ? null : <div className="pt-4"><Notice tone="info" title="It is being offboarded already"><TextLink href={paths.offboardingCase(underWay.id)}>The case under way</TextLink>: {underWay.sentence}</Notice></div>}
      <BlastView subject={subject} blast={blast} asOf={now} now={now} />
      <ResidualPreview lines={lines} missing={missing} />
      {underWay !== null ? null : refusal !== null ? <Section title="Open it" ruled><p className="why">{refusal}</p></Section> : (
        <>
          <Section title="Open it" note="Opening stores what you see above, and changes nothing else." ruled>
            <div className="opening"><OpenForm subject={subject} succession={lines.some((line) => line.action === 'hand_over')} people={choices.people} replacements={subject.kind === 'server' ? choices.servers : choices.agents} mayFreeze={FROZEN[subject.kind]} /></div>
          </Section>
          <Section title="Emergency" note="Only when waiting is worse than breaking something." ruled>
            <div className="opening"><p className="soft pb-3">{EMERGENCY[subject.kind]}</p><EmergencyForm subject={subject} people={choices.people} consequence="There is no way back: what is revoked cannot be cancelled, and whatever calls it breaks now. You explain it afterwards; the case does not close before that." /></div>
          </Section>
        </>
      )}
    </>
  )
}

/** What freezing means, by what is frozen. */
const FROZEN: Record<SubjectKind, string> = {
  server: 'Decisions deny every call to it from then on, and nobody can ask for access to it. Cancelling brings it back exactly.',
  agent: 'Decisions deny its calls from then on, and nobody can ask for access for it. Cancelling brings it back exactly.',
  client: 'Decisions deny calls through it from then on. Cancelling brings it back exactly.',
  person: 'They are signed out and their tokens are refused from then on, and decisions deny what is done for them. Cancelling brings both back exactly.',
}

const EMERGENCY: Record<SubjectKind, string> = {
  server: 'It is frozen and revoked in one transaction: every grant on it ends, requests for it are withdrawn, and the watch waits only for its secrets.',
  agent: 'It is frozen and revoked in one transaction: its grants, requests and credentials end.',
  client: 'It is frozen and revoked in one transaction: grants and requests that name it end.',
  person: 'They are frozen and revoked in one transaction: grants, requests, sessions, tokens, stand-ins and memberships end, and what they own goes over to whoever comes next, at the last to whoever answers for the case.',
}
