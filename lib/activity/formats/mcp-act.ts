import type { Adapted } from './adapters'
import { type Members, text } from './members'

/** The refusal of a record that tells of no act, which is no gap in the evidence. */
export function noAct(message: string): Adapted {
  return { refusal: { code: 'unsupported_record', message }, noAct: true }
}

/** The refusal of a record that its dialect has no place for. */
export function notOf(dialect: string): Adapted {
  return { refusal: { code: 'invalid_event', message: `The record is none of ${dialect}.` } }
}

/** MCP methods that are acts; what else there is (lists, handshakes, pings, notifications) reads or changes nothing. */
const ACTS = { 'tools/call': 'tool', 'resources/read': 'resource', 'prompts/get': 'prompt' } as const

export type Primitive = (typeof ACTS)[keyof typeof ACTS]

/** What a method of MCP acts on; null when it is no act. */
export function primitiveOf(method: string): Primitive | null {
  return Object.hasOwn(ACTS, method) ? ACTS[method as keyof typeof ACTS] : null
}

/** Kind and target of a call on a primitive. An absent name stays absent, and the check of events says so. */
export function actOn(primitive: Primitive, name: string | undefined): Members {
  if (primitive === 'tool') return { kind: 'tool_call', target: name }
  return { kind: 'context_access', target: primitive === 'prompt' && name !== undefined ? `prompt:${name}` : name }
}

/** The server and tool inside `mcp__github__create_issue`, as agents on a person's machine name tools; null for their own tools. */
export function qualifiedTool(name: unknown): { server: string; tool: string } | null {
  const match = /^mcp__(.+?)__(.+)$/s.exec(text(name) ?? '')
  return match?.[1] === undefined || match[2] === undefined ? null : { server: match[1], tool: match[2] }
}

/** True for an identity that names a workload rather than a person. */
export function isWorkload(subject: string): boolean {
  return subject.startsWith('spiffe://')
}
