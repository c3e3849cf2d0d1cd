import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { DecisionForm } from '@/app/(console)/requests/_components/decision-form'
import { OwnMoves } from '@/app/(console)/requests/_components/own-moves'
import { RequestFacts } from '@/app/(console)/requests/_components/request-facts'
import { RequestHistory } from '@/app/(console)/requests/_components/request-history'
import { WhatItAdds } from '@/app/(console)/requests/_components/what-it-adds'
import { ContentDiff } from '@/components/domain/content-diff'
import { RequestStateMark } from '@/components/domain/request-state'
import { holdersToTell, RequestSteps, StepHolders } from '@/components/domain/request-steps'
import { standingText, titleOf } from '@/components/domain/request-words'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Section, Split } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { adviceForScreen } from '@/lib/views/request-judging'
import { type RequestScreen, requestScreen } from '@/lib/views/requests'

export const metadata: Metadata = { title: 'Request' }

/** One request: where it stands in the same words for everybody, what is asked, what it would add, and the answer of whoever holds it. Looking decides nothing. */
export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const now = new Date()
  const { id } = await params
  const found = await screen(() => requestScreen(actor, id, now))
  const { request, holds } = found
  if (request.state === 'draft') redirect(paths.editRequest(id))
  const judged = request.state === 'pending' ? await adviceForScreen(actor, request, now) : null
  return (
    <>
      <CrumbName label={titleOf(request)} />
      <PageHead title={<><code className="text-[length:inherit]">{request.targets[0]?.name}</code>{request.targets.length > 1 ? ` and ${request.targets.length - 1} more` : ''} on {found.serverName} for {request.caller.agent === 'any' ? 'any agent' : request.caller.agent}</>} actions={holds === null ? undefined : <ButtonLink kind="primary" href="#answer">Answer it</ButtonLink>}>
        {request.state === 'pending' && request.kind !== 'break_glass' ? null : <span className="pr-3"><RequestStateMark state={request.state} kind={request.kind} /></span>}{request.sentence}
      </PageHead>
      <RequestSteps request={request} />
      <Split aside={<Aside found={found} />}>
        <Section title={request.state === 'pending' ? 'What is asked' : 'What was asked'}><RequestFacts request={request} agentId={found.agentId} /></Section>
        <Narrowed found={found} />
        {judged === null ? null : <WhatItAdds judged={judged} breakGlass={request.kind === 'break_glass'} />}
        {holds === null ? null : (
          <Section title="Your answer" note={standingText(holds)} id="answer">
            <DecisionForm key={id} id={id} kind={request.kind} now={{ revision: request.revision, content: request }} warned={judged?.advice?.needsReason === true} />
          </Section>
        )}
        <Section title="Answers and changes" end={found.mayReadTrail ? <TextLink href={paths.trail({ object: id })}>In the trail</TextLink> : undefined}><RequestHistory request={request} /></Section>
      </Split>
    </>
  )
}

/** As it was asked against as it stands, where approvers took something away. */
function Narrowed({ found: { request } }: { found: RequestScreen }) {
  const asked = request.revisions.findLast((one) => one.change !== 'narrowed')
  const last = request.revisions.at(-1)
  if (asked === undefined || last === undefined || last.change !== 'narrowed') return null
  return (
    <Section title="Narrowed" note={`as asked against as it stands; by ${[...new Set(request.revisions.filter((one) => one.change === 'narrowed' && one.number > asked.number).map((one) => one.by))].join(' and ')}`}>
      <ContentDiff label="As asked against as it stands" before={asked.content} after={last.content} />
    </Section>
  )
}

function Aside({ found: { request, mine, refusals, nextNudgeAt } }: { found: RequestScreen }) {
  const grants = request.grantIds
  const holding = request.state === 'pending' ? holdersToTell(request.steps) : []
  return (
    <>
      {grants.length === 0 ? null : (
        <Section title="What came of it">
          <ul className="grid gap-1">{grants.map((id, place) => <li key={id}><TextLink href={paths.grant(id)}>The grant{grants.length === 1 ? '' : ` of ${request.targets[place]?.name ?? id}`}</TextLink></li>)}</ul>
        </Section>
      )}
      {holding.length === 0 ? null : <Section title="Who holds it"><StepHolders steps={holding} /></Section>}
      {mine && request.state === 'pending' ? <Section title="Yours to do"><OwnMoves id={request.id} refusals={refusals} nextNudgeAt={nextNudgeAt} answered={request.decisions.some((one) => one.counts)} /></Section> : null}
      {mine && ['denied', 'withdrawn', 'lapsed'].includes(request.state) ? <Section title="Ask again"><p className="soft pb-2">What you asked is filled in, for you to change.</p><ButtonLink href={paths.newRequest({ replaces: request.id })}>Ask again</ButtonLink></Section> : null}
    </>
  )
}
