import type { Adapted } from './adapters'
import { amount, duration, firstText, type Members, members, objectOf, own, present, text } from './members'
import { actOn, noAct, notOf, primitiveOf } from './mcp-act'

/**
 * An OCSF event of class 6003, API activity. Its time is milliseconds since 1970. A decision among the actor's authorisations is
 * what denies; a failure without one is an error.
 */
export function adaptOcsf(record: unknown): Adapted {
  const given = members(record)
  const kind = amount(own(given, 'class_uid'))
  if (kind === undefined) return notOf('OCSF: it has no class_uid')
  if (kind !== 6003) return { refusal: { code: 'unsupported_record', message: `Class ${kind} is not supported; send API activity, 6003.` } }
  const api = members(own(given, 'api'))
  const operation = text(own(api, 'operation')) ?? ''
  const primitive = primitiveOf(operation)
  if (primitive === null) return noAct(`The operation ${operation.slice(0, 60)} is no act.`)
  const [resource, actor, metadata] = [members(list(own(given, 'resources'))[0]), members(own(given, 'actor')), members(own(given, 'metadata'))]
  const [user, session, at] = [members(own(actor, 'user')), members(own(actor, 'session')), amount(own(given, 'time'))]
  return {
    event: present({
      ...actOn(primitive, primitive === 'resource' ? firstText(resource, ['uid', 'name']) : firstText(resource, ['name', 'uid'])), id: text(own(metadata, 'uid')), occurredAt: isoOf(at),
      server: text(own(members(own(api, 'service')), 'name')), human: firstText(user, ['email_addr', 'uid', 'name']), agent: text(own(actor, 'app_uid')), client: text(own(actor, 'app_name')),
      session: text(own(session, 'uid')), outcome: outcomeOf(given, actor), durationMs: duration(own(given, 'duration')), parameters: objectOf(own(members(own(api, 'request')), 'data')),
    }),
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isoOf(at: number | undefined): string | undefined {
  const time = new Date(at ?? Number.NaN)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}

function outcomeOf(given: Members, actor: Members): 'success' | 'error' | 'denied' {
  const denied = list(own(actor, 'authorizations')).some((one) => /^den(y|ied)$/i.test(text(own(members(one), 'decision')) ?? ''))
  if (denied) return 'denied'
  return amount(own(given, 'status_id')) === 2 ? 'error' : 'success'
}
