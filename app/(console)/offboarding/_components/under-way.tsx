import { LifecycleMark } from '@/components/domain/lifecycle'
import { ButtonLink } from '@/components/ui/button'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import type { SubjectKind } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'
import type { OffboardingOf } from '@/lib/views/offboarding'
import { StageMark } from './marks'

/** On the subject's own page: the case under way as a line, else what came of the last one. Draws nothing where there is none. */
export function UnderWayLine({ offboarding: { case: open, last } }: { offboarding: OffboardingOf }) {
  if (open !== null) return <p className="pb-3"><StageMark stage={open.stage} /> <TextLink href={paths.offboardingCase(open.id)}>Being offboarded</TextLink><span className="soft">: {open.sentence}</span></p>
  if (last === null || last.stage !== 'closed') return null
  return <p className="pb-3"><StageMark stage={last.stage} /> <TextLink href={paths.offboardingCase(last.id)}>Offboarded</TextLink><span className="soft">{last.closedAt === null ? '' : <> <Time iso={last.closedAt} format="day" /></>}{last.closedAs === 'exception' ? ', by a signed exception' : ', and silent'}.</span></p>
}

/** Whether it still counts as active and may act no more. */
export function isFrozen({ case: open }: OffboardingOf): boolean {
  return open?.stage === 'frozen'
}

/** The state of an agent, a client or a person: what is frozen is not simply active. */
export function StandingMark({ active, ended, offboarding }: { active: boolean; ended: 'inactive' | 'left'; offboarding: OffboardingOf }) {
  return active && isFrozen(offboarding) ? <StageMark stage="frozen" /> : <LifecycleMark state={active ? 'active' : ended} />
}

/** Leads to what would still reach and what breaks; opens nothing. */
export function OffboardLink({ kind, subject }: { kind: SubjectKind; subject: string }) {
  return <ButtonLink href={paths.newOffboarding({ kind, subject })}>Offboard…</ButtonLink>
}
