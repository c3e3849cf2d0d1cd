import { PlainTable } from '@/components/table/plain-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { TemplateView } from '@/lib/reviews/model'
import { TRIGGER_WORDS } from './review-words'

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
          !template.active ? <span key="n" className="mute">not in use</span> : template.nextAt === null ? <span key="n" className="mute">{template.triggers.length === 0 ? 'by hand' : 'when it happens'}</span> : <Time key="n" iso={template.nextAt} />,
          template.lastCampaign === null ? <span key="l" className="mute">none yet</span> : <TextLink key="l" href={paths.review(template.lastCampaign.id)}>{template.lastCampaign.name}</TextLink>,
          <NumberLink key="c" value={template.campaigns} {...(template.campaigns === 0 ? {} : { href: paths.reviews({ template: template.id }), label: `reviews from ${template.name}` })} />,
        ],
      }))}
    />
  )
}

/** "On 15 January at 09:00, Europe/Lisbon; when an owner or sponsor leaves". */
export function startsText({ scheduleText, triggers }: TemplateView): string {
  const events = triggers.map((trigger) => TRIGGER_WORDS[trigger].label.toLowerCase()).join(' or ')
  if (scheduleText === null) return events === '' ? 'By hand' : `When ${events}`
  return events === '' ? scheduleText : `${scheduleText}; when ${events}`
}
