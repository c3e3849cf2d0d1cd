import type { ExampleTool } from './tool'
import { CODE_TOOLS } from './tools-code'
import { CUSTOMER_TOOLS } from './tools-customers'
import { DATA_TOOLS } from './tools-data'
import { OPERATIONS_TOOLS } from './tools-operations'
import { PEOPLE_TOOLS } from './tools-people'

/** What every server lists, by slug. */
export const TOOLS: Record<string, readonly ExampleTool[]> = { ...CODE_TOOLS, ...OPERATIONS_TOOLS, ...DATA_TOOLS, ...PEOPLE_TOOLS, ...CUSTOMER_TOOLS }

const BY_NAME = new Map(Object.entries(TOOLS).flatMap(([server, tools]) => tools.map((tool) => [`${server}/${tool.name}`, tool] as const)))

export function toolOf(server: string, name: string): ExampleTool {
  const found = BY_NAME.get(`${server}/${name}`)
  if (found === undefined) throw new Error(`The example server ${server} has no tool ${name}.`)
  return found
}
