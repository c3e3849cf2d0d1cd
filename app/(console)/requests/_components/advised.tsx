import type { ReactNode } from 'react'
import { STEP_NAME } from '@/components/domain/request-words'
import { SeverityMark } from '@/components/domain/severity'
import { Mark } from '@/components/domain/verdict'
import { Disclosure } from '@/components/ui/disclosure'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { RequestAdvice } from '@/lib/views/request-advice'

type Warning = RequestAdvice['warnings'][number]
type About = Warning['about'][number]

/** Of one kind so many at once; more would bury the others. */
const OF_A_KIND = 2

/** What speaks against it, one a line, with both sides as links; more of one kind on demand. `severity`: only those that are high, or only the rest. */
export function RequestWarnings({ advice, severity }: { advice: RequestAdvice; severity: 'high' | 'lesser' }) {
  const shown = advice.warnings.filter((warning) => (warning.severity === 'high') === (severity === 'high'))
  if (shown.length === 0) return null
  const kinds = [...Map.groupBy(shown, (warning) => `${warning.id} ${warning.severity}`).values()]
  return (
    <ul className="warnings" aria-label={severity === 'high' ? 'High warnings' : 'Also worth knowing'}>
      {kinds.flatMap((kind) => [
        ...kind.slice(0, OF_A_KIND).map((warning) => <Line key={warning.text} warning={warning} advice={advice} />),
        ...(kind.length <= OF_A_KIND ? [] : [
          <li key={`${kind[0]?.id ?? ''} more`} className="more"><Disclosure summary={`${kind.length - OF_A_KIND} more of this kind`}><ul>{kind.slice(OF_A_KIND).map((warning) => <Line key={warning.text} warning={warning} advice={advice} />)}</ul></Disclosure></li>,
        ]),
      ])}
    </ul>
  )
}

function Line({ warning, advice }: { warning: Warning; advice: RequestAdvice }) {
  return (
    <li>
      <SeverityMark severity={warning.severity} />
      <div className="min-w-0"><p className={warning.severity === 'high' ? 'say' : undefined}>{warning.text}</p><Sides about={warning.about} advice={advice} /></div>
    </li>
  )
}

function Sides({ about, advice }: { about: readonly About[]; advice: RequestAdvice }) {
  const grants = about.filter((one) => one.kind === 'grant')
  // Where only one thing is asked for, and nothing else is meant, the sentence itself names it.
  const told = advice.targets.length === 1 && grants.length === 0 ? about.filter((one) => one.kind !== 'target') : about
  const named = told.flatMap((one, place) => sideOf(one, advice).map((link) => ({ ...link, key: `${place} ${link.href}` })))
  const held = grants.slice(0, MOST_GRANTS).map((one) => ({ href: paths.grant(one.id), key: one.id, text: heldName(one.id, advice) }))
  const links = [...named, ...held]
  if (links.length === 0) return null
  return <p className="sm flex flex-wrap gap-x-4">{links.map((link) => <TextLink key={link.key} href={link.href}>{link.text}</TextLink>)}</p>
}

/** What a grant of the agent admits, as the combinations name it: "search_tickets on zendesk". */
function heldName(id: string, { toxic }: RequestAdvice): ReactNode {
  const side = toxic.flatMap(({ first, second }) => [first, second]).find((one) => one?.by.kind === 'grant' && one.by.id === id)
  return side === null || side === undefined || side.server === '' ? 'a grant that it holds' : <span><code>{side.target}</code> on {side.server}</span>
}

const MOST_TOOLS = 4
const MOST_GRANTS = 8

function sideOf(about: About, { server, targets, agent }: RequestAdvice): { href: string; text: ReactNode }[] {
  switch (about.kind) {
    case 'grant': return []
    case 'agent': return [{ href: paths.agent(about.id), text: agent?.name ?? 'the agent' }]
    case 'server': return [{ href: paths.server(about.slug), text: about.slug }]
    case 'tools': return about.names.slice(0, MOST_TOOLS).map((name) => ({ href: paths.server(about.server, { tool: name }), text: <code>{name}</code> }))
    case 'target': {
      const target = targets[about.index]
      return target === undefined || server === null ? [] : [{ href: paths.server(server.slug, target.name.includes('*') ? {} : { tool: target.name }), text: <span><code>{target.name}</code>, asked for</span> }]
    }
    case 'step': return []
  }
}

/** Who must say yes, by name, and how long that took lately. */
export function AdvisedSteps({ advice }: { advice: RequestAdvice }) {
  if (advice.steps.length === 0) return null
  return (
    <ol className="grid gap-2" aria-label="Who must agree">
      {advice.steps.map((step) => (
        <li key={step.step}>
          <b>{STEP_NAME[step.step]}</b>{step.need > 1 ? <span className="mute"> {step.need} people</span> : null}
          <p>{step.sentence}</p>
          {step.passedOver.map(({ person, why }) => <p key={person.id} className="sm mute">Not {person.name}: {why}.</p>)}
        </li>
      ))}
      {advice.expected === null ? null : <li className="sm soft">{advice.expected.sentence}</li>}
    </ol>
  )
}

