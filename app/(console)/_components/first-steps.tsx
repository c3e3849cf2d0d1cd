import { Remedy } from '@/components/domain/remedy'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/section'
import { paths } from '@/lib/paths'

const STEPS = [
  { title: '1. Connect a source', says: 'Whatever gateway writes your logs: calls are seen at once, and named after who is registered later.', label: 'New source', href: paths.newSource() },
  { title: '2. Register servers, agents and clients', says: 'Each with somebody who answers for it. What was logged of them until then is judged again.', label: 'Register a server', href: paths.newServer() },
  { title: '3. Import the grants that are in force elsewhere', says: 'From then on drift shows what nobody allowed, and what nobody uses.', label: 'Import grants', href: paths.importGrants() },
]

/** For a console in which nothing is registered and nothing has arrived. */
export function FirstSteps() {
  return <Section title="Three steps to the first finding">{STEPS.map((step) => <Remedy key={step.title} title={step.title} consequence={step.says} control={<ButtonLink href={step.href}>{step.label}</ButtonLink>} />)}</Section>
}
