import type { Declarations } from '@/lib/grants/model'
import { toolKey } from '@/lib/grants/resolve-call'
import { resolveName } from '@/lib/names/resolve'
import { deriveWith } from '@/lib/registry/resource-rules'
import type { NativeEvent } from './model'

/**
 * The resources of an event: those that its source reports; where it reports none but arguments of a tool call, those that the
 * tool's rules find in them, before redaction. Worked out once, when the event is stored, by the rules in force then: what is
 * stored keeps its resources when rules change or the event is judged again. Undefined when nothing is known of them.
 */
export function resourcesOf(event: NativeEvent, at: number, source: string, declarations: Declarations): readonly string[] | undefined {
  const { resources, parameters } = event
  if (parameters === undefined || event.kind !== 'tool_call' || (resources !== undefined && resources.length > 0)) return resources
  const serverId = resolveName(declarations.names, 'server', event.server, source, at)
  const rules = serverId === null ? undefined : declarations.tools.get(toolKey(serverId, event.target))?.rules
  return rules === undefined ? resources : (deriveWith(rules, parameters) ?? resources)
}
