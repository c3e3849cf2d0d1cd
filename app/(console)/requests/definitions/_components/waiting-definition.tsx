import { ApproveForm } from '@/app/(console)/servers/_components/approve-form'
import { ChangeReasons, DefinitionDiff } from '@/components/domain/definition-diff'
import { Mark } from '@/components/domain/verdict'
import { Disclosure } from '@/components/ui/disclosure'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { DefinitionToApprove } from '@/lib/views/definitions-to-approve'

const SAID = {
  widening: { glyph: 'warn', tone: 'bad', word: 'accepts or claims more' }, added: { glyph: 'warn', tone: 'warn', word: 'is new' },
  altering: { glyph: 'changed', tone: 'warn', word: 'is altered' }, wording: { glyph: 'ok', tone: 'plain', word: 'is worded anew' }, none: { glyph: 'ok', tone: 'plain', word: 'is what it was' },
} as const

/** One definition that waits: what it does, who rests because of it, the difference, and the answer in place. */
export function WaitingDefinition({ slug, serverName, name, since, step, pair, held, mine }: DefinitionToApprove) {
  const said = SAID[step.kind]
  const { from, to, change } = pair
  return (
    <article className="grid gap-2 border-t border-line py-4" aria-label={`${name} on ${serverName}`}>
      <header className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h3><TextLink href={paths.server(slug, { tool: name })}><code>{name}</code></TextLink> on {serverName}</h3>
        <Mark glyph={said.glyph} tone={said.tone}>{said.word}</Mark>
        <span className="soft">version {to.number}{from === null ? '' : ` against ${from.number}`}, since <Time iso={since} format="day" /></span>
      </header>
      <p>{held === 0 ? 'No grant rests because of it.' : <><TextLink href={paths.grants({ server: slug, reaches: name })}>{held === 1 ? 'One grant rests' : `${held} grants rest`}</TextLink> until it is accepted.</>} {mine ? '' : step.approver === 'owner' ? 'The server’s owner or a security reviewer decides.' : 'A security reviewer decides.'}</p>
      {change === null ? null : <ChangeReasons change={change} />}
      <Disclosure open={mine && step.kind !== 'added'} summary={from === null ? 'The definition' : 'What differs'}>
        <DefinitionDiff label={`${name}: what differs`} before={from?.definition ?? null} after={to.definition} />
      </Disclosure>
      {mine ? <div><ApproveForm key={to.number} slug={slug} name={name} number={to.number} held={held} /></div> : null}
    </article>
  )
}
