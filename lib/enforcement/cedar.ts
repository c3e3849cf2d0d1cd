import { callerCondition, type ClaimWords, knownCaller } from './caller-conditions'
import { cedarPattern, cedarPieces, cedarSet, cedarString } from './cedar-text'
import { isGuarded } from './glob'
import type { Claims, Expressed } from './model'
import { groupPermits, type PermitGroup } from './permit-groups'

/** ToolHive's authorization configuration (stacklok/toolhive, docs/authz.md): one per MCP server. */
export type ToolHiveConfig = { version: '1.0'; type: 'cedarv1'; cedar: { policies: string[]; entities_json: string } }

const ACTION = { tool: 'call_tool', prompt: 'get_prompt', resource: 'read_resource' } as const
const TYPE = { tool: 'Tool', prompt: 'Prompt', resource: 'Resource' } as const
const NAME = 'resource["name"]'
const HAS_NAME = 'resource has "name"'

/**
 * The expressible grants of one server as Cedar policies. Two policies forbid every caller who is not registered and active, one forbids
 * resources that could mean another path than they show; each permit names the grants that it comes from.
 */
export function toolHiveConfig(expressed: Expressed, claims: Claims): ToolHiveConfig {
  const groups = groupPermits(expressed.permits)
  const literal = groups.filter(({ kind }) => kind !== 'tool').flatMap(({ exact }) => exact.filter(isGuarded))
  const globs = groups.some(({ kind, globs: found }) => kind !== 'tool' && found.length > 0)
  const policies = [
    ...knownCaller(CEDAR, claims, expressed.active).map((condition) => `forbid (principal, action, resource)\nunless { ${condition} };`),
    ...(globs ? [treacherous(literal)] : []),
    ...groups.map((group) => permit(group, claims, literal)),
  ]
  return { version: '1.0', type: 'cedarv1', cedar: { policies, entities_json: '[]' } }
}

function permit(group: PermitGroup, claims: Claims, literal: readonly string[]): string {
  const { kind, caller, grantIds } = group
  return `@grants(${cedarString(grantIds.join(' '))})\npermit (principal, action == Action::"${ACTION[kind]}", resource is ${TYPE[kind]})\nwhen { ${callerCondition(CEDAR, claims, caller)} && (${namesOf(group, literal)}) };`
}

function namesOf({ kind, exact, globs }: PermitGroup, literal: readonly string[]): string {
  const uids = (names: readonly string[]): string => `[${names.map((name) => `${TYPE[kind]}::${cedarString(name)}`).join(', ')}]`
  // ToolHive writes other characters into the id of a resource, but keeps its address in the name.
  const named = (names: readonly string[]): string => (kind === 'resource' ? `(${HAS_NAME} && ${cedarSet(names)}.contains(${NAME}))` : `${uids(names)}.contains(resource)`)
  const parts = exact.length === 0 ? [] : [named(exact)]
  for (const { glob, except } of globs) {
    const without = [...except, ...(kind === 'tool' ? [] : literal)]
    parts.push(`(${HAS_NAME} && ${NAME} like ${cedarPattern(glob)}${without.length === 0 ? '' : ` && !(${cedarSet(without)}.contains(${NAME}))`})`)
  }
  return parts.join(' || ')
}

/** Claims as ToolHive presents them: `claim_` before the name, nested ones as records. One error in one policy makes it refuse every call. */
const claimAt = (path: readonly string[]): string => `principal${path.map((_, depth) => `[${cedarString(memberAt(path, depth))}]`).join('')}`
const memberAt = (path: readonly string[], depth: number): string => `${depth === 0 ? 'claim_' : ''}${path[depth] ?? ''}`
const isThere = (path: readonly string[]): string => path.map((_, depth) => `${claimAt(path.slice(0, depth))} has ${cedarString(memberAt(path, depth))}`).join(' && ')

const CEDAR: ClaimWords = { isThere, oneOf: (path, texts) => `(${isThere(path)} && ${cedarSet(texts)}.contains(${claimAt(path)}))` }

const DELIMITERS = ['/', ':', '?', '#']
const CONTROLS = [...Array.from({ length: 0x20 }, (_, code) => code), ...Array.from({ length: 0x21 }, (_, i) => 0x7f + i)]

/** What no glob admits; `literal`: names that a grant gives to the letter, which the globs leave out by themselves. */
function treacherous(literal: readonly string[]): string {
  const patterns = [cedarPieces('', '%', ''), cedarPieces('', '\\', ''), ...CONTROLS.map((code) => cedarPieces('', String.fromCodePoint(code), ''))]
  for (const dots of ['.', '..']) {
    const begins = [[dots], ...DELIMITERS.map((delimiter) => ['', `${delimiter}${dots}`])]
    for (const begin of begins) {
      patterns.push(cedarPieces(...begin))
      for (const end of ['/', '?', '#']) patterns.push(cedarPieces(...begin.slice(0, -1), `${begin.at(-1) ?? ''}${end}`, ''))
    }
  }
  const found = patterns.map((pattern) => `${NAME} like ${pattern}`).join(' || ')
  const excepted = literal.length === 0 ? '' : ` && !(${cedarSet([...new Set(literal)].toSorted())}.contains(${NAME}))`
  return `forbid (principal, action in [Action::"read_resource", Action::"get_prompt"], resource)\nwhen { ${HAS_NAME} && (${found})${excepted} };`
}
