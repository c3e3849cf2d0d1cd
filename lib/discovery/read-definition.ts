import { z } from 'zod'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { jsonProblem } from './json-shape'
import type { ContextKind, ListedContext } from './model'

/** Bytes of one definition. A tool's whole description is read by a model; this is forty pages. */
export const DEFINITION_BYTES = 256 * 1024

export type Reading<T> = { ok: true; value: T } | { ok: false; code: 'invalid_answer' | 'too_large'; problem: string }

// Control characters would let a name look like another one in a list or a log.
const name = z.string('is no text').min(1, 'is empty').max(128, 'has more than 128 characters').regex(/^[^\p{Cc}\p{Cs}]*$/u, 'contains control characters')
const object = z.record(z.string(), z.unknown(), 'is no object')
const text = z.string('is no text').optional()
const flag = z.boolean('is neither true nor false').optional()

/** Only what every reader of a schema relies on is checked; the vocabulary inside is the server's affair. A cyclic $ref is none of ours. */
const schemaObject = z.looseObject({
  type: z.literal('object', 'is not "object"').optional(),
  properties: object.optional(),
  required: z.array(z.string('is no text'), 'is no list').optional(),
}, 'is no object')

const tool = z.object({
  name, title: text, description: text, inputSchema: schemaObject, outputSchema: schemaObject.optional(),
  annotations: z.looseObject({ title: text, readOnlyHint: flag, destructiveHint: flag, idempotentHint: flag, openWorldHint: flag }, 'is no object').optional(),
}, 'is no object')

const key = z.string('is no text').min(1, 'is empty').max(2000, 'has more than 2,000 characters').regex(/^[^\p{Cc}\p{Cs}]*$/u, 'contains control characters')
const mimeType = z.string('is no text').max(255, 'has more than 255 characters').optional()

const CONTEXTS = {
  resource: z.looseObject({ uri: key, name: text, title: text, description: text, mimeType }, 'is no object'),
  template: z.looseObject({ uriTemplate: key, name: text, title: text, description: text, mimeType }, 'is no object'),
  prompt: z.looseObject({ name: key, title: text, description: text, arguments: z.array(z.looseObject({ name: z.string('is no text') }, 'is no object'), 'is no list').optional() }, 'is no object'),
} satisfies Record<ContextKind, z.ZodType>

/** A tool as the server says it: the six members that make its definition, unchanged. */
export function readTool(raw: unknown): Reading<ToolDefinition> {
  const fault = unfit('tool', raw, 'name')
  if (fault !== null) return fault
  const parsed = tool.safeParse(raw)
  if (!parsed.success) return wrong('tool', raw, 'name', parsed.error)
  // The members as they came and not as the check rebuilt them: the definition's hash is over these.
  const { name: called, title, description, inputSchema, outputSchema, annotations } = raw as ToolDefinition
  return { ok: true, value: { name: called, ...present({ title, description, inputSchema, outputSchema, annotations }) } }
}

/** A resource (by URI), template (by URI template) or prompt (by name); `detail` is what it says beyond the common members. */
export function readContext(kind: ContextKind, raw: unknown): Reading<ListedContext> {
  const keyName = kind === 'resource' ? 'uri' : kind === 'template' ? 'uriTemplate' : 'name'
  const fault = unfit(kind, raw, keyName)
  if (fault !== null) return fault
  const parsed = CONTEXTS[kind].safeParse(raw)
  if (!parsed.success) return wrong(kind, raw, keyName, parsed.error)
  const { title, description, mimeType: mime, [keyName]: called, ...detail } = parsed.data as Record<string, unknown> & { title?: string; description?: string; mimeType?: string }
  return { ok: true, value: { kind, name: String(called), ...present({ title: title ?? shortName(kind, detail), description, mimeType: mime }), detail } }
}

function present<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** Resources and templates have a `name` beside their URI: it is what people read when there is no title. */
function shortName(kind: ContextKind, detail: Record<string, unknown>): string | undefined {
  return kind !== 'prompt' && typeof detail['name'] === 'string' ? detail['name'] : undefined
}

type Fault = Extract<Reading<never>, { ok: false }>

function unfit(kind: string, raw: unknown, keyName: string): Fault | null {
  const problem = jsonProblem(raw)
  if (problem !== null) return { ok: false, code: 'invalid_answer', problem: `${calledBy(kind, raw, keyName)} ${problem}` }
  const bytes = new TextEncoder().encode(JSON.stringify(raw) ?? '').length
  return bytes <= DEFINITION_BYTES ? null : { ok: false, code: 'too_large', problem: `${calledBy(kind, raw, keyName)} is ${Math.ceil(bytes / 1024)} KiB; ${DEFINITION_BYTES / 1024} KiB is the most` }
}

function wrong(kind: string, raw: unknown, keyName: string, error: z.ZodError): Fault {
  const issue = error.issues[0]
  const place = (issue?.path ?? []).map(String).join('.').slice(0, 120)
  return { ok: false, code: 'invalid_answer', problem: `${calledBy(kind, raw, keyName)}: ${place === '' ? 'it' : place} ${issue?.message ?? 'is wrong'}` }
}

function calledBy(kind: string, raw: unknown, keyName: string): string {
  const called = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[keyName] : undefined
  // A sentence is no place for control characters or a megabyte.
  return typeof called === 'string' && called !== '' ? `the ${kind} ${JSON.stringify(called.slice(0, 80).toWellFormed())}` : `a ${kind} without a name`
}
