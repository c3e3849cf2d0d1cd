import { isExact } from '@/lib/grants/target-match'
import { toolKey } from '@/lib/grants/resolve-call'
import type { CatalogueFact } from '@/lib/drift/model'
import { type Binding, boundKey, type EvidenceFacts, type GrantRow } from './evidence-facts'
import type { FrozenDefinition } from './frozen'

/** The gravest last. */
const GRAVITY = ['unchanged', 'unbound', 'wording', 'added', 'altered', 'widened'] as const satisfies readonly FrozenDefinition['state'][]
const STATES = { none: 'unchanged', wording: 'wording', altering: 'altered', widening: 'widened' } as const

type One = Omit<FrozenDefinition, 'held'>

/**
 * What the grant is bound to against what its tools are now; of several the gravest, the first by name among equals. `admitted`: the
 * tools that it admits, null where that is not known.
 */
export function definitionOf(facts: Pick<EvidenceFacts, 'bindings' | 'boundChanges' | 'held'>, grant: GrantRow, admitted: readonly string[] | null, current: (name: string) => CatalogueFact | undefined): FrozenDefinition {
  const held = facts.held.has(grant.id)
  if (grant.targetKind !== 'tool') return { state: 'unbound', tool: null, from: null, to: null, reasons: [], held }
  const bound = new Map((facts.bindings.get(grant.id) ?? []).map((binding) => [binding.toolName, binding]))
  const names = isExact(grant.target) ? [grant.target] : (admitted ?? [...bound.keys()]).toSorted()
  const found = names.map((name) => stateOf(facts, grant, name, bound, current(name)))
  const gravest = found.reduce<One | null>((worst, one) => (worst === null || GRAVITY.indexOf(one.state) > GRAVITY.indexOf(worst.state) ? one : worst), null)
  return { ...(gravest ?? NOTHING), held }
}

const NOTHING: One = { state: 'unbound', tool: null, from: null, to: null, reasons: [] }

function stateOf(facts: Pick<EvidenceFacts, 'boundChanges'>, grant: GrantRow, name: string, bound: ReadonlyMap<string, Binding>, tool: CatalogueFact | undefined): One {
  const binding = bound.get(name)
  const plain = (state: 'unchanged' | 'unbound'): One => ({ state, tool: null, from: null, to: null, reasons: [] })
  // What is not listed any more is told by a finding; nothing is reached under its name.
  if (tool === undefined || tool.currentHash === null || tool.removedAt !== null) return plain(binding === undefined ? 'unbound' : 'unchanged')
  if (binding === undefined) return bound.size > 0 ? { state: 'added', tool: name, from: null, to: tool.currentNumber, reasons: [] } : plain('unbound')
  if (binding.hash === tool.currentHash) return plain('unchanged')
  const change = facts.boundChanges.get(boundKey(toolKey(grant.serverId, name), binding.hash))
  const state = change === undefined ? 'altered' : STATES[change.kind]
  return state === 'unchanged' ? plain(state) : { state, tool: name, from: binding.number, to: tool.currentNumber, reasons: change?.reasons ?? [] }
}
