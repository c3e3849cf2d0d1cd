import type { Declarations } from '@/lib/grants/model'
import { toolKey } from '@/lib/grants/resolve-call'
import { isTreacherous } from '@/lib/grants/target-match'
import { resolveName } from '@/lib/names/resolve'
import { deriveWith } from '@/lib/registry/resource-rules'
import { sureShape } from '@/lib/registry/secret-shapes'
import type { NativeEvent } from './model'
import { hideSecrets } from './secrets'

/**
 * The resources of an event: those that its source reports; where it reports none but arguments of a tool call, those that the
 * tool's rules find in them, before redaction. Worked out once, when the event is stored, by the rules in force then: what is
 * stored keeps its resources when rules change or the event is judged again. A secret among the arguments does not get past their
 * redaction as part of a resource. Undefined when nothing is known of them.
 */
export function resourcesOf(event: NativeEvent, at: number, source: string, declarations: Declarations): readonly string[] | undefined {
  const { resources, parameters } = event
  if (parameters === undefined || event.kind !== 'tool_call' || (resources !== undefined && resources.length > 0)) return resources
  const serverId = resolveName(declarations.names, 'server', event.server, source, at)
  const rules = serverId === null ? undefined : declarations.tools.get(toolKey(serverId, event.target))?.rules
  const derived = rules === undefined ? null : deriveWith(rules, parameters)
  return derived === null ? resources : (withoutSecrets(derived) ?? resources)
}

/** Null where hiding a secret would also hide a traversal, which must not pass for what lies around it. */
function withoutSecrets(derived: readonly string[]): readonly string[] | null {
  if (!derived.some((resource) => sureShape(resource) !== null)) return derived
  if (derived.some((resource) => isTreacherous(resource) && !isTreacherous(hideSecrets(resource)))) return null
  return [...new Set(derived.map((resource) => (sureShape(resource) === null ? resource : hideSecrets(resource))))]
}
