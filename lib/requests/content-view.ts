import type { RequestContent } from './content'
import type { ContentView, RequestDraft, TargetView } from './model'

/** How the things that contents name by id are known. */
export type Words = { server: (id: string) => string; agent: (id: string | null) => string; client: (id: string | null) => string; human: (human: RequestContent['human']) => string }

/** What is asked for, in names. */
export function contentView(content: RequestContent, words: Words): ContentView {
  const days = content.terms.flatMap((term) => (term.kind === 'days' ? [term.days] : []))
  const ends = content.terms.flatMap((term) => (term.kind === 'until' ? [term.until] : []))
  return {
    server: words.server(content.serverId), caller: { agent: words.agent(content.agentId), client: words.client(content.clientId), human: words.human(content.human) },
    targets: content.targets.map(({ kind, name, access, scope }) => ({ kind, name, access, scope })), purpose: content.purpose, mode: content.mode, reauthorise: content.reauthorise,
    startsAt: content.startsAt, durationDays: days.length === 0 ? null : Math.min(...days), until: ends.toSorted()[0] ?? null,
    openEnded: content.terms.length > 0 && content.terms.every((term) => term.kind === 'open'),
  }
}

/** A draft as far as it was typed. */
export function draftView(draft: RequestDraft): ContentView {
  const { caller, until } = draft
  return {
    server: draft.server ?? '', caller: { agent: caller?.agent ?? '', client: caller?.client ?? '', human: caller?.human ?? '' }, targets: draftTargets(draft),
    purpose: draft.purpose ?? '', mode: draft.mode ?? 'direct', reauthorise: draft.reauthorise ?? false, startsAt: draft.startsAt ?? null, durationDays: draft.durationDays ?? null, until: until ?? null, openEnded: until === null,
  }
}

function draftTargets(draft: RequestDraft): TargetView[] {
  const typed = draft.targets ?? (draft.target === undefined && draft.access === undefined ? [] : [{ ...draft.target, access: draft.access, scope: draft.scope }])
  return typed.map((target) => ({ kind: target.kind ?? 'tool', name: target.name ?? '', access: target.access ?? 'read', scope: target.scope ?? [] }))
}

/** In words, for the trail and for messages: "create_issue and 2 more on github". */
export function requestTitle(view: Pick<ContentView, 'server' | 'targets'>): string {
  const [first, ...others] = view.targets
  if (first === undefined) return view.server === '' ? 'a draft' : `a draft for ${view.server}`
  return `${first.name}${others.length === 0 ? '' : ` and ${others.length} more`} on ${view.server}`
}
