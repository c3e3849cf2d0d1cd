import type { FindingView } from './model'

/** The filter under which the explorer lists a finding's calls; null for findings that rest on no call. */
export function callsOf(finding: Pick<FindingView, 'kind' | 'server' | 'target' | 'agent' | 'client'> & { grantId?: string | null }): Record<string, string> | null {
  const { kind, server, target, agent, client, grantId } = finding
  if (kind === 'unregistered_server' && server !== null) return { server, verdict: 'unregistered' }
  if (kind === 'unregistered_agent' && agent !== null) return { agent }
  if (kind === 'unregistered_client' && client !== null) return { client }
  if (kind === 'shared_identity' && agent !== null) return { agent }
  if ((kind === 'over_broad_grant' || kind === 'excess_access') && typeof grantId === 'string') return { grant: grantId }
  if (server === null || target === null) return null
  const call = { server, target, ...(agent === null ? {} : { agent }) }
  if (kind === 'undeclared_downstream' || kind === 'post_offboarding_use' || kind === 'embedded_secret') return call
  return kind.endsWith('_use') ? { ...call, verdict: kind.slice(0, -'_use'.length) } : null
}
