import type { Metadata } from 'next'
import { formOf } from '@/app/(console)/requests/_components/draft-model'
import { FilledIn } from '@/app/(console)/requests/_components/filled-in'
import { OtherWays } from '@/app/(console)/requests/_components/other-ways'
import { RequestForm } from '@/app/(console)/requests/_components/request-form'
import { PageHead } from '@/components/shell/page-head'
import { Notice } from '@/components/ui/notice'
import { may, require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { policyInForce } from '@/lib/requests/queries/policies'
import { formChoices } from '@/lib/views/request-form'
import { draftInNames } from '@/lib/views/request-names'
import { type Prefill, prefillFrom, type PrefillFrom } from '@/lib/views/request-prefill'

export const metadata: Metadata = { title: 'Request access' }

const FROM = ['server', 'tool', 'agent', 'finding', 'event', 'renew', 'confirm', 'like', 'replaces'] as const satisfies readonly (keyof PrefillFrom)[]

/** Asks for a grant, begun from wherever the address says: a server, a tool, an agent, a finding, a call, or a grant that ends. */
export default async function NewRequestPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const breakGlass = oneOf(query['breakGlass']) === '1'
  await screen(async () => require(actor, breakGlass ? 'grant.break_glass' : 'grant.request'))
  const from: PrefillFrom = Object.fromEntries(FROM.flatMap((key) => { const value = oneOf(query[key]); return value === null ? [] : [[key, value]] }))
  const [prefill, choices, { policy }] = await Promise.all([
    Object.keys(from).length === 0 ? null : screen(() => prefillFrom(actor, from, new Date())), formChoices(actor), policyInForce(),
  ])
  const draft = prefill === null ? {} : await draftInNames(prefill.draft, new Date())
  const { origin, renews, confirms } = draft
  return (
    <>
      <PageHead title={titleOf(prefill, breakGlass)}>{breakGlass ? 'For an emergency alone: what you ask for is in force at once.' : 'Say what an agent is to reach, and what for. Who must agree is said beside the form before you send it.'}</PageHead>
      {breakGlass ? <GlassNotice hours={policy.breakGlassHours} /> : null}
      {prefill === null ? null : <FilledIn prefill={prefill} agent={from.like ?? null} />}
      {breakGlass || renews !== undefined || confirms !== undefined ? null : <OtherWays choices={choices} server={from.server ?? null} mayBreakGlass={may(actor, 'grant.break_glass')} />}
      <RequestForm key={JSON.stringify([from, breakGlass])} initial={formOf(wholeTargets(draft))} fixed={{ ...(origin === undefined ? {} : { origin }), ...(renews === undefined ? {} : { renews }), ...(confirms === undefined ? {} : { confirms }), ...(breakGlass ? { breakGlass } : {}) }} choices={choices} known={null} breakGlassHours={policy.breakGlassHours} />
    </>
  )
}

function titleOf(prefill: Prefill | null, breakGlass: boolean): string {
  if (breakGlass) return 'Break the glass'
  if (prefill?.draft.renews !== undefined) return 'Ask for the same again'
  return prefill?.draft.confirms === undefined ? 'Request access' : 'Have an imported grant confirmed'
}

/** Drafts may leave out anything; a target's row has it all. What is confirmed or renewed goes on for as long as it may. */
function wholeTargets({ targets, ...draft }: Prefill['draft']) {
  const sameAgain = (draft.renews ?? draft.confirms) !== undefined && draft.durationDays === undefined && draft.until === undefined
  return { ...draft, ...(sameAgain ? { openEnded: false } : {}), targets: (targets ?? []).map((target) => ({ kind: target.kind ?? 'tool', name: target.name ?? '', access: target.access ?? 'read', scope: target.scope ?? [] } as const)) }
}

function GlassNotice({ hours }: { hours: number }) {
  return (
    <div className="pb-4">
      <Notice tone="warn" title="What follows from it">
        <ul>
          <li>The grant begins when you send this, and ends by itself after {hours} {hours === 1 ? 'hour' : 'hours'} at the latest.</li>
          <li>It is an open finding, for everybody to see, until two security reviewers have answered for it.</li>
          <li>If one of them finds that it was not justified, it is revoked at once.</li>
          <li>You cannot take it back or change it; revoke the grant when it is no longer needed.</li>
        </ul>
      </Notice>
    </div>
  )
}
