import type { FindingView } from './model'

/** The filter under which the explorer lists a finding's calls; null for findings that rest on no call. */
export function callsOf(finding: Pick<FindingView, 'kind' | 'server' | 'target' | 'agent' | 'client'>): Record<string, string> | null {
  const { kind, server, target, agent, client } = finding
  if (kind === 'unregistered_server' && server !== null) return { server, verdict: 'unregistered' }
  if (kind === 'unregistered_agent' && agent !== null) return { agent }
  if (kind === 'unregistered_client' && client !== null) return { client }
  if (!kind.endsWith('_use') || server === null || target === null) return null
  return { server, target, verdict: kind.slice(0, -'_use'.length), ...(agent === null ? {} : { agent }) }
}
