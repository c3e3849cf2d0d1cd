import type { Access } from '@/lib/registry/model'
import { toolsOfNoun } from './tool-nouns'
import { type Param, param, paramSchema, sentence } from './tool-params'

/** A tool as its server would list it, with the class that its annotations (or a person) give it. */
export type ExampleTool = {
  name: string
  title: string
  description: string
  /** The class that counts. `person` = the owner set it, because the annotations say otherwise. */
  access: Access
  person: boolean
  params: readonly Param[]
  annotations: Record<string, boolean> | undefined
}

type Class = { access: Access; person: boolean; annotations?: Record<string, boolean> }

/**
 * Classes in one letter: `r` annotated read-only, `w` annotated as not destructive, `i` the same and idempotent, `u` without
 * annotations (counts as write, unclassified), `a` annotated as destructive (admin), `W` and `A` without helpful annotations and set
 * by the owner, `R` and `O` read and write that reach the open world.
 */
const CLASSES: Record<string, Class> = {
  r: { access: 'read', person: false, annotations: { readOnlyHint: true, openWorldHint: false } },
  R: { access: 'read', person: false, annotations: { readOnlyHint: true, openWorldHint: true } },
  w: { access: 'write', person: false, annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false } },
  i: { access: 'write', person: false, annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false } },
  O: { access: 'write', person: false, annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true } },
  u: { access: 'write', person: false },
  a: { access: 'admin', person: false, annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false } },
  W: { access: 'write', person: true, annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true } },
  A: { access: 'admin', person: true },
}

/** Reads lines: `name | class | parameters | description` for one tool, `+ …` (see `toolsOfNoun`) for all about one thing. */
export function tools(lines: string): readonly ExampleTool[] {
  return lines.trim().split('\n').flatMap((line) => {
    if (line.startsWith('+')) return toolsOfNoun(line).map((parts) => toolFrom(...parts))
    const [name = '', letter = '', params = '', description = ''] = line.split(/ \| ?/).map((part) => part.trim())
    return [toolFrom(name, letter, params, description)]
  })
}

function toolFrom(name: string, letter: string, params: string, description: string): ExampleTool {
  const found = CLASSES[letter]
  if (found === undefined || description === '') throw new Error(`The example tool ${name} cannot be read.`)
  const all = params.trim().split(/\s+/).filter((word) => word !== '').map(param)
  const distinct = all.filter((one, index) => all.findIndex((other) => other.name === one.name) === index)
  return { name, title: sentence(name), description, access: found.access, person: found.person, annotations: found.annotations, params: distinct }
}

/** The tool's JSON Schema for its arguments. */
export function inputSchema(tool: ExampleTool): Record<string, unknown> {
  const properties = Object.fromEntries(tool.params.map((one) => [one.name, paramSchema(one)]))
  return { type: 'object', properties, required: tool.params.filter((one) => one.required).map((one) => one.name), additionalProperties: false }
}

/** What the server lists of it. */
export function definition(tool: ExampleTool): { name: string; title: string; description: string; inputSchema: Record<string, unknown>; annotations?: Record<string, boolean> } {
  return { name: tool.name, title: tool.title, description: tool.description, inputSchema: inputSchema(tool), ...(tool.annotations === undefined ? {} : { annotations: tool.annotations }) }
}
