import type { FieldError } from '@/lib/errors'
import type { RequestContent } from '@/lib/requests/content'
import type { RequestBody, RequestDraft } from '@/lib/requests/model'
import { type RequestNames, resolveContent } from '@/lib/requests/resolve-content'
import type { RequestKind } from '@/lib/requests/state'

type DraftTargets = NonNullable<RequestBody['targets']>

/** A draft as far as it can be judged. `content` null: not even the server is known. */
export type JudgedDraft = { kind: RequestKind; content: RequestContent | null; missing: string[]; errors: FieldError[] }

/** Of a human who is not yet named nothing is concluded: neither that it is nobody, nor that it is anybody. */
const NOT_SAID: RequestContent['human'] = { rule: 'team', teamId: '' }

export function draftKind(draft: Pick<RequestDraft, 'renews' | 'confirms' | 'breakGlass'>): RequestKind {
  if (draft.breakGlass === true) return 'break_glass'
  return given(draft.renews) ? 'renewal' : given(draft.confirms) ? 'confirmation' : 'grant'
}

/** The targets that say a name; without an access they are read. */
export function draftTargets(draft: RequestDraft): DraftTargets {
  const typed = draft.targets ?? (draft.target === undefined ? [] : [{ ...draft.target, access: draft.access, scope: draft.scope }])
  return typed.flatMap(({ kind, name, access, scope }) => (given(name) ? [{ kind: kind ?? 'tool', name, access: access ?? 'read', scope: (scope ?? []).filter(given) }] : []))
}

/** The fields without which nothing can be submitted. */
export function missingOf(draft: RequestDraft): string[] {
  const { server, caller, purpose } = draft
  const said = { server: given(server), 'caller.agent': given(caller?.agent), 'caller.client': given(caller?.client), 'caller.human': given(caller?.human), targets: draftTargets(draft).length > 0, purpose: given(purpose) }
  return Object.entries(said).flatMap(([field, there]) => (there ? [] : [field]))
}

/** What was typed so far as if it were asked for: what is missing stands for as little as can be concluded from it. */
export function judgeDraft(draft: RequestDraft, names: RequestNames): JudgedDraft {
  const { caller } = draft
  const base = { kind: draftKind(draft), missing: missingOf(draft) }
  const body: RequestBody = {
    server: draft.server ?? '', caller: { agent: orAny(caller?.agent), client: orAny(caller?.client), human: orAny(caller?.human) }, targets: draftTargets(draft), purpose: draft.purpose ?? '',
    durationDays: draft.durationDays, ...(draft.durationDays === undefined ? { until: draft.until } : {}), startsAt: draft.startsAt, mode: draft.mode ?? 'direct', reauthorise: draft.reauthorise,
  }
  const found = resolveContent(body, names)
  if ('content' in found) return { ...base, errors: [], content: { ...found.content, human: given(caller?.human) ? found.content.human : NOT_SAID } }
  const errors = found.errors.filter((one) => !base.missing.includes(one.path))
  return { ...base, errors, content: null }
}

function given(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== ''
}

function orAny(text: string | undefined): string {
  return given(text) ? text : 'any'
}
