import type { Metadata } from 'next'
import { rowVerdict, STAGE_WORD, actionWord, INTENT_WORD, ITSELF, KIND_WORD, lineLook } from '@/app/(console)/offboarding/_components/words'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { formatTime } from '@/components/ui/format-time'
import { KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { CaseView, SilenceVerdict } from '@/lib/offboarding/model'
import { lengthInWords } from '@/lib/offboarding/silence-words'
import type { OffboardingCallsView } from '@/lib/offboarding/stage-calls'
import { paths } from '@/lib/paths'
import { caseScreen } from '@/lib/views/offboarding-case'

export const metadata: Metadata = { title: 'Certificate, to print' }

/** The case on paper: what ended, each stage, what reached and what proves that it does not, who listened, and the verdict. */
export default async function PrintOffboardingPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const now = new Date()
  const { id } = await params
  const { found, calls, sensitivity } = await screen(() => caseScreen(actor, id, now))
  return (
    <div className="certificate">
      <CrumbName of={paths.offboardingCase(id)} label={found.subject.name} />
      <PageHead title={titleOf(found)} actions={<TextLink className="no-print" href={paths.offboardingCase(id)}>Back to the case</TextLink>}>
        {found.sentence} Printed <Time iso={now.toISOString()} zoned /> for {actor.name}. The signed files are the evidence; this page says the same.
      </PageHead>
      <Facts found={found} sensitivity={sensitivity} />
      <Stages found={found} />
      <Calls calls={calls} />
      <Lines found={found} />
      {found.silence === null ? null : <Listened silence={found.silence} />}
    </div>
  )
}

function titleOf({ subject, stage, closedAs }: CaseView): string {
  if (stage !== 'closed') return `Offboarding ${subject.name}, not over yet`
  return closedAs === 'exception' ? `${subject.name} was closed by a signed exception, without proof of silence` : `${subject.name} is silent`
}

function Facts({ found, sensitivity }: { found: CaseView; sensitivity: string | null }) {
  const verdict = rowVerdict(found)
  return (
    <KeyValues broad items={[
      { key: 'What ended', value: `${KIND_WORD[found.subject.kind]} ${found.subject.name}${sensitivity === null ? '' : `, ${sensitivity}`}` }, { key: 'Case', value: <code>{found.id}</code> },
      { key: 'Why', value: `${INTENT_WORD[found.intent]}: ${found.reason}` }, { key: 'Verdict', value: verdict === null ? 'not watched yet' : `${verdict.word}${found.silence === null ? '' : `. ${found.silence.text}`}` },
      { key: 'Answers for it', value: found.owner?.name ?? null }, { key: 'Opened', value: <>by {found.openedBy.name}, <Time iso={found.openedAt} format="second" zoned /></> },
      ...(found.emergency ? [{ key: 'Emergency', value: found.explanation === null ? 'not explained yet' : `${found.explanation.text} (${found.explanation.by.name})` }] : []),
      ...(found.closedAt === null ? [] : [{ key: 'Closed', value: <>{found.closedBy === null ? `by ${ITSELF}` : `by ${found.closedBy.name}`}, <Time iso={found.closedAt} format="second" zoned />{found.closeReason === null ? '' : `: ${found.closeReason}`}</> }]),
      ...(found.reopened === 0 ? [] : [{ key: 'Opened again', value: `${found.reopened === 1 ? 'once' : `${found.reopened} times`}: something was heard after it was closed` }]),
    ]} />
  )
}

function Stages({ found }: { found: CaseView }) {
  return (
    <section>
      <h2>Stages</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label="Table: Stages">
        <table className="t" aria-label="Stages">
          <thead><tr><th scope="col">Stage</th><th scope="col">Reached, UTC</th><th scope="col">By</th></tr></thead>
          <tbody>{found.stages.map((stage) => <tr key={stage.stage}><td>{STAGE_WORD[stage.stage]}</td><td>{stage.at === null ? 'not yet' : utc(stage.at)}</td><td>{stage.by?.name ?? ''}</td></tr>)}</tbody>
        </table>
      </div>
    </section>
  )
}

function Calls({ calls: { perStage, sources, countedAt } }: { calls: OffboardingCallsView }) {
  if (countedAt === null) return <section><h2>Calls per stage</h2><p className="soft">They are not counted yet.</p></section>
  return (
    <section>
      <h2>Calls per stage</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label="Table: Calls per stage">
        <table className="t" aria-label="Calls per stage">
          <thead><tr><th scope="col">Stage</th><th scope="col">From, UTC</th><th scope="col" className="num">Executed</th><th scope="col" className="num">Refused</th><th scope="col" className="num">No telemetry</th></tr></thead>
          <tbody>{perStage.map((one) => <tr key={one.stage}><td>{one.stage === 'before' ? 'Before' : STAGE_WORD[one.stage]}</td><td>{utc(one.from)}</td><td className="num">{one.executed.toLocaleString('en-US')}</td><td className="num">{one.refused.toLocaleString('en-US')}</td><td className="num">{one.gapMs === 0 ? '0' : lengthInWords(one.gapMs)}</td></tr>)}</tbody>
        </table>
      </div>
      <p className="lab">{sources.length === 0 ? 'No source covers it.' : `Sources: ${sources.map((source) => `${source.name}${source.vouches ? '' : ' (cannot vouch for silence)'}`).join(', ')}.`}</p>
    </section>
  )
}

function Lines({ found }: { found: CaseView }) {
  return (
    <section>
      <h2>Residual access</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label="Table: Residual access">
        <table className="t two" aria-label="Residual access">
          <thead><tr><th scope="col">What could still reach</th><th scope="col">Who acted</th><th scope="col">Action</th><th scope="col">State</th><th scope="col">Proof</th></tr></thead>
          <tbody>
            {found.lineList.map((line) => (
              <tr key={line.id}>
                <td>{line.title}<span className="d2">{line.why}</span></td><td className="nw">{line.actedBy?.name ?? line.owner?.name ?? ITSELF}</td><td className="nw">{actionWord(line.action)}{line.to === null ? '' : ` to ${line.to.name}`}</td>
                <td className="nw">{lineLook(line, found).word}</td><td>{line.proof ?? (line.reference === null ? '' : `reference ${line.reference}`)}{line.note === null ? null : <span className="d2">{line.note}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Listened({ silence }: { silence: SilenceVerdict }) {
  return (
    <section>
      <h2>Who listened, {utc(silence.from)} to {utc(silence.to)} UTC</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label="Table: Who listened">
        <table className="t two" aria-label="Who listened">
          <thead><tr><th scope="col">Server</th><th scope="col">Source, and when it was alive, UTC</th><th scope="col">Vouched for</th><th scope="col">Gaps</th></tr></thead>
          <tbody>
            {silence.servers.map((server) => (
              <tr key={server.id}>
                <td>{server.name}</td><td>{server.sources.length === 0 ? 'nobody' : server.sources.map((source) => <span key={source.name} className="block">{source.name}: {source.alive.map((span) => `${utc(span.from)} to ${utc(span.to)}`).join('; ') || 'never'}</span>)}</td>
                <td>{lengthInWords(server.vouchedMs)}</td><td>{server.gaps.length === 0 ? 'none' : server.gaps.map((gap) => <span key={gap.from} className="block">{utc(gap.from)} to {utc(gap.to)}: {gap.why}</span>)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {silence.servers.length === 0 ? <p className="soft">It could reach no server by name, so nobody had to listen.</p> : null}
    </section>
  )
}

/** On paper nobody switches the zone. */
function utc(iso: string): string {
  return formatTime(iso, 'UTC', 'second') ?? iso
}
