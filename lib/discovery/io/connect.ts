import { Client } from '@modelcontextprotocol/client'
import type { DiscoveryConfig } from '@/lib/discovery/config'
import { recordedAddress } from '@/lib/discovery/masking'
import { DISCOVERY_BOUNDS, type DiscoveryBounds, type DiscoveryOutcome, type DiscoveryTarget, type Listing, type Negotiated } from '@/lib/discovery/model'
import type { Resolve } from '@/lib/net/guarded-connector'
import { explain } from './explain'
import { checkAnswers, listEverything } from './list-everything'
import { openProcess } from './open-process'
import { openWeb } from './open-web'
import type { Opened } from './opened'
import { beginRun, withinRun, type Run } from './run'

export type ConnectOptions = {
  bounds?: DiscoveryBounds | undefined
  /** Stops the run; its outcome is then a timeout. */
  signal?: AbortSignal | undefined
  /** Instead of the system's resolver. */
  resolve?: Resolve | undefined
}

const NOTHING: Negotiated = { protocolVersion: null, era: null, serverInfo: null }

/**
 * Connects once to a server as its record says, with the official client, and lists what it offers. Speaks 2026-07-28 and the
 * versions before it. Never throws: whatever goes wrong is the outcome, as a code and as sentences for people, and a failed run
 * carries no part of a listing. When it returns, nothing of it is left: no process, no socket, no timer.
 */
export async function connectAndList(target: DiscoveryTarget, config: DiscoveryConfig, options: ConnectOptions = {}): Promise<DiscoveryOutcome> {
  const address = recordedAddress(target)
  const run = beginRun(options.bounds ?? DISCOVERY_BOUNDS, options.signal)
  let negotiated = NOTHING
  try {
    const attempt = (mode: Opened['mode']) => attemptOnce(() => (target.transport === 'stdio' ? openProcess(target, config, run, mode) : openWeb(target, config, run, options.resolve)), run, (found) => { negotiated = found })
    const first = await attempt('auto')
    // A program built on an older SDK may end at the first question it does not know: it is asked again as those expect it.
    const { listing, error, ended, garbage } = first.ended !== null && negotiated.era === null && run.failure() === null ? await attempt('legacy') : first
    if (listing !== null && run.failure() === null) return { address, ...negotiated, ok: true, listing }
    if (run.failure() === null) {
      if (ended !== null) run.fail('process_ended', ended)
      else {
        const { code, what } = explain(error, run)
        if (code === 'timeout' && garbage > 0) run.fail('invalid_answer', `The program wrote ${garbage} lines that are no MCP messages and no answer.`)
        else run.fail(code, what)
      }
    }
  } catch (error) {
    run.fail('internal', explain(error, run).what)
  } finally {
    run.finish()
  }
  // A failure is certain here; the words stand in for a case that cannot be.
  const { code, message } = run.failure() ?? { code: 'internal' as const, message: 'The run failed.' }
  return { address, ...negotiated, ok: false, code, message }
}

type Attempt = { listing: Listing | null; error: unknown; ended: string | null; garbage: number }

async function attemptOnce(open: () => Promise<Opened>, run: Run, found: (negotiated: Negotiated) => void): Promise<Attempt> {
  let opened: Opened | null = null
  try {
    opened = await withinRun(run, open())
    const client = new Client({ name: 'bailiwick', title: 'Bailiwick discovery', version: '1.0.0' }, { capabilities: {}, versionNegotiation: { mode: opened.mode }, listMaxPages: 1 })
    // The SDK calls what is set here before it looks at a message itself.
    opened.transport.onmessage = checkAnswers(run)
    await withinRun(run, client.connect(opened.transport, { timeout: run.bounds.requestMs, signal: run.signal }))
    found(negotiatedBy(client))
    const listing = await listEverything(client, run)
    await opened.goodbye?.()
    return { listing, error: null, ended: null, garbage: 0 }
  } catch (error) {
    return { listing: null, error, ended: opened?.ended() ?? null, garbage: opened?.garbage?.() ?? 0 }
  } finally {
    await opened?.transport.close().catch(() => undefined)
    await opened?.release().catch(() => undefined)
  }
}

/** What the server says of itself is kept short: it is its word and nothing else. */
function negotiatedBy(client: Client): Negotiated {
  const info = client.getServerVersion()
  const short = (text: unknown) => String(text ?? '').toWellFormed().replaceAll('\u0000', '').slice(0, 200)
  return {
    protocolVersion: client.getNegotiatedProtocolVersion() ?? null,
    era: client.getProtocolEra() ?? null,
    serverInfo: info === undefined ? null : { name: short(info.name), version: short(info.version) },
  }
}
