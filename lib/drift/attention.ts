import type { FindingKind, FindingView, Severity } from './model'

/** Severities that are not left until tomorrow. */
export const LOUD = ['critical', 'high'] as const satisfies readonly Severity[]
/** Names that logs call and nobody registered. */
export const STRANGER_KINDS = ['unregistered_server', 'unregistered_agent', 'unregistered_client'] as const satisfies readonly FindingKind[]
/** Servers for which nobody answers. */
export const ORPHAN_KINDS = ['orphaned_server'] as const satisfies readonly FindingKind[]

/** What a finding is about, in few words. */
export function subjectOf(finding: Pick<FindingView, 'kind' | 'server' | 'agent' | 'client' | 'target'>): string {
  const subject = [finding.server ?? finding.agent ?? finding.client, finding.target].filter((part) => part !== null).join(' ')
  return subject === '' ? finding.kind.replaceAll('_', ' ') : subject
}
