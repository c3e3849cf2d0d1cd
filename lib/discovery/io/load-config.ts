import { readFile, stat } from 'node:fs/promises'
import { env } from '@/lib/env'
import { NO_DISCOVERY_CONFIG, parseDiscoveryConfig, type DiscoveryConfig } from '@/lib/discovery/config'
import { networkError } from '@/lib/net/addresses'

/** More is no configuration. */
const MOST_BYTES = 1024 * 1024

export type LoadedConfig = { ok: true; config: DiscoveryConfig; /** Null = none is named, so nothing is listed. */ file: string | null } | { ok: false; errors: string[]; file: string }

/**
 * The operator's configuration, read anew at each call, so that a change of the file counts from the next run on. A file that is
 * named and wrong is an error and never the empty configuration: silence would look like a decision.
 */
export async function loadDiscoveryConfig(file: string | null = env().discoveryConfig): Promise<LoadedConfig> {
  if (file === null) return { ok: true, config: NO_DISCOVERY_CONFIG, file }
  const wrong = (...errors: string[]): LoadedConfig => ({ ok: false, errors, file })
  let text: string
  try {
    if ((await stat(file)).size > MOST_BYTES) return wrong('The file named by BAILIWICK_DISCOVERY_CONFIG is larger than 1 MiB.')
    text = await readFile(file, 'utf8')
  } catch {
    return wrong('The file named by BAILIWICK_DISCOVERY_CONFIG cannot be read.')
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, which may hold what does not belong in a log.
    return wrong('The file named by BAILIWICK_DISCOVERY_CONFIG is no JSON.')
  }
  const parsed = parseDiscoveryConfig(json)
  if (!parsed.ok) return wrong(...parsed.errors)
  const errors = parsed.config.privateNetworks.map((network, i) => networkError(network, `privateNetworks.${i}`)).filter((error) => error !== null)
  return errors.length > 0 ? wrong(...errors) : { ok: true, config: parsed.config, file }
}
