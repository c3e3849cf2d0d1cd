import { PlainTable } from '@/components/table/plain-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { TemplateView } from '@/lib/reviews/model'

const EVENTS = { definition_widened: 'a definition widens', owner_left: 'an owner leaves' } as const

/** What reviews are made from, each with when it starts next. */
export function TemplateLines({ templates, mayMake }: { templates: readonly TemplateView[]; mayMake: boolean }) {
  if (templates.length === 0) {
    return <Empty title="There is no template." {...(mayMake ? { actions: <ButtonLink href={paths.newReviewTemplate()}>New template</ButtonLink> } : {})}>A template says what is reviewed, by whom and how often, so that reviews start by themselves.</Empty>
  }
  return (
    <PlainTable
      label="Review templates" flow
      columns={[{ head: 'Template', flow: { order: 1 } }, { head: 'Starts', flow: { order: 3, full: true } }, { head: 'Next start', className: 'nw', flow: { order: 2, end: true } }, { head: 'Last review', flow: { order: 4, full: true, label: 'last' } }, { head: 'Reviews', align: 'num', flow: { hide: true } }]}
      rows={templates.map((template) => ({
        id: template.id,
        cells: [
          <TextLink key="t" href={paths.reviewTemplate(template.id)}>{template.name}</TextLink>, startsText(template),
          !template.active ? <span key="n" className="mute">inactive</span> : template.nextAt === null ? <span key="n" className="mute">not by calendar</span> : <Time key="n" iso={template.nextAt} />,
          template.lastCampaign === null ? <span key="l" className="mute">none yet</span> : <TextLink key="l" href={paths.review(template.lastCampaign.id)}>{template.lastCampaign.name}</TextLink>,
          <NumberLink key="c" value={template.campaigns} />,
        ],
      }))}
    />
  )
}

function startsText({ scheduleText, triggers }: TemplateView): string {
  const events = triggers.map((trigger) => EVENTS[trigger]).join(' or ')
  const parts = [scheduleText, events === '' ? null : `when ${events}`].flatMap((part) => part ?? [])
  return parts.length === 0 ? 'by hand only' : parts.join('; ')
}
