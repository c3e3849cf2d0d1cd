import { celEnv, isCelError, parse, plan, type CelInput } from '@bufbuild/cel'
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import type { AgentGatewayConfig } from '@/lib/enforcement/agentgateway'
import type { ToolHiveConfig } from '@/lib/enforcement/cedar'
import type { Call } from '@/lib/grants/model'

/** What is called, as MCP names it; null for what does not pass through a gateway. */
export type Asked = { kind: 'tool' | 'resource' | 'prompt'; name: string }

export function askedFor(call: Call): Asked | null {
  if (call.kind === 'downstream_action') return null
  if (call.kind === 'tool_call') return { kind: 'tool', name: call.target }
  return call.target.startsWith('prompt:') ? { kind: 'prompt', name: call.target.slice('prompt:'.length) } : { kind: 'resource', name: call.target }
}

const ACTIONS = { tool: ['call_tool', 'Tool'], prompt: ['get_prompt', 'Prompt'], resource: ['read_resource', 'Resource'] } as const
let sets = 0

/** Cedar's own engine, fed as ToolHive feeds it (pkg/authz/authorizers/cedar): claims as attributes, an error in any policy denies. */
export function toolHive(config: ToolHiveConfig): (asked: Asked, token: Record<string, unknown>) => { allowed: boolean; errors: unknown[] } {
  const id = `set${(sets += 1)}`
  const parsed = preparsePolicySet(id, { staticPolicies: Object.fromEntries(config.cedar.policies.map((policy, i) => [`policy${i}`, policy])) })
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed.errors))
  return (asked, token) => {
    const [action, type] = ACTIONS[asked.kind]
    const principal = { type: 'Client', id: String(token['sub'] ?? '') }
    // The id of a resource loses characters on the way; its name keeps them.
    const resource = { type, id: asked.kind === 'resource' ? asked.name.replaceAll(/[:/\\?&=# .]/g, '_') : asked.name }
    const claims = Object.fromEntries(Object.entries(token).map(([name, value]) => [`claim_${name}`, value]))
    const answer = statefulIsAuthorized({
      preparsedPolicySetId: id, principal, action: { type: 'Action', id: action }, resource, context: {},
      entities: [{ uid: principal, attrs: claims as never, parents: [] }, { uid: resource, attrs: { name: asked.name }, parents: [] }],
    })
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors))
    const { errors } = answer.response.diagnostics
    return { allowed: errors.length === 0 && answer.response.decision === 'allow', errors }
  }
}

/** The order of agentgateway (crates/agentgateway/src/http/authorization.rs): every `require`, then any text; what fails is false. */
export function agentGateway(config: AgentGatewayConfig): (asked: Asked, target: string, token: Record<string, unknown> | null) => boolean {
  const env = celEnv()
  const compiled = config.mcpAuthorization.rules.map((rule) => ({ required: typeof rule !== 'string', run: plan(env, parse(typeof rule === 'string' ? rule : rule.require)) }))
  return (asked, target, token) => {
    const bindings = { mcp: { [asked.kind]: { name: asked.name, target } }, ...(token === null ? {} : { jwt: token }) } as unknown as Record<string, CelInput>
    const holds = (run: (bindings: Record<string, CelInput>) => unknown): boolean => {
      const found = run(bindings)
      return !isCelError(found) && found === true
    }
    return compiled.every((rule) => !rule.required || holds(rule.run)) && compiled.some((rule) => !rule.required && holds(rule.run))
  }
}
