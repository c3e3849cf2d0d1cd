import type { Access } from '@/lib/registry/model'
import type { ContentView, TargetView } from '@/lib/requests/model'

/** One target as it is typed: scope is one glob a line. `key` only tells rows apart. */
export type TargetRow = { key: string; kind: TargetView['kind']; name: string; access: Access; scope: string }

export type Term = 'days' | 'until' | 'longest' | 'open'
export type HumanChoice = 'any' | 'person' | 'team' | 'none'

/** The form as it stands, all of it as typed; nothing here has been judged. */
export type DraftForm = {
  server: string
  targets: readonly TargetRow[]
  agent: string
  client: string
  human: HumanChoice
  humanName: string
  purpose: string
  term: Term
  days: string
  until: string
  startsAt: string
  mode: ContentView['mode']
  reauthorise: 'settings' | 'yes'
}

/** Short enough to be asked for again when it is still needed. */
export const USUAL_DAYS = 14

export const EMPTY_FORM: DraftForm = {
  server: '', targets: [], agent: '', client: 'any', human: 'any', humanName: '', purpose: '', term: 'days', days: String(USUAL_DAYS), until: '', startsAt: '', mode: 'direct', reauthorise: 'settings',
}

/** What the form says in the words of the endpoint; what is not filled in is left out. */
export type DraftBody = {
  server?: string
  caller?: { agent?: string; client?: string; human?: string }
  targets?: { kind: TargetView['kind']; name: string; access: Access; scope: string[] }[]
  purpose?: string
  durationDays?: number
  until?: string | null
  startsAt?: string
  mode?: ContentView['mode']
  reauthorise?: boolean
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')

export function targetsOf(rows: readonly TargetRow[]): NonNullable<DraftBody['targets']> {
  return rows.map(({ kind, name, access, scope }) => ({ kind, name, access, scope: lines(scope) }))
}

/** A day as the date field gives it, as the instant at which it ends or begins in UTC. */
function instantOf(day: string): string | null {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

function humanOf({ human, humanName }: DraftForm): string | undefined {
  if (human === 'any' || human === 'none') return human
  const name = humanName.trim()
  if (name === '') return undefined
  return human === 'team' ? `team:${name.replace(/^team:/, '')}` : name
}

function termOf(form: DraftForm): Pick<DraftBody, 'durationDays' | 'until'> {
  if (form.term === 'open') return { until: null }
  if (form.term === 'days') return /^\d+$/.test(form.days.trim()) ? { durationDays: Number(form.days.trim()) } : {}
  const until = form.term === 'until' ? instantOf(form.until) : null
  return until === null ? {} : { until }
}

/** Sent as it is: the server says what is missing. */
export function bodyOf(form: DraftForm): DraftBody {
  const [server, agent, client, human, purpose, startsAt] = [form.server, form.agent.trim(), form.client.trim(), humanOf(form), form.purpose.trim(), instantOf(form.startsAt)]
  return {
    ...(server === '' ? {} : { server }),
    caller: { ...(agent === '' ? {} : { agent }), client: client === '' ? 'any' : client, ...(human === undefined ? {} : { human }) },
    ...(form.targets.length === 0 ? {} : { targets: targetsOf(form.targets) }),
    ...(purpose === '' ? {} : { purpose }),
    ...termOf(form),
    ...(startsAt === null ? {} : { startsAt }),
    mode: form.mode,
    ...(form.reauthorise === 'yes' ? { reauthorise: true } : {}),
  }
}

/** What stops a form from being sent, in words; the server asks again. Empty = nothing. */
export function missingIn(form: DraftForm): { path: string; message: string }[] {
  const found: { path: string; message: string }[] = []
  if (form.targets.length === 0) found.push({ path: 'targets', message: 'Say what it is to reach: search for a tool by what it does.' })
  if (form.agent.trim() === '') found.push({ path: 'caller.agent', message: 'Say which agent it is for.' })
  if (humanOf(form) === undefined) found.push({ path: 'caller.human', message: `Say which ${form.human} it acts for.` })
  if (form.purpose.trim() === '') found.push({ path: 'purpose', message: 'Say what it is for: approvers decide by it.' })
  if (form.term === 'days' && !/^[1-9]\d*$/.test(form.days.trim())) found.push({ path: 'durationDays', message: 'Say for how many days.' })
  if (form.term === 'until' && instantOf(form.until) === null) found.push({ path: 'until', message: 'Say until which day.' })
  return found
}

type Known = { server?: string | undefined; caller?: { agent?: string | undefined; client?: string | undefined; human?: string | undefined } | undefined; targets?: readonly TargetView[] | undefined; purpose?: string | undefined; durationDays?: number | null | undefined; until?: string | null | undefined; openEnded?: boolean | undefined; startsAt?: string | null | undefined; mode?: ContentView['mode'] | undefined; reauthorise?: boolean | undefined }

/** A form that begins with what is known already; `untouched` fields keep their usual values. */
export function formOf(known: Known): DraftForm {
  const human = known.caller?.human ?? 'any'
  const open = known.openEnded === true || known.until === null && known.durationDays === undefined
  const term: Term = open ? 'open' : typeof known.until === 'string' ? 'until' : typeof known.durationDays === 'number' ? 'days' : 'longest'
  const fresh = known.until === undefined && known.durationDays === undefined && known.openEnded === undefined
  return {
    ...EMPTY_FORM,
    server: known.server ?? '',
    targets: (known.targets ?? []).map((target, place) => rowOf(target, `known-${place}`)),
    agent: known.caller?.agent ?? '', client: known.caller?.client ?? 'any',
    human: human === 'any' || human === 'none' ? human : human.startsWith('team:') ? 'team' : 'person',
    humanName: human === 'any' || human === 'none' ? '' : human.replace(/^team:/, ''),
    purpose: known.purpose ?? '',
    term: fresh ? EMPTY_FORM.term : term,
    days: typeof known.durationDays === 'number' ? String(known.durationDays) : EMPTY_FORM.days,
    until: typeof known.until === 'string' ? known.until.slice(0, 10) : '',
    startsAt: known.startsAt?.slice(0, 10) ?? '',
    mode: known.mode ?? 'direct', reauthorise: known.reauthorise === true ? 'yes' : 'settings',
  }
}

export function rowOf(target: TargetView, key: string): TargetRow {
  return { key, kind: target.kind, name: target.name, access: target.access, scope: target.scope.join('\n') }
}
