import { callerCondition, type ClaimWords, knownCaller } from './caller-conditions'
import { TREACHEROUS_REGEX, regexOf } from './glob'
import type { Claims, Expressed } from './model'
import { groupPermits, type PermitGroup } from './permit-groups'

/**
 * The policy `mcpAuthorization` of agentgateway: CEL over verified claims and what is called. A rule that is a text allows; every
 * `require` must hold. Rules that fail to evaluate do not hold, and no rule at all would allow everything, so there always is one.
 */
export type AgentGatewayConfig = { mcpAuthorization: { rules: (string | { require: string })[] } }

/** The expressible grants. Targets of the gateway have to be named by the servers' slugs: a rule speaks for its target only. */
export function agentGatewayConfig(expressed: Expressed, claims: Claims): AgentGatewayConfig {
  const allow = groupPermits(expressed.permits).map((group) => ruleOf(group, claims))
  return { mcpAuthorization: { rules: [...knownCaller(CEL, claims, expressed.active).map((require) => ({ require })), ...(allow.length === 0 ? ['false'] : allow)] } }
}

function ruleOf(group: PermitGroup, claims: Claims): string {
  return [`mcp.${group.kind}.target == ${celString(group.server)}`, `(${namesOf(group)})`, callerCondition(CEL, claims, group.caller)].join(' && ')
}

function namesOf({ kind, exact, globs }: PermitGroup): string {
  const name = `mcp.${kind}.name`
  const parts = exact.length === 0 ? [] : [`${name} in ${celList(exact)}`]
  for (const { glob, except } of globs) {
    const safe = kind === 'tool' ? [] : [`!${name}.matches(${celString(TREACHEROUS_REGEX)})`]
    const without = except.length === 0 ? [] : [`!(${name} in ${celList(except)})`]
    parts.push([`${name}.matches(${celString(regexOf(glob))})`, ...safe, ...without].join(' && '))
  }
  return parts.join(' || ')
}

const at = (path: readonly string[]): string => `jwt.${path.join('.')}`
const isThere = (path: readonly string[]): string => path.map((_, depth) => `has(${at(path.slice(0, depth + 1))})`).join(' && ')

const CEL: ClaimWords = { isThere, oneOf: (path, texts) => `(${isThere(path)} && ${at(path)} in ${celList(texts)})` }

/** A CEL string literal; what is not printable ASCII is written by its number. */
export function celString(text: string): string {
  return `"${[...text].map((character) => {
    if (character === '"' || character === '\\') return `\\${character}`
    const code = character.codePointAt(0) ?? 0
    if (code >= 0x20 && code < 0x7f) return character
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  }).join('')}"`
}

function celList(texts: readonly string[]): string {
  return `[${texts.map(celString).join(', ')}]`
}
