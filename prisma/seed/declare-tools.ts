import { classifyTools } from '@/lib/registry/commands/classify-tools'
import { ACCESS } from '@/lib/registry/model'
import { classifyManySchema } from '@/lib/registry/workload-input'
import { TOOLS } from './catalogue'
import { discoverAll } from './discoveries'
import type { ExampleServer } from './server'
import { actorOf, type Steps } from './steps'

const REASONS = { read: 'Looks only.', write: 'Changes things that can be changed back.', admin: 'Cannot be undone, or changes who may do what.' } as const

/** The first run of discovery on each server, and the classes that each owner set because annotations say too little. */
export async function declareCatalogue(steps: Steps, at: number, servers: readonly ExampleServer[], ago: number): Promise<void> {
  await discoverAll(steps, at, servers, ago)
  for (const server of servers) {
    const tools = TOOLS[server.slug]
    if (tools === undefined) continue
    const owner = await actorOf(steps(at), server.owner)
    for (const access of ACCESS) {
      const chosen = tools.filter((tool) => tool.person && tool.access === access).map((tool) => ({ server: server.slug, name: tool.name }))
      if (chosen.length > 0) await classifyTools(owner, steps(at + 60_000), classifyManySchema.parse({ tools: chosen, accessClass: access, reason: REASONS[access] }))
    }
  }
}
