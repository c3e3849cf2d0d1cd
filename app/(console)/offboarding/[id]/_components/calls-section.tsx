import { OffboardingCalls } from '@/components/charts/offboarding-calls'
import { Mark } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import type { CaseView } from '@/lib/offboarding/model'
import { lengthInWords } from '@/lib/offboarding/silence-words'
import type { CallStage, OffboardingCallsView } from '@/lib/offboarding/stage-calls'
import { paths } from '@/lib/paths'

const NUMBER: Record<OffboardingCallsView['marks'][number]['stage'], number> = { open: 1, frozen: 2, revoked: 3, rotated: 4, watch: 5, closed: 6 }
const HEAD: Record<CallStage, string> = { before: 'Before', frozen: 'Frozen', revoked: 'Revoked', rotated: 'Rotated', watch: 'Watch', closed: 'Closed' }
const PARAM = { server: 'server', agent: 'agent', client: 'client', person: 'human' } as const
/** What counts as a call. */
const KINDS = ['tool_call', 'context_access', 'downstream_action']

/** The picture of a case: calls before and after each stage, with the sums per stage, each of which leads to its events. */
export function CallsSection({ found, calls, name, linked, now }: { found: CaseView; calls: OffboardingCallsView; /** What /activity calls the subject. */ name: string | null; linked: boolean; now: string }) {
  const { kind, name: subject } = found.subject
  const vouching = calls.sources.filter((source) => source.vouches)
  const title = kind === 'server' ? `Calls to ${subject}` : `Calls by ${subject}`
  return (
    <Section title={title} note={`per ${lengthInWords(calls.stepMs)}, executed and refused, ${vouching.length === 0 ? 'and no source that could vouch for silence' : `from ${vouching.length === 1 ? vouching[0]?.name ?? 'one source' : `${vouching.length} sources`}`}`} id="calls">
      <OffboardingCalls label={answerOf(title, calls)} bars={calls.buckets} stepMs={calls.stepMs} now={now} marks={calls.marks.filter((mark) => mark.stage !== 'open').map((mark) => ({ name: mark.stage, at: mark.at, number: NUMBER[mark.stage] }))} gapWords={kind === 'server' ? 'no telemetry' : 'not all it reaches is watched'} />
      <Sums found={found} calls={calls} name={linked ? name : null} />
    </Section>
  )
}

function answerOf(title: string, { buckets, perStage }: OffboardingCallsView): string {
  const before = perStage.find((one) => one.stage === 'before')
  const after = perStage.filter((one) => one.stage !== 'before')
  const heard = after.reduce((sum, one) => sum + one.executed, 0)
  const refused = after.reduce((sum, one) => sum + one.refused, 0)
  const gaps = buckets.filter((one) => one.gap !== 'none').length
  return `${title}: ${(before?.executed ?? 0).toLocaleString('en-US')} executed before${after.length === 0 ? '' : `, ${heard.toLocaleString('en-US')} executed and ${refused.toLocaleString('en-US')} refused after the freeze`}${gaps === 0 ? '' : `; in ${gaps} steps nobody listened all the time`}.`
}

function Sums({ found, calls: { perStage }, name }: { found: CaseView; calls: OffboardingCallsView; name: string | null }) {
  const href = (stage: OffboardingCallsView['perStage'][number], outcome: readonly string[]): { href?: string } => (name === null ? {} : { href: paths.activity({ [PARAM[found.subject.kind]]: name, kind: KINDS, from: stage.from, to: stage.to, outcome }) })
  const strong = (stage: CallStage, cell: React.ReactNode): React.ReactNode => (stage === 'watch' ? <b>{cell}</b> : cell)
  return (
    <div className="sums">
      <PlainTable
        label="Calls per stage" columns={[{ head: 'Calls' }, ...perStage.map((one) => ({ head: HEAD[one.stage], align: 'num' as const }))]}
        rows={[
          { id: 'executed', cells: ['executed', ...perStage.map((one) => strong(one.stage, <NumberLink key={one.stage} value={one.executed} {...href(one, ['success', 'error'])} label={`executed, ${HEAD[one.stage].toLowerCase()}`} />))] },
          { id: 'refused', cells: ['refused', ...perStage.map((one) => strong(one.stage, <NumberLink key={one.stage} value={one.refused} {...href(one, ['denied'])} label={`refused, ${HEAD[one.stage].toLowerCase()}`} />))] },
          { id: 'gap', cells: [<TextLink key="s" href={paths.sources()}>{found.subject.kind === 'server' ? 'no telemetry' : 'not all watched'}</TextLink>, ...perStage.map((one) => (one.gapMs === 0 ? '0' : <Mark key={one.stage} glyph="unknown" tone="unknown">{lengthInWords(one.gapMs)}</Mark>))] },
        ]}
      />
    </div>
  )
}
