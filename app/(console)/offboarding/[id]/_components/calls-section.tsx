import { ACTIVITY_PARAM, CALL_KINDS } from '@/app/(console)/offboarding/_components/words'
import { OffboardingCalls } from '@/components/charts/offboarding-calls'
import { Mark } from '@/components/domain/verdict'
import { shortTime } from '@/components/charts/offboarding-calls-model'
import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import type { CaseView } from '@/lib/offboarding/model'
import { lengthInWords } from '@/lib/offboarding/silence-words'
import type { CallStage, OffboardingCallsView } from '@/lib/offboarding/stage-calls'
import { paths } from '@/lib/paths'

const NUMBER: Record<OffboardingCallsView['marks'][number]['stage'], number> = { open: 1, frozen: 2, revoked: 3, rotated: 4, watch: 5, closed: 6 }
const HEAD: Record<CallStage, string> = { before: 'Before', frozen: 'Frozen', revoked: 'Revoked', rotated: 'Rotated', watch: 'Watch', closed: 'Closed' }

/** The picture of a case: calls before and after each stage, with the sums per stage, each of which leads to its events. */
export function CallsSection({ found, calls, name, linked, now }: { found: CaseView; calls: OffboardingCallsView; /** What /activity calls the subject. */ name: string | null; linked: boolean; now: string }) {
  const { kind, name: subject } = found.subject
  const vouching = calls.sources.filter((source) => source.vouches)
  const title = kind === 'server' ? `Calls to ${subject}` : `Calls by ${subject}`
  // Blank, never 0: what was not counted yet is not silence.
  if (calls.countedAt === null) return <Section title={title} id="calls"><p className="say">The calls are being counted; the picture is here within a minute.</p></Section>
  return (
    <Section title={title} note={`per ${lengthInWords(calls.stepMs)}; ${vouching.length === 0 ? 'no source that could vouch for silence' : `from ${vouching.length === 1 ? vouching[0]?.name ?? 'one source' : `${vouching.length} sources`}`}`} id="calls">
      <p className="say pb-2">{answerOf(calls)}</p>
      <OffboardingCalls label={`${title}: ${answerOf(calls)}`} bars={calls.buckets} stepMs={calls.stepMs} now={now} marks={calls.marks.filter((mark) => mark.stage !== 'open').map((mark) => ({ name: mark.stage, at: mark.at, number: NUMBER[mark.stage] }))} gapWords={kind === 'server' ? 'no telemetry' : 'telemetry incomplete'} />
      <Sums found={found} calls={calls} name={linked ? name : null} />
    </Section>
  )
}

/** What the picture says, in a sentence. */
function answerOf({ buckets, perStage, from }: OffboardingCallsView): string {
  const before = perStage.find((one) => one.stage === 'before')
  const after = perStage.filter((one) => one.stage !== 'before')
  const heard = after.reduce((sum, one) => sum + one.executed, 0)
  const refused = after.reduce((sum, one) => sum + one.refused, 0)
  const gaps = buckets.filter((one) => one.gap !== 'none').length
  const early = (before?.executed ?? 0) + (before?.refused ?? 0)
  const gapText = gaps === 0 ? '' : gaps === buckets.length ? ' Not all was heard at any time.' : ` In ${gaps} of ${buckets.length} steps not all was heard.`
  if (early + heard + refused === 0) return `No call was heard since ${shortTime(from)}.${gapText}`
  const later = after.length === 0 ? '' : heard + refused === 0 ? '; none since' : `; since then ${heard === 0 ? 'none executed' : `${heard.toLocaleString('en-US')} executed all the same`} and ${refused === 0 ? 'none' : refused.toLocaleString('en-US')} refused`
  return `${early.toLocaleString('en-US')} ${early === 1 ? 'call' : 'calls'} in the two weeks before ${after.length === 0 ? 'now' : 'the freeze'}${later}.${gapText}`
}

function Sums({ found, calls: { perStage }, name }: { found: CaseView; calls: OffboardingCallsView; name: string | null }) {
  const href = (stage: OffboardingCallsView['perStage'][number], outcome: readonly string[]): { href?: string } => (name === null ? {} : { href: paths.activity({ [ACTIVITY_PARAM[found.subject.kind]]: name, kind: CALL_KINDS, from: stage.from, to: stage.to, outcome }) })
  const strong = (stage: CallStage, cell: React.ReactNode): React.ReactNode => (stage === 'watch' ? <b>{cell}</b> : cell)
  // After the freeze nothing should be executed any more.
  const loud = ({ stage, executed }: OffboardingCallsView['perStage'][number], cell: React.ReactNode): React.ReactNode => (stage === 'before' || executed === 0 ? cell : <Mark key={stage} glyph="executed" tone="bad">{cell}</Mark>)
  return (
    <div className="sums">
      <PlainTable
        label="Calls per stage" columns={[{ head: 'Calls' }, ...perStage.map((one) => ({ head: HEAD[one.stage], align: 'num' as const }))]}
        rows={[
          { id: 'executed', cells: ['executed', ...perStage.map((one) => strong(one.stage, loud(one, <NumberLink key={one.stage} value={one.executed} {...href(one, ['success', 'error'])} label={`executed, ${HEAD[one.stage].toLowerCase()}`} />)))] },
          { id: 'refused', cells: ['refused', ...perStage.map((one) => strong(one.stage, <NumberLink key={one.stage} value={one.refused} {...href(one, ['denied'])} label={`refused, ${HEAD[one.stage].toLowerCase()}`} />))] },
          { id: 'gap', cells: [<TextLink key="s" href={paths.sources()}>{found.subject.kind === 'server' ? 'no telemetry' : 'telemetry incomplete'}</TextLink>, ...perStage.map((one) => (one.gapMs < 1000 ? '0' : <Mark key={one.stage} glyph="unknown" tone="unknown">{lengthInWords(one.gapMs)}</Mark>))] },
        ]}
      />
    </div>
  )
}
