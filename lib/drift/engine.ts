import type { DriftInput, Observation } from './model'
import { calledAt } from './names'
import { orphanedServers, silentSources } from './state-findings'
import { unregisteredFindings } from './unregistered-findings'
import { unusedFindings } from './unused-findings'
import { useFindings } from './use-findings'

/**
 * Declared against observed, in both directions: a pure function of everything declared, everything used, and what the sources
 * can vouch for. The same input gives the same observations; fingerprints among them are distinct.
 */
export function observeDrift(input: DriftInput): Observation[] {
  const called = calledAt(input.declarations, input.now)
  return [...useFindings(input, called), ...unregisteredFindings(input), ...unusedFindings(input, called), ...orphanedServers(input), ...silentSources(input, called)]
}
