import { Mark, type MarkTone } from '@/components/domain/verdict'
import { Glyph, type GlyphName } from '@/components/ui/glyph'
import { TextLink } from '@/components/ui/text-link'
import type { StepKind } from '@/lib/document/model'
import type { DifferenceView, StepView } from '@/lib/document/plan-model'
import { paths } from '@/lib/paths'

const LOOK: Record<StepKind, { glyph: GlyphName; tone: MarkTone; word: string }> = {
  revoke: { glyph: 'no', tone: 'warn', word: 'ends' }, narrow: { glyph: 'down', tone: 'plain', word: 'narrowed' }, widen: { glyph: 'up', tone: 'plain', word: 'asks for more' }, create: { glyph: 'wait', tone: 'plain', word: 'asks' }, unchanged: { glyph: 'ok', tone: 'plain', word: 'stays' },
}

const FIELD: Record<string, string> = { target: 'Target', access: 'Ceiling', scope: 'Scope', agent: 'Agent', client: 'Client', human: 'Human', purpose: 'Purpose', mode: 'Mode', reauthorise: 'Reauthorise', validFrom: 'From', validUntil: 'Until' }
const EFFECT: Record<DifferenceView['effect'], string> = { less: 'less', more: 'more', other: 'other' }

/** One line of a plan: what happens, to which grant, why, and field by field what differs. */
export function PlanStep({ step }: { step: StepView }) {
  const { glyph, tone, word } = LOOK[step.kind]
  return (
    <li className="grid grid-cols-[112px_minmax(0,1fr)] gap-2 border-t border-line pt-2 max-[600px]:grid-cols-1">
      <div><Mark glyph={glyph} tone={tone}>{step.asked === null ? word : 'waits'}</Mark>{step.path === null ? null : <code className="block mute sm">{step.path}</code>}</div>
      <div className="grid gap-1">
        <p className="wrap-anywhere">{step.sentence}</p>
        <p className="soft sm">{step.why}{' '}<Links step={step} /></p>
        {step.differences.length === 0 ? null : (
          <dl className="defdiff" aria-label="What differs">
            {step.differences.map((one) => (
              <div key={one.field}>
                <dt>{FIELD[one.field] ?? one.field}: {EFFECT[one.effect]}</dt>
                <dd className="d"><span aria-hidden="true">−</span><span className="vh">before: </span><del>{one.from}</del></dd>
                <dd className="a"><span aria-hidden="true">+</span><span className="vh">after: </span><ins>{one.to}</ins></dd>
              </div>
            ))}
          </dl>
        )}
        {step.obstacles.map((message) => <p key={message} className="font-medium"><Glyph name="warn" /> <span className="vh">Stands against it: </span>{message}</p>)}
      </div>
    </li>
  )
}

function Links({ step }: { step: StepView }) {
  return (
    <>
      {step.asked === null ? null : <TextLink href={paths.request(step.asked)}>The request</TextLink>}{' '}
      {step.grantIds.slice(0, 3).map((id, place) => <span key={id}>{place === 0 ? null : ', '}<TextLink href={paths.grant(id)}>{step.grantIds.length === 1 ? 'The grant' : `Grant ${place + 1}`}</TextLink></span>)}
      {step.grantIds.length > 3 ? ` and ${step.grantIds.length - 3} more` : null}
    </>
  )
}
