import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import { requestTitle } from './content-view'
import type { RequestView } from './model'

/** One message to be queued; what `enqueue` takes. */
export type RequestMessage = { key: string; kind: string; recipientId: string | null; subject: string; text: string; path: string }

type Occasion = 'submitted' | 'edited' | 'nudged' | 'broke_glass'

const HEAD: Record<Occasion, string> = { submitted: 'asks for', edited: 'changed a request for', nudged: 'reminds you of a request for', broke_glass: 'broke the glass for' }

/** What is asked for, in a few lines of plain text. */
function summary(view: RequestView): string {
  const targets = view.targets.slice(0, 5).map(({ name, access, scope }) => `- ${name}, up to ${access}, ${scope.length === 0 ? 'on everything' : `on ${scope.join(', ')}`}`)
  const more = view.targets.length > 5 ? [`- and ${view.targets.length - 5} more`] : []
  return [`For: ${view.caller.agent}, in ${view.caller.client}, for ${view.caller.human}`, ...targets, ...more, `Purpose: “${oneLine(view.purpose, 500)}”`].join('\n')
}

/** To everybody who holds a step now; `stamp` tells occasions of one sort apart. */
export function toHolders(view: RequestView, occasion: Occasion, stamp: string): RequestMessage[] {
  return toPeople(view, occasion, stamp, view.steps.flatMap((step) => step.holders.map((one) => one.id)))
}

/** To those whose server or agent it is about, where they are asked nothing: that the glass was broken. */
export function toConcerned(view: RequestView, people: readonly string[]): RequestMessage[] {
  return toPeople(view, 'broke_glass', 'concerned', people.filter((id) => id !== view.requester.id))
}

function toPeople(view: RequestView, occasion: Occasion, stamp: string, people: readonly string[]): RequestMessage[] {
  const subject = `${view.requester.name} ${HEAD[occasion]} ${requestTitle(view)}`
  const text = `${subject}.\n\n${summary(view)}\n\n${view.sentence} The link shows the request; it decides nothing by itself.`
  return [...new Set(people)].map((recipientId) => ({ key: `request.${occasion}:${view.id}:${stamp}:${recipientId}`, kind: `request.${occasion}`, recipientId, subject, text, path: paths.request(view.id) }))
}

/** To the channel that everybody reads: that something was asked for, or that the glass was broken; without the purpose, which may be nobody else's business. */
export function toChannel(view: RequestView, occasion: 'submitted' | 'broke_glass'): RequestMessage {
  const subject = `${view.requester.name} ${HEAD[occasion]} ${requestTitle(view)}`
  return { key: `request.${occasion}:${view.id}:channel`, kind: `request.${occasion}`, recipientId: null, subject, text: `${subject}. ${oneLine(view.sentence, 1000)}`, path: paths.request(view.id) }
}

type Turn = 'approved_step' | 'narrowed' | 'approved' | 'denied' | 'lapsed'

const TURN: Record<Turn, string> = { approved_step: 'One step of your request is approved', narrowed: 'Your request was narrowed', approved: 'Your request is approved', denied: 'Your request is denied', lapsed: 'Your request has lapsed' }

/** To whoever asked: each step, narrowing and the end. */
export function toRequester(view: RequestView, turn: Turn, stamp: string): RequestMessage {
  const subject = `${TURN[turn]}: ${requestTitle(view)}`
  return { key: `request.${turn}:${view.id}:${stamp}`, kind: `request.${turn}`, recipientId: view.requester.id, subject, text: `${subject}.\n\n${oneLine(view.sentence, 1000)}\n\n${summary(view)}`, path: paths.request(view.id) }
}
