import { changeOf } from '@/lib/registry/definition-change'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { compilePattern, isExact, matchesPattern } from './target-match'

/** A grant on tools that is live or still to begin. */
export type ToolGrant = { id: string; target: string }

export type Binding = { grantId: string; toolName: string; hash: string; number: number }

/** A tool as it was just listed. `isNew` = with a new version; only such a one can open a hold. */
export type ListedDefinition = { name: string; hash: string; number: number; definition: ToolDefinition; isNew: boolean; added: boolean }

/** A hold to open. `toolName` is null where the grant names this one tool: then all of it rests. */
export type DefinitionHold = { grantId: string; toolName: string | null; reason: string }

export type BindingPlan = { bind: Binding[]; hold: DefinitionHold[] }

export type BindingWorld = {
  grants: readonly ToolGrant[]
  bindings: readonly Binding[]
  /** `heldKey` of every definition hold that is open. */
  held: ReadonlySet<string>
  /** The definition with this hash that the tool once had; undefined when it is not known any more. */
  definition: (toolName: string, hash: string) => ToolDefinition | undefined
}

/** Does the grant admit the tool? Tool names are no paths, so the traversal rule does not apply. */
export function admits(grant: ToolGrant, toolName: string): boolean {
  return matchesPattern(compilePattern(grant.target), toolName)
}

/** Which tool a definition hold is about, whatever form it was stored in. */
export function heldKey(grantId: string, toolName: string): string {
  return `${grantId}\u0000${toolName}`
}

/** The definitions that a grant binds at its making: all that it admits, as they stand. */
export function bindingsOf(grants: readonly ToolGrant[], tools: readonly { name: string; hash: string; number: number }[]): Binding[] {
  return grants.flatMap((grant) => tools.filter((tool) => admits(grant, tool.name)).map((tool) => ({ grantId: grant.id, toolName: tool.name, hash: tool.hash, number: tool.number })))
}

/**
 * What a listing does to the grants' bindings. A definition that widens what a grant is bound to opens a hold on it, once; one that
 * only rewords it moves the binding along; anything else leaves it where it was. What a grant is bound to counts, not the version
 * before: a change that is taken back holds nothing. The first complete run of a server (`baseline`) binds everything that is
 * admitted, and opens no hold. Later a tool that comes new is bound by a grant that names it, never by a glob that did not see it.
 */
export function planBindings(world: BindingWorld, listed: readonly ListedDefinition[], baseline: boolean): BindingPlan {
  const bound = new Map(world.bindings.map((binding) => [heldKey(binding.grantId, binding.toolName), binding]))
  const plan: BindingPlan = { bind: [], hold: [] }
  const changes = new Map<string, ReturnType<typeof changeOf> | null>()
  const changeFrom = (tool: ListedDefinition, hash: string): ReturnType<typeof changeOf> | null => {
    const key = `${tool.name}\u0000${hash}`
    const before = world.definition(tool.name, hash)
    if (!changes.has(key)) changes.set(key, before === undefined ? null : changeOf(before, tool.definition))
    return changes.get(key) ?? null
  }
  for (const tool of listed) {
    for (const grant of world.grants) {
      if (!admits(grant, tool.name)) continue
      const binding = bound.get(heldKey(grant.id, tool.name))
      const rebind = { grantId: grant.id, toolName: tool.name, hash: tool.hash, number: tool.number }
      if (baseline) {
        if (binding?.hash !== tool.hash) plan.bind.push(rebind)
      } else if (binding === undefined) {
        if (tool.added && isExact(grant.target)) plan.bind.push(rebind)
      } else if (tool.isNew && binding.hash !== tool.hash) {
        const change = changeFrom(tool, binding.hash)
        if (change?.kind === 'wording') plan.bind.push(rebind)
        // What cannot be compared any more may have widened.
        else if ((change === null || change.kind === 'widening') && !world.held.has(heldKey(grant.id, tool.name))) {
          plan.hold.push({ grantId: grant.id, toolName: isExact(grant.target) ? null : tool.name, reason: reasonOf(tool, change?.reasons ?? []) })
        }
      }
    }
  }
  return plan
}

const REASONS = 3

function reasonOf(tool: ListedDefinition, reasons: readonly { effect: string; what: string }[]): string {
  const grave = reasons.filter((reason) => reason.effect === 'widening').map((reason) => reason.what)
  const more = grave.length > REASONS ? ` And ${grave.length - REASONS} more.` : ''
  return `The definition of ${tool.name} widened in version ${tool.number}.${grave.length === 0 ? '' : ` ${grave.slice(0, REASONS).join(' ')}${more}`}`.slice(0, 1000)
}
