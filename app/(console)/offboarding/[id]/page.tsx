import type { Metadata } from 'next'
import { BlastView } from '@/app/(console)/offboarding/new/_components/blast-view'
import { counted } from '@/app/(console)/offboarding/_components/words'
import { Disclosure } from '@/components/ui/disclosure'
import { Notice } from '@/components/ui/notice'
import { Section, Split } from '@/components/ui/section'
import { Time } from '@/components/ui/time'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { type CaseScreen, caseScreen } from '@/lib/views/offboarding-case'
import { CallsSection } from './_components/calls-section'
import { CaseHead } from './_components/case-head'
import { CaseMoves, ExplainForm } from './_components/case-moves'
import { CaseTrail } from './_components/case-trail'
import { LineRows } from './_components/line-rows'
import { LinkForm } from './_components/link-form'
import { SignForm } from './_components/sign-form'
import { SilencePanel } from './_components/silence-panel'
import { StageRail } from './_components/stage-rail'

export const metadata: Metadata = { title: 'Offboarding' }

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams }

/** One case: where it stands, the calls before and after each stage, what still reaches with its proofs, and whether it is silent. */
export default async function OffboardingCasePage({ params, searchParams }: Props) {
  const actor = await requireActor()
  const now = new Date()
  const [{ id }, query] = await Promise.all([params, searchParams])
  const page = await screen(() => caseScreen(actor, id, now))
  const { found, calls, sees } = page
  const iso = now.toISOString()
  return (
    <>
      <CaseHead page={page} />
      <StageRail found={found} now={iso} />
      <Standing page={page} />
      {found.stage === 'open' || found.stage === 'frozen' ? <Section title="Next" ruled><CaseMoves key={found.version} found={found} refusals={page.refusals} people={page.people} /></Section> : null}
      <CallsSection found={found} calls={calls} name={page.activityName} linked={sees.activity} now={iso} />
      <Split aside={<Aside page={page} now={iso} />}>
        <Lines page={page} open={oneOf(query['line'])} />
        {found.blast === null ? null : <div className="pt-2"><Disclosure summary="What was seen before it was opened"><BlastView subject={found.subject} blast={found.blast} asOf={found.openedAt} now={iso} /></Disclosure></div>}
      </Split>
    </>
  )
}

/** Until the revocation the plan says it. */
const LINKED: ReadonlySet<string> = new Set(['revoked', 'rotated', 'watch', 'closed'])

/** What stands out about the case, each once: an unexplained emergency, an end, a cancellation. */
function Standing({ page: { found, refusals } }: { page: CaseScreen }) {
  const { emergency, explanation, cancelled, stage, closedAs, closeReason, closedBy, reopened } = found
  return (
    <div className="standing">
      {emergency && explanation === null ? <Notice tone="warn" title="It was ended at once, and nobody has explained why yet"><p>The case does not close before that. Said at the time: {found.reason}</p><div className="pt-2"><ExplainForm id={found.id} refusal={refusals.explain} /></div></Notice> : null}
      {emergency && explanation !== null ? <Notice title="It was an emergency">{explanation.text} {explanation.by.name}, <Time iso={explanation.at} zoned />.</Notice> : null}
      {cancelled === null ? null : <Notice title={`Cancelled by ${cancelled.by.name}`}>{cancelled.reason} <Time iso={cancelled.at} zoned />. What was is in force again.</Notice>}
      {stage === 'closed' && closedAs === 'exception' ? <Notice tone="warn" title={`Closed without its proof, signed by ${closedBy?.name ?? 'a security reviewer'}`}>{closeReason}</Notice> : null}
      {stage === 'watch' && reopened > 0 ? <Notice tone="error" title="It was heard after it was closed">The case was opened again{found.reopenedAt === null ? '' : <>, <Time iso={found.reopenedAt} zoned /></>}, and the watch runs once more.</Notice> : null}
      {stage === 'cancelled' || closedAs === 'exception' ? null : <p className="say">{found.sentence}</p>}
      {found.intent !== 'retire' && found.replacedBy === null && LINKED.has(stage) && (found.subject.kind === 'server' || found.subject.kind === 'agent') ? <LinkForm id={found.id} kind={found.subject.kind} anew={found.intent === 'repurpose'} refusal={refusals.link} /> : null}
      {saidAlready(found) ? null : <p className="soft sm">Why it ends: {found.reason}</p>}
    </div>
  )
}

/** Why it ends stands in the head of what opened by itself, and in the notice of an emergency. */
function saidAlready({ occasionText, reason, emergency, explanation }: CaseScreen['found']): boolean {
  return (emergency && explanation === null) || occasionText?.includes(reason.replace(/\.$/, '')) === true
}

function Lines({ page: { found, attests, refusals }, open }: { page: CaseScreen; open: string | null }) {
  const { lines, lineList } = found
  const note = lines.total === 0 ? 'nothing was found that still reaches' : `${counted(lines.total, 'line')} found; ${lines.done.toLocaleString('en-US')} settled, each with its own proof${lineList.length < lines.total ? `; you see the ${lineList.length} that wait for you` : ''}`
  return (
    <Section title="Residual access" note={note} id="lines">
      {lineList.length === 0 ? null : <LineRows caseId={found.id} lines={lineList} stage={found.stage} verdict={found.verdict} silence={found.silence} watchDays={found.watchDays} attests={attests} attestRefusal={refusals.attest} exemptRefusal={refusals.exempt} open={open} />}
    </Section>
  )
}

function Aside({ page: { found, history, refusals, sees, activityName }, now }: { page: CaseScreen; now: string }) {
  const over = found.stage === 'closed' || found.stage === 'cancelled'
  return (
    <div className="case-aside">
      <SilencePanel found={found} name={sees.activity ? activityName : null} />
      <CaseTrail id={found.id} entries={history} now={now} known={found.reason} />
      {over ? null : (
        <section className="aside-part">
          <h3>If it cannot be proven</h3>
          <p className="sm soft pb-2">A security reviewer may sign an exception with a reason; the pack then says so on its first page. Never a reviewer who owned it.</p>
          <SignForm id={found.id} server={found.subject.kind === 'server'} refusal={refusals.sign} />
        </section>
      )}
    </div>
  )
}
