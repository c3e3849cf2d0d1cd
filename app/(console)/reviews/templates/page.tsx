import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { PlainTable } from '@/components/table/plain-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { startsText } from '@/app/(console)/reviews/_components/template-lines'
import { whatText } from '@/app/(console)/reviews/_components/content-words'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import type { TemplateView } from '@/lib/reviews/model'
import { listTemplates, requireAllReviews } from '@/lib/reviews/queries/templates'

export const metadata: Metadata = { title: 'Review templates' }

/** What reviews are made from: what each looks at, when it starts by itself next, and what came of it last. */
export default async function TemplatesPage() {
  const actor = await requireActor()
  const templates = await screen(async () => {
    requireAllReviews(actor)
    return listTemplates(actor)
  })
  const runs = may(actor, 'review.run')
  return (
    <>
      <PageHead title="Review templates" actions={runs ? <ButtonLink kind="primary" href={paths.newReviewTemplate()}>New template</ButtonLink> : undefined}>{sentence(templates)}</PageHead>
      {templates.length === 0
        ? <Empty title="There is no template yet." actions={runs ? <ButtonLink href={paths.newReview()}>Draft a review without one</ButtonLink> : undefined}>A template says what is reviewed, by whom, and when it starts by itself. {runs ? '' : 'Security reviewers make them.'}</Empty>
        : (
            <PlainTable
              label="Review templates" flow
              columns={[{ head: 'Template', flow: { order: 1, full: true } }, { head: 'Starts', flow: { order: 2, full: true } }, { head: 'Next', className: 'nw', flow: { order: 3, full: true, label: 'next' } }, { head: 'Last review', flow: { order: 4 } }, ...(runs ? [{ head: 'New review', width: '120px', flow: { order: 5 as const, end: true } }] : [])]}
              rows={templates.map((template) => ({ id: template.id, cells: cellsOf(template, runs) }))}
            />
          )}
    </>
  )
}

function cellsOf(template: TemplateView, runs: boolean) {
  const { id, name, kind, content, active, nextAt, lastCampaign, campaigns } = template
  return [
    <span key="name"><TextLink href={paths.reviewTemplate(id)}><b>{name}</b></TextLink><span className="d2">{whatText(kind, content.scope)}</span></span>,
    <span key="starts">{startsText(template)}</span>,
    active ? (nextAt === null ? <span key="next" className="mute">{template.triggers.length === 0 ? 'by hand' : 'when it happens'}</span> : <Time key="next" iso={nextAt} zoned />) : <span key="next" className="mute">not in use</span>,
    lastCampaign === null ? <span key="last" className="mute">none yet</span> : <span key="last"><TextLink href={paths.review(lastCampaign.id)}>{lastCampaign.name}</TextLink><span className="d2">{lastCampaign.state}; <TextLink href={paths.reviews({ template: id })}>{campaigns} in all</TextLink></span></span>,
    ...(runs ? [<TextLink key="draft" href={paths.newReview({ template: id })}>Draft<span className="vh"> a review from {name}</span></TextLink>] : []),
  ]
}

function sentence(templates: readonly TemplateView[]): string {
  if (templates.length === 0) return 'What reviews are made from.'
  const timed = templates.filter((one) => one.nextAt !== null).length
  const listening = templates.filter((one) => one.active && one.triggers.length > 0).length
  return `${templates.length === 1 ? 'One template' : `${templates.length} templates`}; ${timed === 0 ? 'none starts by a calendar' : `${timed} ${timed === 1 ? 'starts' : 'start'} by a calendar`}, ${listening === 0 ? 'none' : listening} when something happens.`
}
