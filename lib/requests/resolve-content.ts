import type { FieldError } from '@/lib/errors'
import { agentNamed, type CallerNames, clientNamed, humanNamed, resolveCaller } from '@/lib/grants/resolve-caller'
import type { RequestContent, RequestTarget, Term } from './content'
import type { Narrowed, RequestBody } from './model'

/** The names that a request uses, as they resolve today. */
export type RequestNames = CallerNames & { server: { id: string; sensitivity: string } | null }

/** A request as sent, with ids in place of names. What nobody knows is an error by its field. */
export function resolveContent(body: RequestBody, names: RequestNames): { content: RequestContent } | { errors: FieldError[] } {
  const errors: FieldError[] = []
  if (names.server === null) errors.push({ path: 'server', message: 'no server is known by this name' })
  const caller = resolveCaller(body.caller, names, errors)
  if (names.server === null || errors.length > 0) return { errors }
  const targets = distinct(targetsOf(body))
  const strict = names.server.sensitivity === 'restricted' || targets.some((target) => target.access === 'admin')
  return {
    content: {
      serverId: names.server.id, ...caller, targets, purpose: body.purpose, mode: body.mode, reauthorise: body.reauthorise ?? strict,
      startsAt: body.startsAt ?? null, terms: termsOf(body),
    },
  }
}

function targetsOf(body: RequestBody): RequestTarget[] {
  if (body.targets !== undefined) return body.targets
  return body.target === undefined || body.access === undefined ? [] : [{ ...body.target, access: body.access, scope: body.scope ?? [] }]
}

function distinct(targets: readonly RequestTarget[]): RequestTarget[] {
  return [...new Map(targets.map(({ kind, name, access, scope }) => [JSON.stringify([kind, name, access, scope]), { kind, name, access, scope }])).values()]
}

function termsOf(body: Pick<RequestBody, 'durationDays' | 'until'>): Term[] {
  if (body.durationDays !== undefined) return [{ kind: 'days', days: body.durationDays }]
  if (body.until === undefined) return []
  return [body.until === null ? { kind: 'open' } : { kind: 'until', until: body.until }]
}

/**
 * What is left of a request when an approver narrows it. Says nothing of whether it is narrower (`widenings` does); errors are names
 * that nobody knows, and single fields for a request with several targets.
 */
export function applyNarrowed(content: RequestContent, narrowed: Narrowed, names: CallerNames): { content: RequestContent } | { errors: FieldError[] } {
  const errors: FieldError[] = []
  const { caller } = narrowed
  const agentId = caller?.agent === undefined ? content.agentId : agentNamed(caller.agent, names, errors)
  const clientId = caller?.client === undefined ? content.clientId : clientNamed(caller.client, names, errors)
  const human = caller?.human === undefined ? content.human : humanNamed(caller.human, names, errors)
  const targets = distinct(targetsLeft(content, narrowed, errors))
  if (errors.length > 0) return { errors: errors.map(({ path, message }) => ({ path: `narrowed.${path}`, message })) }
  const added = termsOf(narrowed).filter((term) => !content.terms.some((one) => JSON.stringify(one) === JSON.stringify(term)))
  return {
    content: {
      ...content, agentId, clientId, human, targets, mode: narrowed.mode ?? content.mode, reauthorise: narrowed.reauthorise ?? content.reauthorise, terms: [...content.terms, ...added],
    },
  }
}

function targetsLeft(content: RequestContent, narrowed: Narrowed, errors: FieldError[]): readonly RequestTarget[] {
  const single = narrowed.target !== undefined || narrowed.access !== undefined || narrowed.scope !== undefined
  if (narrowed.targets !== undefined) {
    if (single) errors.push({ path: 'targets', message: 'give targets, or target, access and scope, not both' })
    return narrowed.targets
  }
  const [only, ...others] = content.targets
  if (!single || only === undefined) return content.targets
  if (others.length > 0) {
    errors.push({ path: 'targets', message: 'the request has several targets; say which are left and how' })
    return content.targets
  }
  return [{ kind: narrowed.target?.kind ?? only.kind, name: narrowed.target?.name ?? only.name, access: narrowed.access ?? only.access, scope: narrowed.scope ?? only.scope }]
}
