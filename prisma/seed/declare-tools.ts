import { classifyTool } from '@/lib/registry/commands/classify-tool'
import { declareTools } from '@/lib/registry/commands/declare-tools'
import { classifySchema } from '@/lib/registry/workload-input'
import { TOOLS } from './calls'
import { SERVERS } from './servers'
import { actorOf, type Steps } from './steps'
import { inputSchema } from './tool'

const REASONS = { read: 'Looks only.', write: 'Changes things that can be changed back.', admin: 'Cannot be undone, or changes who may do what.' } as const

/** Every server's tools as it lists them, and the classes that its owner set because annotations say too little. */
export async function declareCatalogue(steps: Steps, at: number): Promise<void> {
  for (const server of SERVERS) {
    const tools = TOOLS[server.slug]
    if (tools === undefined) continue
    const owner = await actorOf(steps(at), server.owner)
    await declareTools(owner, steps(at), server.slug, tools.map((tool) => ({
      name: tool.name, description: tool.description, inputSchema: inputSchema(tool), ...(tool.annotations === undefined ? {} : { annotations: tool.annotations }),
    })))
    for (const tool of tools.filter((one) => one.person)) {
      await classifyTool(owner, steps(at), server.slug, tool.name, classifySchema.parse({ accessClass: tool.access, reason: REASONS[tool.access] }))
    }
  }
}
