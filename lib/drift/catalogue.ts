import { compilePattern, isExact, matchesPattern, matchesTarget } from '@/lib/grants/target-match'
import type { GrantFact } from '@/lib/grants/model'
import type { CatalogueFacts } from './model'

/** What a server is known to offer today, by the names that calls use for it. */
type Listed = { tools: string[]; contexts: string[]; templates: boolean; complete: boolean }

export type ListedTargets = ReadonlyMap<string, Listed>

/** The catalogue by server: what is listed today and not removed. */
export function listedTargets({ tools, contexts, firstCompleteRun }: CatalogueFacts): ListedTargets {
  const servers = new Map<string, Listed>()
  const of = (serverId: string): Listed => {
    const known = servers.get(serverId) ?? { tools: [], contexts: [], templates: false, complete: firstCompleteRun.has(serverId) }
    servers.set(serverId, known)
    return known
  }
  for (const tool of tools) if (tool.removedAt === null) of(tool.serverId).tools.push(tool.name)
  for (const context of contexts) {
    if (context.removedAt !== null) continue
    if (context.kind === 'template') of(context.serverId).templates = true
    else of(context.serverId).contexts.push(context.kind === 'prompt' ? `prompt:${context.name}` : context.name)
  }
  return servers
}

/**
 * The targets that a grant admits by name, as far as the catalogue says; null where it does not know them all: nothing is listed,
 * URI templates stand for any number of resources, downstream systems list no actions, or what was used is not in a list that no
 * complete run of discovery has made. (A list that a person began is enough when it names all that was used: more targets would
 * only make the grant broader.)
 */
export function admittedTargets(listed: ListedTargets, grant: GrantFact, used: ReadonlySet<string>): string[] | null {
  const server = listed.get(grant.serverId)
  if (server === undefined || grant.targetKind === 'downstream' || isExact(grant.target)) return null
  if (grant.targetKind === 'context' && server.templates && !grant.target.startsWith('prompt:')) return null
  const names = grant.targetKind === 'tool' ? server.tools : server.contexts
  if (!server.complete && [...used].some((target) => !names.includes(target))) return null
  const pattern = compilePattern(grant.target)
  const admitted = names.filter((name) => (grant.targetKind === 'context' ? matchesTarget(grant.target, name) : matchesPattern(pattern, name)))
  return admitted.length === 0 ? null : admitted
}
