import { NO_DISCOVERY_CONFIG, type DiscoveryConfig } from '@/lib/discovery/config'
import { DISCOVERY_BOUNDS, type DiscoveryBounds, type DiscoveryOutcome, type DiscoveryTarget } from '@/lib/discovery/model'

export type ConnectOptions = { bounds?: DiscoveryBounds | undefined; signal?: AbortSignal | undefined }

/** Connects once to a server as its record says and lists what it offers. Never throws: whatever goes wrong is the outcome. */
export async function connectAndList(target: DiscoveryTarget, config: DiscoveryConfig = NO_DISCOVERY_CONFIG, options: ConnectOptions = {}): Promise<DiscoveryOutcome> {
  void [config, options, DISCOVERY_BOUNDS]
  return { address: target.slug, protocolVersion: null, era: null, serverInfo: null, ok: false, code: 'internal', message: 'Not there yet.' }
}
