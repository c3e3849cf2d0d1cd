import { brokenGlass, orphanedAgents } from './accountability-findings'
import { breadthFindings } from './breadth-findings'
import { definitionFindings } from './definition-findings'
import { downstreamFindings } from './downstream-findings'
import type { DriftInput, Observation } from './model'
import { calledAt } from './names'
import { registeredSecrets, sentSecrets, staleSecrets, withoutIdentity } from './secret-findings'
import { sharedIdentities } from './shared-identity'
import { postOffboardingUse } from './post-offboarding'
import { overdueReviews } from './review-findings'
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
  return [
    ...useFindings(input, called), ...postOffboardingUse(input, called), ...unregisteredFindings(input), ...downstreamFindings(input, called),
    ...unusedFindings(input, called), ...breadthFindings(input, called),
    ...definitionFindings(input), ...withoutIdentity(input), ...registeredSecrets(input), ...sentSecrets(input, called), ...staleSecrets(input), ...sharedIdentities(input, called),
    ...orphanedServers(input), ...orphanedAgents(input), ...brokenGlass(input), ...overdueReviews(input), ...silentSources(input, called),
  ]
}
