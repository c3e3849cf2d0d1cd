import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type DiscoverOptions, runDiscovery } from '@/lib/discovery/commands/run-discovery'
import { dueServers } from '@/lib/discovery/queries/due'
import { hasCode } from '@/lib/errors'

/** The rest is still due when the schedule comes round again. */
const LONGEST_MS = 10 * 60_000

/**
 * Asks every server whose time has come, one after the other: many at once would make this console a burden to the network. One
 * that fails has its failed run; one that somebody is asking already is left to them.
 */
export async function discoverDue(makeCtx: () => Ctx, failed: (slug: string, error: unknown) => void, connect?: DiscoverOptions['connect']): Promise<void> {
  const started = makeCtx().now.getTime()
  for (const slug of await dueServers(new Date(started))) {
    const ctx = makeCtx()
    if (ctx.now.getTime() - started > LONGEST_MS) return
    try {
      await runDiscovery(SYSTEM, ctx, slug, { trigger: 'schedule', later: makeCtx, ...(connect === undefined ? {} : { connect }) })
    } catch (error) {
      if (!hasCode(error, 'conflict')) failed(slug, error)
    }
  }
}
