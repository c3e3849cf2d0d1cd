import { SYSTEM } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { runDiscovery } from '@/lib/discovery/commands/run-discovery'
import { approveDefinition } from '@/lib/grants/commands/approve-definition'
import { TOOLS } from './catalogue'
import { SECOND_REVIEWER } from './company'
import { ENDINGS } from './endings-told'
import { CHANGED_LISTINGS, outcomeOf } from './listings'
import type { ExampleServer } from './server'
import { SERVERS } from './servers'
import { actorOf, type Steps } from './steps'

/** Asks each server once what it offers; the answers are the example's own, nothing is connected to. */
export async function discoverAll(steps: Steps, at: number, servers: readonly ExampleServer[], ago: number): Promise<void> {
  const offering = servers.filter((one) => TOOLS[one.slug] !== undefined)
  for (const [index, server] of offering.entries()) {
    // One after the other, the last at \`at\`.
    const when = at - (offering.length - index) * 21_000
    await runDiscovery(SYSTEM, steps(when), server.slug, { trigger: 'schedule', connect: () => Promise.resolve(outcomeOf(server, ago)), later: () => steps(when + 2_000) })
  }
}

/** Asks the servers whose listing changed that day, and on the last evening all of them that are still there. */
export async function discoverChanges(steps: Steps, at: number, ago: number): Promise<void> {
  const slugs = new Set(CHANGED_LISTINGS.filter((one) => one.ago === ago).map((one) => one.server))
  const gone = new Set(ENDINGS.map((one) => one.subject))
  await discoverAll(steps, at, SERVERS.filter((server) => (ago === 1 && !gone.has(server.slug)) || slugs.has(server.slug)), ago)
}

/** The reviewer looks at the honest change and lets it pass. */
export async function approveHonestChange(steps: Steps, at: number): Promise<void> {
  const tool = await db().tool.findFirstOrThrow({ where: { name: 'list_issues', server: { slug: 'sentry' } }, include: { versions: { orderBy: { number: 'desc' }, take: 1 } } })
  await approveDefinition(await actorOf(steps(at), SECOND_REVIEWER), steps(at), 'sentry', 'list_issues', { number: tool.versions[0]?.number ?? 1, reason: 'One more filter; it shows nothing new.' })
}
