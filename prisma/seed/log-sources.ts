import type { Ctx } from '@/lib/context'
import { recordsOf } from '@/lib/activity/delivery'
import { findAdapter } from '@/lib/activity/formats/adapters'
import type { IngestResult } from '@/lib/activity/model'
import { sourceInput } from '@/lib/activity/source-input'
import { heartbeat } from '@/lib/activity/commands/heartbeat'
import { ingest } from '@/lib/activity/commands/ingest'
import { createSource, updateSource } from '@/lib/activity/commands/sources'
import { findSourceByName } from '@/lib/activity/queries/find-source'
import { DAY } from './calendar'
import { type ExampleCall, spiffeOf } from './calls'
import { ADMIN } from './company'
import { brokenLines, FORMAT_OF, lineOf } from './lines'
import type { Via } from './server'
import { SERVERS, SHADOW_SERVER } from './servers'
import { actorOf, type Steps, voiceOf } from './steps'

const DAY_SECONDS = 86_400

const VANTAGES: Record<Via, 'gateway' | 'server' | 'agent'> = {
  'toolhive-prod': 'gateway', 'envoy-eu': 'gateway', 'envoy-us': 'gateway', 'agentgateway-us': 'gateway', 'obot-it': 'gateway', 'otel-it': 'gateway',
  // The servers' own words: the data servers' audit log, and the traces of those for machine learning.
  'data-audit': 'server', 'otel-ml': 'server',
  // What agents on laptops say of themselves: it counts as use, never as proof that there was none, and it promises no heartbeat.
  'claude-code': 'agent', laptops: 'agent',
}

/** What a dialect leaves out and the source's owner knows. */
const ATTRIBUTIONS: Partial<Record<Via, { client?: string; agent?: string }>> = {
  'agentgateway-us': { client: 'flow-builder' }, 'obot-it': { agent: spiffeOf('it-helpdesk') }, 'claude-code': { agent: spiffeOf('codegen') }, laptops: { client: 'claude-code' },
}
export const SOURCE_NAMES = Object.keys(VANTAGES) as Via[]
/** Sources that say every day that they are alive. */
const BEATING = SOURCE_NAMES.filter((name) => VANTAGES[name] !== 'agent')

/** When marketing's gateway delivered nothing, in days before loading, and nobody noticed that its disk was full. */
const GAP = { from: 41.3, to: 37.9 }
const inGap = (name: Via, at: number, loadedAt: number): boolean => name === 'agentgateway-us' && at > loadedAt - GAP.from * DAY && at < loadedAt - GAP.to * DAY

export async function declareSources(steps: Steps, at: number): Promise<void> {
  const admin = await actorOf(steps(at), ADMIN)
  for (const name of SOURCE_NAMES) {
    const own = SERVERS.filter((server) => server.via === name).map((server) => server.slug)
    // The reporter says for which servers it speaks; with the assistant on a laptop anything may turn up.
    const promised = BEATING.includes(name) ? { expectedHeartbeatSeconds: DAY_SECONDS, covers: own } : name === 'laptops' ? { covers: [...own, SHADOW_SERVER] } : {}
    const attribution = ATTRIBUTIONS[name]
    await createSource(admin, steps(at), sourceInput.parse({ name, format: FORMAT_OF[name], vantage: VANTAGES[name], ...promised, ...(attribution === undefined ? {} : { attribution }) }))
  }
}

/** From here on the European gateway says every five minutes that it is alive, so that its silence is noticed. */
export async function tightenHeartbeat(steps: Steps, at: number): Promise<void> {
  await updateSource(await actorOf(steps(at), ADMIN), steps(at), 'envoy-eu', { expectedHeartbeatSeconds: 300 })
}

/** Says that `name` has delivered everything up to `through`. */
export async function beat(steps: Steps, name: Via, through: number): Promise<void> {
  await heartbeat(voiceOf(name), steps(through), name, { deliveredThrough: new Date(through).toISOString() })
}

/** All that promise it say that they are alive, but for one that is not just then. */
export async function beatAll(steps: Steps, through: number, loadedAt: number, but: Via | null = null): Promise<void> {
  await Promise.all(BEATING.filter((name) => name !== but && !inGap(name, through, loadedAt)).map((name) => beat(steps, name, through)))
}

/** Delivers lines as `name` would, and answers what became of them. */
export async function deliver(ctx: Ctx, name: Via, lines: readonly string[]): Promise<IngestResult> {
  const source = await findSourceByName(name)
  const format = FORMAT_OF[name]
  const adapter = findAdapter(format)
  if (source === null || adapter === null) throw new Error(`The example source ${name} is not there.`)
  return ingest({ ctx, source, format, adapter, records: recordsOf(lines.join('\n'), 'lines') })
}

/** Delivers the calls, each by the source that saw it; all received at `at`, but those of the European gateway before its silence. */
export async function deliverCalls(steps: Steps, at: number, calls: readonly ExampleCall[], silentAt: number, loadedAt: number): Promise<number> {
  const bySource = Map.groupBy(calls.filter((call) => !inGap(call.via, call.at, loadedAt)), (call) => call.via)
  const results = await Promise.all([...bySource].map(([name, own]) => deliver(steps(name === 'envoy-eu' ? Math.min(at, silentAt) : at), name, own.map(lineOf))))
  const rejected = results.flatMap((result) => result.errors)
  if (rejected[0] !== undefined) throw new Error(`An example event was refused: ${rejected[0].message}`)
  return results.reduce((sum, result) => sum + result.accepted, 0)
}

/** The records that end as dead letters, and a delivery that a gateway repeats after a timeout. */
export async function deliverTrouble(steps: Steps, at: number, silentAt: number, repeated: readonly ExampleCall[]): Promise<void> {
  const broken = brokenLines(silentAt - 3_600_000)
  await deliver(steps(silentAt), 'envoy-eu', broken['envoy-eu'])
  await deliver(steps(silentAt), 'laptops', broken.laptops)
  // Received when they first were or later: a record from the future would be refused, and be a gap in the evidence.
  await deliver(steps(at), 'toolhive-prod', repeated.filter((call) => call.via === 'toolhive-prod').slice(0, 25).map(lineOf))
}
