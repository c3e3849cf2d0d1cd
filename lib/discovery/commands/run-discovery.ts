import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { processState } from '@/lib/db/process-state'
import { connectAndList } from '@/lib/discovery/io/connect'
import { loadDiscoveryConfig } from '@/lib/discovery/io/load-config'
import { recordedAddress } from '@/lib/discovery/masking'
import type { DiscoveryOutcome, DiscoveryTarget } from '@/lib/discovery/model'
import type { RunView, Trigger } from '@/lib/discovery/run-view'
import { fewAtOnce } from './few-at-once'
import { failRun, finishRun } from './finish-run'
import { startRun } from './start-run'

export type DiscoverOptions = {
  trigger: Trigger
  /** Another credential of the operator's than the server's own; null = none. */
  credential?: string | null | undefined
  /** How to connect; tests and examples bring their own. */
  connect?: (target: DiscoveryTarget) => Promise<DiscoveryOutcome>
  /** Time and ids for what is saved after the server has answered, which may be a minute later. Absent = the same as before. */
  later?: () => Ctx
}

/**
 * Asks a live server what it offers and takes it over. Connects outside any transaction. A run that fails is a fact with a code
 * and a sentence, not an error; it removes nothing and changes nothing. Throws when the actor may not, when the server is closed or
 * is being asked already, and on a surprise of our own, after the run was closed as failed.
 */
export async function runDiscovery(actor: Actor, ctx: Ctx, slug: string, options: DiscoverOptions): Promise<RunView> {
  require(actor, 'server.discover')
  return fewAtOnce(() => runNow(actor, ctx, slug, options))
}

async function runNow(actor: Actor, ctx: Ctx, slug: string, options: DiscoverOptions): Promise<RunView> {
  const run = await startRun(actor, ctx, slug, options)
  const later = (): Ctx => options.later?.() ?? ctx
  try {
    const outcome = await (options.connect ?? connectLive)(run.target)
    return await finishRun(actor, later(), run, outcome)
  } catch (error) {
    await failRun(actor, later(), run)
    throw error
  }
}

/** By the operator's file as it is now. One that is wrong allows nothing; what is wrong with it stands in the run. */
async function connectLive(target: DiscoveryTarget): Promise<DiscoveryOutcome> {
  const loaded = await loadDiscoveryConfig()
  if (loaded.ok) return connectAndList(target, loaded.config)
  return { ok: false, code: 'not_allowed', message: `The operator’s configuration of discovery cannot be used. ${loaded.errors.slice(0, 3).join(' ')}`, address: recordedAddress(target), protocolVersion: null, era: null, serverInfo: null }
}

/** How the process asks the thread of its jobs; absent where there is none. */
type AskJobs = (request: { kind: 'discovery'; actor: Actor; slug: string; trigger: Trigger; credential: string | null | undefined }) => Promise<RunView>

/** A run on somebody's request, in the thread of the jobs where there is one: large answers are parsed there, not where requests are answered. */
export async function requestDiscovery(actor: Actor, makeCtx: () => Ctx, slug: string, options: { trigger: Trigger; credential?: string | null | undefined }): Promise<RunView> {
  require(actor, 'server.discover')
  const ask = processState()['askJobs'] as AskJobs | undefined
  if (ask !== undefined) return ask({ kind: 'discovery', actor, slug, trigger: options.trigger, credential: options.credential })
  return runDiscovery(actor, makeCtx(), slug, { ...options, later: makeCtx })
}
