import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { DiscardDraft } from '@/app/(console)/requests/_components/discard-draft'
import { formOf } from '@/app/(console)/requests/_components/draft-model'
import { type Fixed, RequestForm } from '@/app/(console)/requests/_components/request-form'
import { titleOf } from '@/components/domain/request-words'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { Notice } from '@/components/ui/notice'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { notFound } from '@/lib/errors'
import { paths } from '@/lib/paths'
import type { RequestView } from '@/lib/requests/model'
import { policyInForce } from '@/lib/requests/queries/policies'
import { formChoices } from '@/lib/views/request-form'
import { requestScreen } from '@/lib/views/requests'

export const metadata: Metadata = { title: 'Change a request' }

/** A draft that is taken up again, or a request that waits and is changed by whoever asked. */
export default async function EditRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor()
  const { id } = await params
  const found = await screen(async () => {
    const one = await requestScreen(actor, id, new Date())
    if (!one.mine) throw notFound('request')
    return one
  })
  const { request } = found
  if (found.refusals.edit !== null) redirect(paths.request(id))
  const [choices, { policy }] = await Promise.all([formChoices(actor), policyInForce()])
  const draft = request.state === 'draft'
  const answered = request.decisions.some((one) => one.counts)
  return (
    <>
      <CrumbName of={paths.request(id)} label={draft ? 'draft' : titleOf(request)} />
      <PageHead title={draft ? 'Request access' : titleOf(request)} actions={draft ? <DiscardDraft id={id} /> : undefined}>
        {draft ? 'Your draft, as you left it.' : 'Change what you ask for; those who hold it look at it anew.'}
      </PageHead>
      {answered ? <div className="pb-4"><Notice tone="warn" title="Answers so far are void when you send this">They were given to what it says now.</Notice></div> : null}
      <RequestForm initial={formOf(request)} fixed={fixedOf(request)} choices={choices} known={{ id, revision: request.revision, state: draft ? 'draft' : 'pending' }} breakGlassHours={policy.breakGlassHours} />
    </>
  )
}

function fixedOf({ origin, renews, confirms, kind }: RequestView): Fixed {
  return { ...(origin === null ? {} : { origin }), ...(renews === null ? {} : { renews }), ...(confirms === null ? {} : { confirms }), ...(kind === 'break_glass' ? { breakGlass: true } : {}) }
}
