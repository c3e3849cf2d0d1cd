import { canonicalJson } from '@/lib/canonical-json'
import { sha256Hex } from '@/lib/hash'
import { grantSentence } from '@/lib/grants/describe'
import { includesScope } from '@/lib/grants/includes'
import { ACCESS_RANK } from '@/lib/registry/model'
import type { Words } from '@/lib/requests/content-view'
import { beginning, differences, type Field, isWithin, makesNeedless } from './compare'
import type { Content, Standing, Step, StepKind, Wanted } from './model'
import type { DifferenceView, PlanCounts, SaidView } from './plan-model'

/** In names. `asked`: what is only asked for begins now at the earliest. */
export function said(content: Content, words: Words, now: number, asked = false): SaidView {
  const server = words.server(content.serverId)
  const caller = { agent: words.agent(content.agentId), client: words.client(content.clientId), human: words.human(content.human) }
  const target = { kind: content.targetKind, name: content.target }
  const times = { validFrom: new Date(beginning(content, content.from === null || asked ? now : 0)).toISOString(), validUntil: content.until === null ? null : new Date(content.until).toISOString() }
  const sentence = grantSentence({ server, caller, target, access: content.access, scope: [...content.scope], mode: content.mode, reauthorise: content.reauthorise, ...times })
  return { server, caller, target, access: content.access, scope: content.scope, sentence }
}

const time = (at: number | null, none: string): string => (at === null ? none : new Date(at).toISOString())

/** A field in words, and whether one field alone is less or more than before. */
const IN_WORDS: Record<Field, (content: Content, words: Words, now: number) => string> = {
  agent: (content, words) => words.agent(content.agentId), client: (content, words) => words.client(content.clientId), human: (content, words) => words.human(content.human),
  target: ({ targetKind, target }) => (targetKind === 'tool' ? target : `${targetKind} ${target}`), access: ({ access }) => access, scope: ({ scope }) => (scope.length === 0 ? 'any resource' : scope.join(', ')),
  purpose: ({ purpose }) => purpose, mode: ({ mode }) => mode, reauthorise: ({ reauthorise }) => (reauthorise ? 'fresh approvals' : 'no fresh approvals'),
  validFrom: (content, _, now) => (beginning(content, now) <= now ? 'now' : time(content.from, 'now')), validUntil: ({ until }) => time(until, 'no end'),
}

export function differenceViews(before: Content, after: Content, words: Words, now: number): DifferenceView[] {
  return differences(before, after, now).map((field) => ({ field, from: IN_WORDS[field](before, words, now), to: IN_WORDS[field](after, words, now), effect: effectOf(field, before, after, now) }))
}

/** By the same rules as the whole: with everything else alike, is the one within the other? */
function effectOf(field: Field, before: Content, after: Content, now: number): DifferenceView['effect'] {
  if (field === 'purpose') return 'other'
  if (field === 'access') return ACCESS_RANK[after.access] < ACCESS_RANK[before.access] ? 'less' : 'more'
  if (field === 'scope') return includesScope(before.scope, after.scope) ? 'less' : includesScope(after.scope, before.scope) ? 'more' : 'other'
  const keys: Record<string, readonly (keyof Content)[]> = { agent: ['agentId'], client: ['clientId'], human: ['human'], target: ['targetKind', 'target'], mode: ['mode'], reauthorise: ['reauthorise'], validFrom: ['from'], validUntil: ['until'] }
  const changed: Content = { ...before, ...Object.fromEntries((keys[field] ?? []).map((key) => [key, after[key]])) }
  if (isWithin(before, changed, now)) return 'less'
  return field === 'reauthorise' || makesNeedless(changed, before, now) ? 'more' : 'other'
}

/**
 * What the plan says, as one text of fixed length: another grant, entry, need or request gives another one, the time alone does not.
 */
export function planHash(servers: readonly string[], steps: readonly Step[], wanted: readonly Wanted[], standing: readonly Standing[], needs: ReadonlyMap<number, unknown>): string {
  const entries = new Map(wanted.map(({ index, content }) => [index, content]))
  const grants = new Map(standing.map(({ id, content }) => [id, content]))
  const facts = steps.map((step) => {
    const indexes = 'entry' in step ? [step.entry] : step.kind === 'narrow' ? step.entries : []
    const ids = 'grantIds' in step ? step.grantIds : 'grantId' in step && step.grantId !== null ? [step.grantId] : []
    return { ...step, wants: indexes.map((index) => ({ content: entries.get(index), need: needs.get(index) ?? null })), stands: ids.map((id) => grants.get(id)) }
  })
  return sha256Hex(canonicalJson({ servers: [...servers].toSorted(), facts }))
}

export function countsOf(steps: readonly { kind: StepKind }[]): PlanCounts {
  const counts: PlanCounts = { unchanged: 0, create: 0, narrow: 0, widen: 0, revoke: 0 }
  for (const { kind } of steps) counts[kind] += 1
  return counts
}

const many = (count: number, one: string, more: string): string => (count === 1 ? one : more.replace('#', count.toLocaleString('en-US')))

/** What applying does, in one sentence or two. */
export function planSentence(counts: PlanCounts, waiting: number, blocked: number): string {
  const asks = counts.create + counts.widen - waiting
  const parts = [
    ...(counts.revoke === 0 ? [] : [many(counts.revoke, 'one grant ends', '# grants end')]), ...(counts.narrow === 0 ? [] : [many(counts.narrow, 'one is narrowed', '# are narrowed')]),
    ...(asks === 0 ? [] : [many(asks, 'one is asked for', '# are asked for')]),
  ]
  const waits = waiting === 0 ? '' : ` ${many(waiting, 'One waits for approval already.', '# wait for approval already.')}`
  if (parts.length === 0) return `Nothing is to be done${waiting === 0 ? ': what stands is what the document says.' : '.'}${waits}`
  const list = parts.length === 1 ? parts[0] ?? '' : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
  const against = blocked === 0 ? '' : ` ${many(blocked, 'Something stands against one step', 'Something stands against # steps')}, so nothing can be applied yet.`
  return `${list.charAt(0).toUpperCase()}${list.slice(1)}.${asks === 0 ? '' : ' What is asked for takes effect only by its approvals.'}${waits}${against}`
}

export function approvalWords(need: { owner: number; security: number }): string {
  const parts = [...(need.owner === 0 ? [] : ['the owner']), ...(need.security === 0 ? [] : [many(need.security, 'a security reviewer', '# security reviewers')])]
  return parts.join(' and ')
}
