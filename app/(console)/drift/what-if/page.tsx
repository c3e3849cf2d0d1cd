import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { SegmentLinks } from '@/components/ui/segmented'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { shortName } from '@/lib/drift/sentences'
import { paths } from '@/lib/paths'
import { WHAT_IF_WINDOWS, type WhatIfScreen, whatIfScreen } from '@/lib/views/what-if'
import { ChangedCalls } from './_components/changed-calls'
import { ProposeGrant, RevokeGrant } from './_components/change-forms'
import { VerdictsBeforeAfter } from './_components/verdicts'

export const metadata: Metadata = { title: 'What if' }

/** The calls of a past window, judged again by today's grants and one proposed change. */
export default async function WhatIfPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  await screen(async () => require(actor, 'activity.read'))
  const query = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))
  const view = await screen(() => whatIfScreen(actor, query, new Date()))
  const { days: _days, ...kept } = query
  return (
    <>
      <PageHead title="What if" actions={<ButtonLink href={paths.drift()}>Back to drift</ButtonLink>}>
        <Question change={view.change} asks={view.asks} /> Nothing is written.
      </PageHead>
      <div className="acts">
        <SegmentLinks label="Window" items={WHAT_IF_WINDOWS.map((days) => ({ label: `${days} days`, href: paths.whatIf({ ...kept, days }), current: view.days === days }))} />
        <SegmentLinks label="Change" items={choices(view, query)} />
      </div>
      {view.refusal === null ? null : <div className="pt-4"><Notice tone="warn" title="Nothing was compared" action={view.asks === null ? <TextLink href={paths.whatIf()}>By today’s grants alone</TextLink> : undefined}><p>{view.refusal}</p>{view.errors.length === 0 ? null : <ul>{view.errors.map(({ path, message }) => <li key={`${path} ${message}`}><a href={`#${path}`}>{path}: {message}</a></li>)}</ul>}</Notice></div>}
      {view.asks === 'add' ? <ProposeGrant query={kept} days={view.days} errors={view.errors} /> : view.asks === 'revoke' ? <RevokeGrant id={kept['revoke'] ?? ''} days={view.days} /> : null}
      {view.answer === null ? null : <Answer view={view} answer={view.answer} />}
    </>
  )
}

/** The changes one can ask about here; one that a finding or a tool brought along stands there while it is asked. */
function choices({ days, asks, change }: WhatIfScreen, query: Record<string, string | undefined>) {
  const window = days === 90 ? {} : { days }
  const brought = change?.kind === 'finding' ? 'A finding’s narrower grants' : change?.kind === 'classify' ? 'Another access class' : null
  return [
    { label: 'Today’s grants', href: paths.whatIf(window), current: asks === null && brought === null }, { label: 'One grant more', href: paths.whatIf({ ...window, add: 1 }), current: asks === 'add' },
    { label: 'One grant less', href: `${paths.whatIf(window)}${days === 90 ? '?' : '&'}revoke=`, current: asks === 'revoke' }, ...(brought === null ? [] : [{ label: brought, href: paths.whatIf(query), current: true }]),
  ]
}

function Question({ change, asks }: Pick<WhatIfScreen, 'change' | 'asks'>) {
  switch (change?.kind) {
    case undefined: return asks !== null ? <>What if there had been one grant {asks === 'add' ? 'more' : 'less'} beside today’s?</> : <>What if today’s grants had been in force all the time?</>
    case 'finding': return <>What if the {change.replacement.length === 1 ? 'narrower grant' : `${change.replacement.length} narrower grants`} of <TextLink href={paths.finding(change.id)}>this finding</TextLink> had stood in place of the broad one?</>
    case 'revoke': return <>What if <TextLink href={paths.grant(change.grant.id)}>the grant of {change.grant.target.name} on {change.grant.server}</TextLink> had been revoked?</>
    case 'add': return <>What if <code>{change.grant.target.name}</code> on {change.grant.server} had been granted to {change.grant.caller.agent === 'any' ? 'any agent' : shortName(change.grant.caller.agent)} for {change.grant.access}?</>
    case 'classify': return <>What if <code>{change.tool}</code> on {change.server} had been classed {change.access}?</>
  }
}

function Answer({ view, answer }: { view: WhatIfScreen; answer: NonNullable<WhatIfScreen['answer']> }) {
  const { effect, today } = view
  const rows = effect?.rows.slice(0, 200) ?? answer.rows.map((row) => ({ ...row, today: row.before }))
  const partly = effect === null ? answer.rowCount > answer.rows.length : !effect.complete
  return (
    <>
      <Section title={inWords(effect === null ? { refused: answer.newlyRefused, covered: answer.newlyCovered, unknown: answer.unknown } : effect, effect !== null)} note={<>{answer.calls.toLocaleString('en-GB')} calls from <Time iso={answer.window.from} format="day" /> to <Time iso={answer.window.to} zoned /></>}>
        {answer.calls === 0 ? <Empty title="No call was seen in this window.">Choose a longer one, or connect a source.</Empty> : <VerdictsBeforeAfter answer={answer} today={today} />}
      </Section>
      {rows.length === 0 ? null : (
        <Section title={effect === null ? 'The calls that would differ' : 'The calls to which the change makes a difference'} note={partly ? 'only the most frequent sorts of calls are compared one by one' : 'by how many there were'}>
          <ChangedCalls rows={rows} from={answer.window.from} change={effect !== null} />
        </Section>
      )}
    </>
  )
}

function inWords({ refused, covered, unknown }: { refused: number; covered: number; unknown: number }, change: boolean): string {
  const calls = (count: number): string => `${count.toLocaleString('en-GB')} ${count === 1 ? 'call' : 'calls'}`
  const parts = [
    ...(refused === 0 ? [] : [`${calls(refused)} that ${change ? 'today’s grants cover would not be covered' : 'were granted would not be'}`]),
    ...(covered === 0 ? [] : [`${calls(covered)} that ${!change ? 'were not granted would be' : refused > 0 ? 'they do not cover would be' : 'today’s grants do not cover would be covered'}`]),
    ...(unknown === 0 ? [] : [`${calls(unknown)} cannot be told, because their resources were cut short`]),
  ]
  if (parts.length === 0) return change ? 'The change makes no difference to any call' : 'Not one call would have been judged otherwise'
  return parts.join('; ')
}
