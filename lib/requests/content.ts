import type { HumanRule, TargetKind } from '@/lib/grants/model'
import { beyond, type Reach } from '@/lib/grants/includes'
import type { Access } from '@/lib/registry/model'

/** One thing that the caller would reach; it becomes a grant of its own. */
export type RequestTarget = { kind: TargetKind; name: string; access: Access; scope: readonly string[] }

/** How long: until a time, for a number of days from its beginning, or without an end. */
export type Term = { kind: 'until'; until: string } | { kind: 'days'; days: number } | { kind: 'open' }

/** What is asked for, with ids resolved. Stored as JSON, so times are RFC 3339 texts. */
export type RequestContent = {
  serverId: string
  agentId: string | null
  clientId: string | null
  human: HumanRule
  targets: readonly RequestTarget[]
  purpose: string
  mode: 'direct' | 'task'
  reauthorise: boolean
  /** Not before this time; null = as soon as it is approved. */
  startsAt: string | null
  /** How long; all of them hold, so that an approver who shortens adds one. None: as long as the settings allow. */
  terms: readonly Term[]
}

/** One target of a request in the form that inclusion asks for. */
export function reachOf(content: RequestContent, target: RequestTarget): Reach {
  const { serverId, agentId, clientId, human, mode } = content
  return { serverId, agentId, clientId, human, mode, targetKind: target.kind, target: target.name, access: target.access, scope: target.scope }
}

/** Why `narrowed` is not narrower than `asked` or equal to it, in words with the field it is about; empty = it is. */
export function widenings(asked: RequestContent, narrowed: RequestContent): { path: string; message: string }[] {
  const found: { path: string; message: string }[] = []
  if (narrowed.targets.length === 0) found.push({ path: 'narrowed.targets', message: 'leaves nothing; deny instead' })
  narrowed.targets.forEach((target, index) => {
    const path = `narrowed.targets.${index}`
    const past = asked.targets.map((one) => beyond(reachOf(asked, one), reachOf(narrowed, target)))
    if (past.some((one) => one.length === 0)) return
    const nearest = past.toSorted((a, b) => a.length - b.length)[0] ?? ['target']
    found.push({ path, message: `goes beyond what was asked for (${nearest.join(', ')})` })
  })
  if (asked.reauthorise && !narrowed.reauthorise) found.push({ path: 'narrowed.reauthorise', message: 'takes away an approval that was asked for' })
  if (narrowed.startsAt !== asked.startsAt) found.push({ path: 'narrowed.startsAt', message: 'the beginning is the requester’s to say' })
  if (narrowed.purpose !== asked.purpose) found.push({ path: 'narrowed.purpose', message: 'the purpose is the requester’s to say' })
  const kept = new Set(narrowed.terms.map((term) => JSON.stringify(term)))
  const opened = asked.terms.length === 0 && narrowed.terms.length > 0 && narrowed.terms.every((term) => term.kind === 'open')
  if (opened || !asked.terms.every((term) => kept.has(JSON.stringify(term)))) found.push({ path: 'narrowed.until', message: 'lasts longer than what was asked for' })
  return found
}
