import type { FieldError } from '@/lib/errors'
import { reachOfGrant, type StoredGrant } from '@/lib/grants/grant-view'
import { type CallerNames, resolveCaller } from '@/lib/grants/resolve-caller'
import type { RequestContent } from '@/lib/requests/content'
import type { RequestBody } from '@/lib/requests/model'
import type { Content, Entry } from './model'

/** A grant of the store as content. */
export function contentOfGrant(grant: StoredGrant): Content & { from: number } {
  const { serverId, agentId, clientId, human, targetKind, target, access, scope, mode } = reachOfGrant(grant)
  return { serverId, agentId, clientId, human, targetKind, target, access, scope, mode, purpose: grant.purpose, reauthorise: grant.reauthorise, from: grant.validFrom.getTime(), until: grant.validUntil?.getTime() ?? null }
}

/** An entry with ids for names. What nobody knows is added to `errors`, and the answer is then of no use. */
export function contentOfEntry(entry: Entry, server: { id: string; sensitivity: string }, names: CallerNames, path: string, errors: FieldError[]): Content {
  const found: FieldError[] = []
  const caller = resolveCaller(entry.caller, names, found)
  errors.push(...found.map((one) => ({ path: `${path}.${one.path}`, message: one.message })))
  return {
    serverId: server.id, ...caller, targetKind: entry.target.kind, target: entry.target.name, access: entry.access, scope: entry.scope, purpose: entry.purpose, mode: entry.mode,
    reauthorise: entry.reauthorise ?? (entry.access === 'admin' || server.sensitivity === 'restricted'), from: entry.validFrom ?? null, until: entry.validUntil ?? null,
  }
}

/** What a request asks for, one content for each target. A length in days is no end that an entry could have. */
export function contentsOfRequest(request: RequestContent): Content[] {
  const ends = request.terms.flatMap((term) => (term.kind === 'until' ? [Date.parse(term.until)] : []))
  if (request.terms.some((term) => term.kind === 'days') || request.targets.length !== 1) return []
  const { serverId, agentId, clientId, human, purpose, mode, reauthorise } = request
  return request.targets.map((target) => ({
    serverId, agentId, clientId, human, targetKind: target.kind, target: target.name, access: target.access, scope: target.scope, purpose, mode, reauthorise,
    from: request.startsAt === null ? null : Date.parse(request.startsAt), until: ends.length === 0 ? null : Math.min(...ends),
  }))
}

/** An entry as it is asked for; ids stand for themselves. */
export function bodyOf(content: Content, now: number, number: number): Record<string, unknown> & Pick<RequestBody, 'purpose'> {
  const { human } = content
  return {
    server: content.serverId,
    caller: { agent: content.agentId ?? 'any', client: content.clientId ?? 'any', human: human.rule === 'person' ? human.personId : human.rule === 'team' ? `team:${human.teamId}` : human.rule },
    target: { kind: content.targetKind, name: content.target }, access: content.access, scope: [...content.scope], purpose: content.purpose, mode: content.mode, reauthorise: content.reauthorise,
    until: content.until === null ? null : new Date(content.until).toISOString(), ...(content.from !== null && content.from > now ? { startsAt: new Date(content.from).toISOString() } : {}),
    origin: { kind: 'document', id: String(number) },
  }
}

/** An entry as the content of a request, for asking what it would need and what stands against it. */
export function requestOf(content: Content, now: number): RequestContent {
  const { serverId, agentId, clientId, human, purpose, mode, reauthorise } = content
  return {
    serverId, agentId, clientId, human, purpose, mode, reauthorise, targets: [{ kind: content.targetKind, name: content.target, access: content.access, scope: content.scope }],
    startsAt: content.from !== null && content.from > now ? new Date(content.from).toISOString() : null, terms: [content.until === null ? { kind: 'open' } : { kind: 'until', until: new Date(content.until).toISOString() }],
  }
}
