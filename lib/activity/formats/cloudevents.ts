import type { Adapted } from './adapters'
import { type Members, members, own, text } from './members'
import { notOf } from './mcp-act'

/** A native event in the envelope of CloudEvents 1.0 (structured, JSON). Source and id of the envelope say which event it is. */
export function adaptCloudevents(record: unknown): Adapted {
  const given = members(record)
  const [version, source, id] = [text(own(given, 'specversion')), text(own(given, 'source')), text(own(given, 'id'))]
  if (version === undefined || source === undefined || id === undefined) return notOf('CloudEvents: specversion, source and id are required')
  const data: Members | null = typeof own(given, 'data') === 'object' ? members(own(given, 'data')) : null
  if (data === null) return { refusal: { code: 'unsupported_record', message: 'The data must be a native event as JSON.' } }
  const time = text(own(given, 'time'))
  return { event: { ...(time === undefined ? {} : { occurredAt: time }), ...data, id: `${source} ${id}` } }
}
