import { ACTIVITY_PARAM, CALL_KINDS, verdictLook } from '@/app/(console)/offboarding/_components/words'
import { VerdictBox } from '@/components/domain/remedy'
import { Mark } from '@/components/domain/verdict'
import { Disclosure } from '@/components/ui/disclosure'
import { KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import type { CaseView, SilenceVerdict } from '@/lib/offboarding/model'
import { lengthInWords } from '@/lib/offboarding/silence-words'
import { paths } from '@/lib/paths'

const TITLE = { silent: 'Silent', watching: 'Watching', still_calling: 'Still calling', not_evaluable: 'Not evaluable yet' } as const

/** The one thing of the page to be judged: what the watch has found, what would make it each answer, and when that is due. */
export function SilencePanel({ found, name }: { found: CaseView; /** What /activity calls the subject; null where the reader may not look there. */ name: string | null }) {
  const { silence, closedAs, stage, watchDays, lookedAt } = found
  if (silence === null) return <NotBegun found={found} />
  const look = verdictLook(silence.verdict)
  return (
    <VerdictBox tone={silence.verdict === 'still_calling' ? 'bad' : silence.verdict === 'not_evaluable' ? 'unknown' : 'plain'} title={<><span className="lab block font-normal">Proof of silence</span><Mark glyph={look.glyph} tone={look.tone}>{stage === 'closed' ? TITLE[silence.verdict].replace(' yet', '') : TITLE[silence.verdict]}</Mark></>}>
      <p className="soft pt-1.5">{silence.text}</p>
      {stage === 'closed' ? closedAs === 'exception' ? <p className="pt-2"><Mark glyph="attested">closed by a signed exception, without this proof</Mark></p> : null : <Answers silence={silence} days={watchDays} />}
      {silence.callers.length === 0 ? null : <Heard found={found} silence={silence} name={name} />}
      {silence.servers.length === 0 ? null : <Vouched silence={silence} />}
      {lookedAt === null ? null : <p className="lab pt-2">Looked at <Time iso={lookedAt} zoned />.</p>}
    </VerdictBox>
  )
}

function NotBegun({ found: { stage, watchDays } }: { found: CaseView }) {
  if (stage === 'cancelled') return null
  return (
    <VerdictBox title={<><span className="lab block font-normal">Proof of silence</span><Mark glyph="wait">{stage === 'watch' ? 'Watching' : 'Not begun'}</Mark></>}>
      <p className="soft pt-1.5">{stage === 'watch' ? 'The watch has begun; its first verdict is due within a minute.' : 'The watch begins once everything is revoked and every secret is rotated or removed.'} It is over when nothing was heard for {watchDays} {watchDays === 1 ? 'day' : 'days'} on anything that could be reached, while somebody listened.</p>
    </VerdictBox>
  )
}

function Answers({ silence, days }: { silence: SilenceVerdict; days: number }) {
  return (
    <div className="answers">
      <KeyValues items={[
        { key: 'Silent', value: `after ${days} d without a call, all vouched for; so far ${silence.vouchedMs === 0 ? 'none' : lengthInWords(silence.vouchedMs)}` },
        { key: 'Still calling', value: 'after any call; the watch starts again' },
        { key: 'Not evaluable', value: 'while no source vouches; that time is added to the watch' },
        { key: 'Verdict due', value: silence.dueAt === null ? <span className="mute">when somebody can vouch for it</span> : <b><Time iso={silence.dueAt} zoned /></b> },
      ]} />
    </div>
  )
}

/** Who was heard, and the events. */
function Heard({ found: { subject, stages }, silence, name }: { found: CaseView; silence: SilenceVerdict; name: string | null }) {
  const from = stages.find((one) => one.stage === 'revoked')?.at ?? silence.from
  const last = silence.events[0]
  return (
    <div className="heard">
      <h3>Heard since the revocation</h3>
      <ul>{silence.callers.map((caller) => <li key={caller.name}><b>{caller.name}</b>, {caller.calls.toLocaleString('en-US')} {caller.calls === 1 ? 'call' : 'calls'}, the last <Time iso={caller.lastAt} zoned /></li>)}</ul>
      {name === null ? null : (
        <p className="acts">
          {last === undefined ? null : <TextLink href={paths.event(last)}>The last call</TextLink>}
          <TextLink href={paths.activity({ [ACTIVITY_PARAM[subject.kind]]: name, kind: CALL_KINDS, from, to: silence.to })}>{silence.calls === 1 ? 'In the activity' : `All ${silence.calls.toLocaleString('en-US')} in the activity`}</TextLink>
        </p>
      )}
    </div>
  )
}

/** Who listened and when, which is what the proof rests on. */
function Vouched({ silence }: { silence: SilenceVerdict }) {
  const gaps = silence.servers.flatMap((server) => server.gaps.map((gap) => ({ ...gap, server: server.name })))
  return (
    <div className="pt-2">
      <Disclosure summary={gaps.length === 0 ? 'Who listened' : `Who listened, and ${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}`} open={silence.verdict === 'not_evaluable'}>
        <ul className="vouched">
          {silence.servers.map((server) => <li key={server.id}><b>{server.name}</b>: {server.sources.length === 0 ? <Mark glyph="unknown" tone="unknown">nobody</Mark> : server.sources.map((source) => source.name).join(', ')}, {lengthInWords(server.vouchedMs)} vouched for</li>)}
          {gaps.map((gap) => <li key={`${gap.server} ${gap.from}`}><Mark glyph="unknown" tone="unknown"><span className="whitespace-normal"><Time iso={gap.from} /> to <Time iso={gap.to} />: {gap.why}</span></Mark></li>)}
          {silence.blocking.map((one) => <li key={one}><Mark glyph="unknown" tone="unknown"><span className="whitespace-normal">{one}</span></Mark></li>)}
        </ul>
        <p className="sm"><TextLink href={paths.sources()}>Sources</TextLink></p>
      </Disclosure>
    </div>
  )
}
