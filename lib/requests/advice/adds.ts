import { includes } from '@/lib/grants/includes'
import { isExact } from '@/lib/grants/target-match'
import { ACCESS_RANK, type Access, SENSITIVITIES, type Sensitivity } from '@/lib/registry/model'
import { reachOf, type RequestContent, type RequestTarget } from '@/lib/requests/content'
import { type AdviceFacts, admittedTools, type HeldGrant, type KnownServer, type KnownTool } from './facts'
import { count } from './words'

/** One tool that a target admits today. Claims are the server's; null = it does not say. */
export type AdmittedTool = Pick<KnownTool, 'name' | 'title' | 'access' | 'unclassified' | 'destructive' | 'openWorld' | 'changed'> & {
  /** Its class is above the ceiling: calls of it would not be covered, although the name matches. */
  aboveCeiling: boolean
  /** Calls by anybody in the window that was counted; null = not counted, or not to be seen. */
  calls: number | null
  /** Some standing grant of the same caller lets it call this already, at least with this access and on these resources. */
  already: boolean
}

/** "This glob admits 14 tools today, 3 used": of a target that is asked for, and of a standing grant. */
export type Coverage = {
  /** Null for anything but tools, and where the catalogue knows no tool of the server. */
  tools: AdmittedTool[] | null
  /** `tools` are so many of this many. */
  counts: { admitted: number; used: number | null; new: number; destructive: number; openWorld: number; unclassified: number; changed: number; aboveCeiling: number } | null
  sentence: string
}

/** What one target of the request would add; `target` is its place in the request. */
export type Added = Coverage & { target: number; kind: RequestTarget['kind']; name: string; access: Access; scope: readonly string[] }

/** A server that the agent can act on besides the one asked about: where a chain that begins here could go. */
export type Reachable = { server: string; name: string; sensitivity: Sensitivity; access: Access; grantIds: string[] }

export type Adds = {
  targets: Added[]
  /** Other servers that the agent may write to, the least sensitive first: what it reads here could end there. */
  chained: Reachable[]
  /** How many more there are that the reader may not see. */
  chainedHidden: number
}

/** Calls of a server's tools by name, as counted by the caller. */
export type Calls = ReadonlyMap<string, number>

export function addsOf(facts: AdviceFacts, calls: Calls | null): Adds {
  return { targets: facts.content.targets.map((target, index) => addedBy(facts, target, index, calls)), ...chainedReach(facts) }
}

function addedBy(facts: AdviceFacts, target: RequestTarget, index: number, calls: Calls | null): Added {
  const { server, content, now } = facts
  const own = facts.held.filter((grant) => grant.reach.serverId === server.id && grant.id !== facts.grantId)
  const coverage = coverageOf(server, target, calls, (tool) => own.some((grant) => lets(grant, tool, content, target, now)))
  return { target: index, kind: target.kind, name: target.name, access: target.access, scope: target.scope, ...coverage }
}

/**
 * What a target, or a standing grant, admits of a server's catalogue today. `calls`: of its tools by name, by whomever and for however
 * long the caller counted them; for a grant those that it covered. `already`: whether the tool can be called without it.
 */
export function coverageOf(server: KnownServer, target: Pick<RequestTarget, 'kind' | 'name' | 'access'>, calls: Calls | null, already: (tool: string) => boolean = () => false): Coverage {
  if (target.kind !== 'tool') return { tools: null, counts: null, sentence: `${target.name} on ${server.slug}, to ${target.access}.` }
  if (server.tools.length === 0) return { tools: null, counts: null, sentence: `No listing of ${server.slug} is known, so nobody can say which tools this admits.` }
  const tools = admittedTools(server, target).map((tool): AdmittedTool => ({
    name: tool.name, title: tool.title, access: tool.access, unclassified: tool.unclassified, destructive: tool.destructive, openWorld: tool.openWorld, changed: tool.changed,
    aboveCeiling: ACCESS_RANK[tool.access] > ACCESS_RANK[target.access], calls: calls === null ? null : (calls.get(tool.name) ?? 0), already: already(tool.name),
  }))
  return { tools, counts: countsOf(tools), sentence: coverageSentence(server, target.name, tools) }
}

/** Does a standing grant let the same caller call this tool now, at least so? */
function lets(grant: HeldGrant, tool: string, content: RequestContent, target: RequestTarget, now: number): boolean {
  return !grant.suspended && !grant.heldTools.includes(tool) && grant.validFrom <= now && includes(grant.reach, { ...reachOf(content, target), target: tool })
}

function countsOf(tools: readonly AdmittedTool[]): NonNullable<Coverage['counts']> {
  const of = (test: (tool: AdmittedTool) => boolean): number => tools.filter(test).length
  return {
    admitted: tools.length, used: tools.some(({ calls }) => calls === null) ? null : of(({ calls }) => calls !== null && calls > 0), new: of(({ already, aboveCeiling }) => !already && !aboveCeiling),
    destructive: of(({ destructive }) => destructive === true), openWorld: of(({ openWorld }) => openWorld === true), unclassified: of(({ unclassified }) => unclassified), changed: of(({ changed }) => changed), aboveCeiling: of(({ aboveCeiling }) => aboveCeiling),
  }
}

function coverageSentence(server: Pick<KnownServer, 'slug'>, name: string, tools: readonly AdmittedTool[]): string {
  const [only] = tools
  if (isExact(name)) {
    if (only === undefined) return `${server.slug} offers no tool ${name} today.`
    const calls = only.calls === null ? '' : only.calls === 0 ? ', not called of late' : only.calls === 1 ? ', called once of late' : `, called ${count(only.calls, 'time')} of late`
    return `The tool ${name}, of class ${only.access}${calls}.${only.aboveCeiling ? ' That is above the access asked for, so its calls are not covered.' : ''}`
  }
  if (only === undefined) return `No tool of ${server.slug} matches ${name} today; whatever comes under such a name would be admitted.`
  const used = tools.some(({ calls }) => calls === null) ? '' : `, ${tools.filter(({ calls }) => calls !== null && calls > 0).length} used`
  const above = tools.filter(({ aboveCeiling }) => aboveCeiling).length
  const beyond = above === 0 ? '' : ` ${count(above, 'of them is', 'of them are')} above the access asked for, so ${above === 1 ? 'its calls are' : 'their calls are'} not covered.`
  return `The glob ${name} admits ${count(tools.length, 'tool')} today${used}.${beyond}`
}

function chainedReach({ held, servers, server, grantId, now }: AdviceFacts): Pick<Adds, 'chained' | 'chainedHidden'> {
  const found = new Map<string, Reachable>()
  const hidden = new Set<string>()
  for (const grant of held) {
    const other = servers.get(grant.reach.serverId)
    if (other === undefined || other.id === server.id || grant.id === grantId || grant.suspended || ACCESS_RANK[grant.reach.access] < ACCESS_RANK.write || grant.validFrom > now) continue
    if (grant.hidden) {
      hidden.add(other.id)
      continue
    }
    const one = found.get(other.id) ?? { server: other.slug, name: other.name, sensitivity: other.sensitivity, access: grant.reach.access, grantIds: [] }
    one.grantIds.push(grant.id)
    if (ACCESS_RANK[grant.reach.access] > ACCESS_RANK[one.access]) one.access = grant.reach.access
    found.set(other.id, one)
  }
  return {
    chained: [...found.values()].toSorted((a, b) => SENSITIVITIES.indexOf(a.sensitivity) - SENSITIVITIES.indexOf(b.sensitivity) || (a.server < b.server ? -1 : 1)),
    chainedHidden: [...hidden].filter((id) => !found.has(id)).length,
  }
}