/** From when to when, were everybody to agree this minute. */
export function AdvisedWindow({ advice }: { advice: RequestAdvice }) {
  const { targets } = advice
  const [first] = targets
  if (first === undefined) return null
  const same = targets.every((target) => target.window?.from === first.window?.from && target.window?.until === first.window?.until)
  const shown = same ? [first] : targets
  return (
    <ul className="grid gap-1" aria-label="When it would be in force">
      {shown.map((target) => (
        <li key={target.name}>
          {same ? null : <><code>{target.name}</code>{': '}</>}
          {target.window === null ? 'nothing would be left of it' : <>from <Time iso={target.window.from} format="day" /> {target.window.until === null ? 'without an end' : <>until <Time iso={target.window.until} zoned /></>}</>}
          {target.window?.cut === true ? <b>, shortened to {target.maximumDays} {target.maximumDays === 1 ? 'day' : 'days'}: the longest allowed for {target.access}</b> : <span className="mute"> (at most {target.maximumDays} d)</span>}
        </li>
      ))}
    </ul>
  )
}

/** What the agent could do then that it cannot do now, and where that could lead. */
export function AdvisedAdds({ advice: { adds, agent, server } }: { advice: RequestAdvice }) {
  if (adds === null) return null
  return (
    <div className="grid gap-2">
      {agent === null ? null : <p>{agent.name} {agent.standing === 0 ? 'holds nothing yet' : `holds ${agent.standing === 1 ? 'one grant' : `${agent.standing} grants`} already`}{agent.sponsor === null ? '' : `; ${agent.sponsor.name} answers for it`}.</p>}
      {adds.targets.map((target) => (
        <div key={target.target}>
          <p>{target.sentence}{target.counts === null || target.counts.new === target.counts.admitted ? '' : ` ${target.counts.new} would be new.`}</p>
          {target.tools === null || target.tools.length === 0 || server === null ? null : <AdmittedTools slug={server.slug} tools={target.tools} />}
        </div>
      ))}
      {adds.chained.length + adds.chainedHidden === 0 ? null : (
        <p className="soft">What it reads here it could write to {adds.chained.map((one, place) => <span key={one.server}>{place === 0 ? '' : ', '}<TextLink href={paths.server(one.server)}>{one.server}</TextLink> ({one.sensitivity})</span>)}{adds.chainedHidden === 0 ? '' : `${adds.chained.length === 0 ? '' : ' and '}${adds.chainedHidden} that you may not see`}.</p>
      )}
    </div>
  )
}

type Tool = NonNullable<NonNullable<RequestAdvice['adds']>['targets'][number]['tools']>[number]
const SHOWN = 40

function AdmittedTools({ slug, tools }: { slug: string; tools: readonly Tool[] }) {
  const list = (
    <ul className="admitted">
      {tools.slice(0, SHOWN).map((tool) => (
        <li key={tool.name}>
          <TextLink href={paths.server(slug, { tool: tool.name })}><code>{tool.name}</code></TextLink>
          <span className="mute sm"> {[tool.access, ...(tool.destructive === true ? ['destructive'] : []), ...(tool.openWorld === true ? ['open world'] : []), ...(tool.aboveCeiling ? ['above the ceiling: not covered'] : []), ...(tool.already ? ['held already'] : []), ...(tool.calls === null ? [] : [`${tool.calls.toLocaleString('en-US')} ${tool.calls === 1 ? 'call' : 'calls'}`])].join(', ')}</span>
        </li>
      ))}
      {tools.length > SHOWN ? <li className="mute sm">and {tools.length - SHOWN} more</li> : null}
    </ul>
  )
  return tools.length === 1 ? list : <Disclosure summary={`The ${tools.length} tools`}>{list}</Disclosure>
}

/** What stands already of it, and what would be needless then. */
export function AdvisedOverlap({ advice: { overlap } }: { advice: RequestAdvice }) {
  if (overlap === null || overlap.covered.length + overlap.superfluous.length === 0) return null
  return (
    <ul className="grid gap-2" aria-label="What stands already">
      {overlap.covered.map((cover) => <li key={`c ${cover.grantId} ${cover.target}`}>{cover.how === 'fully' ? <Mark glyph="ok">{' '}</Mark> : null}{cover.sentence} <TextLink href={paths.grant(cover.grantId)}>the grant</TextLink></li>)}
      {overlap.superfluous.map((one) => <li key={`s ${one.grantId}`} className="soft">{one.sentence} <TextLink href={paths.grant(one.grantId)}>the grant</TextLink></li>)}
    </ul>
  )
}
