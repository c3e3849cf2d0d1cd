import { Remedy } from '@/components/domain/remedy'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/section'
import { paths } from '@/lib/paths'

/** Which of the three steps the actor may take. */
export type MayStep = { connect: boolean; register: boolean; grant: boolean }

type Step = { title: string; says: string; label: string; href: string; needs: keyof MayStep; who: string }

const STEPS: readonly Step[] = [
  { title: '1. Connect a source', says: 'Whatever gateway writes your logs: calls are seen at once, and named after who is registered later.', label: 'New source', href: paths.newSource(), needs: 'connect', who: 'An administrator does this.' },
  { title: '2. Register servers, agents and clients', says: 'Each with somebody who answers for it. What was logged of them until then is judged again.', label: 'Register a server', href: paths.newServer(), needs: 'register', who: 'An administrator or security reviewer does this.' },
  { title: '3. Import the grants that are in force elsewhere', says: 'From then on drift shows what nobody allowed, and what nobody uses.', label: 'Import grants', href: paths.importGrants(), needs: 'grant', who: 'A security reviewer does this.' },
]

/** For a console in which nothing is registered and nothing is connected. A step that is not the actor's says whose it is. */
export function FirstSteps({ may }: { may: MayStep }) {
  return (
    <Section title="Three steps to the first finding">
      {STEPS.map((step) => <Remedy key={step.title} title={step.title} consequence={step.says} control={may[step.needs] ? <ButtonLink href={step.href}>{step.label}</ButtonLink> : <span className="soft">{step.who}</span>} />)}
    </Section>
  )
}
