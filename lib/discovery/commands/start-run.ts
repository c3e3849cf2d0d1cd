import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { recordedAddress } from '@/lib/discovery/masking'
import { DISCOVERY_BOUNDS, type DiscoveryTarget } from '@/lib/discovery/model'
import type { Trigger } from '@/lib/discovery/run-view'
import { AppError } from '@/lib/errors'
import { change, type LockedServer, lockServer } from '@/lib/registry/commands/load'

/** A run this much older than it can last belongs to a process that is gone. */
const DEAD_AFTER_MS = DISCOVERY_BOUNDS.runMs + 60_000

export type StartedRun = { id: string; serverId: string; slug: string; target: DiscoveryTarget }

/**
 * Begins a run, if nobody else is at it: one at a time for each server. A run that its process left behind is closed as failed.
 * Refuses (`conflict`) a server that is being asked, and (`illegal_transition`) one that is rejected or retired.
 */
export async function startRun(actor: Actor, ctx: Ctx, slug: string, options: { trigger: Trigger; credential?: string | null | undefined }): Promise<StartedRun> {
  return change(async (tx) => {
    const server = await lockServer(tx, actor, slug, 'server.discover')
    refuseClosed(server)
    await closeDead(tx, ctx, server.id)
    const running = await tx.discoveryRun.findFirst({ where: { serverId: server.id, status: 'running' }, select: { startedAt: true } })
    if (running !== null) throw new AppError('conflict', 'This server is being asked already. Nothing was started; look again in a minute.')
    const target: DiscoveryTarget = { slug, transport: server.transport, endpoint: server.endpoint, command: server.command, credential: options.credential === undefined ? server.discoveryCredential : options.credential }
    const id = ctx.id('run')
    await tx.discoveryRun.create({
      data: { id, serverId: server.id, trigger: options.trigger, requestedBy: actor.id, status: 'running', startedAt: ctx.now, credential: target.credential ?? '', address: recordedAddress(target) },
    })
    return { id, serverId: server.id, slug, target }
  })
}

/** A server that was refused or is gone is asked nothing. */
export function refuseClosed(server: Pick<LockedServer, 'lifecycle'>): void {
  if (server.lifecycle === 'rejected' || server.lifecycle === 'retired') throw new AppError('illegal_transition', `A ${server.lifecycle} server is not asked any more. Nothing was started.`)
}

async function closeDead(tx: Tx, ctx: Ctx, serverId: string): Promise<void> {
  await tx.discoveryRun.updateMany({
    where: { serverId, status: 'running', startedAt: { lt: new Date(ctx.now.getTime() - DEAD_AFTER_MS) } },
    data: { status: 'failed', finishedAt: ctx.now, errorCode: 'internal', errorMessage: 'The process that asked the server ended before it was done. Nothing was changed.' },
  })
}
