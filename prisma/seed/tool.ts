import type { Access } from '@/lib/registry/model'

/** A tool as its server would list it, with the class that its annotations (or a person) give it. */
export type ExampleTool = {
  name: string
  description: string
  /** The class that counts. `person` = the owner set it, because the annotations say otherwise. */
  access: Access
  person: boolean
  params: readonly Param[]
  annotations: Record<string, boolean> | undefined
}

export type Param = { name: string; required: boolean; type: 'string' | 'integer' | 'boolean'; values?: readonly string[] }

/** `repo!` is required, `page#` an integer, `draft?` a boolean, `state=open|closed` an enumeration. */
function param(spec: string): Param {
  const [head = '', values] = spec.split('=')
  const required = head.includes('!')
  const type = head.includes('#') ? 'integer' : head.includes('?') ? 'boolean' : 'string'
  return { name: head.replace(/[!#?]/g, ''), required, type, ...(values === undefined ? {} : { values: values.split('|') }) }
}

/**
 * Classes in one letter: `r` annotated read-only, `w` annotated as not destructive, `u` without annotations (counts as write,
 * unclassified), `a` annotated as destructive (admin), `W` and `A` without helpful annotations and set by the owner.
 */
const CLASSES: Record<string, { access: Access; person: boolean; annotations?: Record<string, boolean> }> = {
  r: { access: 'read', person: false, annotations: { readOnlyHint: true, openWorldHint: false } },
  w: { access: 'write', person: false, annotations: { readOnlyHint: false, destructiveHint: false } },
  u: { access: 'write', person: false },
  a: { access: 'admin', person: false, annotations: { readOnlyHint: false, destructiveHint: true } },
  W: { access: 'write', person: true, annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true } },
  A: { access: 'admin', person: true },
}

/** Reads one line: `name | class | parameters | description`. */
export function tools(lines: string): readonly ExampleTool[] {
  return lines.trim().split('\n').map((line) => {
    const [name = '', letter = '', params = '', description = ''] = line.split('|').reduce<string[]>(joinEnums, []).map((part) => part.trim())
    const found = CLASSES[letter]
    if (found === undefined) throw new Error(`The example tool ${name} has no class ${letter}.`)
    return { name, description, access: found.access, person: found.person, annotations: found.annotations, params: params === '' ? [] : params.split(/\s+/).map(param) }
  })
}

/** The separator also stands inside enumerations, where no space is around it. */
function joinEnums(parts: string[], part: string): string[] {
  const last = parts.at(-1)
  if (last !== undefined && !last.endsWith(' ') && !part.startsWith(' ')) parts[parts.length - 1] = `${last}|${part}`
  else parts.push(part)
  return parts
}

/** The tool's JSON Schema for its arguments. */
export function inputSchema(tool: ExampleTool): Record<string, unknown> {
  const properties = Object.fromEntries(tool.params.map((one) => [one.name, { type: one.type, ...(one.values === undefined ? {} : { enum: one.values }) }]))
  return { type: 'object', properties, required: tool.params.filter((one) => one.required).map((one) => one.name), additionalProperties: false }
}
