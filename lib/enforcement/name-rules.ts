import { classAt } from '@/lib/grants/resolve-call'
import type { GrantFact } from '@/lib/grants/model'
import { compilePattern, isExact, isTreacherous, matchesPattern } from '@/lib/grants/target-match'
import { ACCESS_RANK, type Access } from '@/lib/registry/model'
import { isGuarded, restsAfter } from './glob'
import type { ExportWorld, NameRule, Permit } from './model'

export type Names = { kind: Permit['kind']; names: NameRule }
export type Lost = { what: string; why: string }

const PROMPT = 'prompt:'

/** What the grant's target comes to in names that a gateway sees, and what of it is lost on the way. Nothing left = left out. */
export function namesOf(world: ExportWorld, grant: GrantFact, reauthorise: boolean): { found: Names[]; lost: Lost[] } {
  if (grant.targetKind === 'downstream') return { found: [], lost: [{ what: 'downstream', why: 'What happens behind the server does not pass through the gateway.' }] }
  return grant.targetKind === 'tool' ? toolNames(world, grant, reauthorise) : contextNames(grant)
}

/** A gateway sees no access: a tool stands for its class, one that nobody knows for write. */
function classOf(world: ExportWorld, grant: GrantFact, tool: string): Access {
  return classAt(world.declarations, grant.serverId, tool, world.now) ?? 'write'
}

function toolNames(world: ExportWorld, grant: GrantFact, reauthorise: boolean): { found: Names[]; lost: Lost[] } {
  const ceiling: Access = reauthorise ? 'read' : grant.access
  const held = new Set(grant.suspensions.filter((hold) => hold.toolName !== null && hold.from <= world.now && (hold.to === null || world.now < hold.to)).map((hold) => hold.toolName ?? ''))
  const lost: Lost[] = []
  const above = (tool: string): boolean => ACCESS_RANK[classOf(world, grant, tool)] > ACCESS_RANK[ceiling]
  const tooHigh = (tools: readonly string[]): void => {
    const fresh = tools.filter((tool) => ACCESS_RANK[classOf(world, grant, tool)] <= ACCESS_RANK[grant.access])
    if (fresh.length > 0) lost.push({ what: 'reauthorise', why: `${counted(fresh, 'needs', 'need')} a fresh approval by the human, which a gateway cannot ask for.` })
    const higher = tools.filter((tool) => !fresh.includes(tool))
    if (higher.length > 0) lost.push({ what: 'access', why: `${counted(higher, 'is', 'are')} classed above the ceiling (${grant.access}).` })
  }
  if (isExact(grant.target)) {
    if (held.has(grant.target)) return { found: [], lost: [{ what: 'hold', why: 'The tool rests: its definition widened and nobody has approved it again.' }] }
    if (above(grant.target)) { tooHigh([grant.target]); return { found: [], lost } }
    return { found: [{ kind: 'tool', names: { exact: [grant.target], glob: null, except: [] } }], lost }
  }
  const catalogue = world.tools.get(grant.serverId)
  if (catalogue === undefined) return withoutCatalogue(grant, ceiling, [...held])
  const admitted = catalogue.filter((tool) => matchesPattern(compilePattern(grant.target), tool))
  tooHigh(admitted.filter(above))
  const resting = admitted.filter((tool) => held.has(tool))
  if (resting.length > 0) lost.push({ what: 'hold', why: `${counted(resting, 'rests', 'rest')} until somebody approves the changed definition.` })
  const exact = admitted.filter((tool) => !above(tool) && !held.has(tool)).toSorted()
  lost.push({ what: 'glob', why: exact.length === 0 ? 'None of the tools known today is left of it.' : `Written out as the ${exact.length === 1 ? 'one tool' : `${exact.length} tools`} that it admits today; a tool that comes later is refused until the next export.` })
  return { found: exact.length === 0 ? [] : [{ kind: 'tool', names: { exact, glob: null, except: [] } }], lost }
}

/** Nobody has listed the server's tools: each of them counts as write, so that only a ceiling of write or more admits any. */
function withoutCatalogue(grant: GrantFact, ceiling: Access, held: readonly string[]): { found: Names[]; lost: Lost[] } {
  if (ceiling === 'read') return { found: [], lost: [{ what: 'access', why: 'The server’s tools are not known, so none of them counts as read.' }] }
  return { found: [{ kind: 'tool', names: { exact: [], glob: grant.target, except: held.toSorted() } }], lost: held.length === 0 ? [] : [{ what: 'hold', why: `${counted(held, 'rests', 'rest')} until somebody approves the changed definition.` }] }
}

/** Reading context is always read. A target `prompt:<name>` is a prompt, any other a resource; a glob may reach both. */
function contextNames(grant: GrantFact): { found: Names[]; lost: Lost[] } {
  if (isExact(grant.target)) {
    const prompt = grant.target.startsWith(PROMPT)
    const name = prompt ? grant.target.slice(PROMPT.length) : grant.target
    return { found: [{ kind: prompt ? 'prompt' : 'resource', names: { exact: [name], glob: null, except: [] } }], lost: [] }
  }
  // A glob is also its own exact name; where that one is treacherous, a gateway leaves it to the globs, which refuse it.
  const lost: Lost[] = [{ what: 'glob', why: 'Names with a percent sign are refused, since a gateway cannot tell what they decode to.' }]
  if (isTreacherous(grant.target)) return { found: [], lost: [{ what: 'glob', why: 'The pattern itself could mean another path than it shows.' }] }
  const found: Names[] = [{ kind: 'resource', names: { exact: [], glob: grant.target, except: [] } }]
  for (const rest of restsAfter(grant.target, PROMPT)) found.push({ kind: 'prompt', names: rest.includes('*') ? { exact: [], glob: rest, except: [] } : { exact: isGuarded(rest) ? [] : [rest], glob: null, except: [] } })
  return { found: found.filter(({ names }) => names.glob !== null || names.exact.length > 0), lost }
}

function counted(names: readonly string[], one: string, many: string): string {
  const [first = ''] = names
  return names.length === 1 ? `${first} ${one}` : `${names.length} tools (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}) ${many}`
}
