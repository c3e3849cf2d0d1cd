import { csvOf } from '@/lib/boundary/csv'
import type { AccessLine } from './access-lines'

const HEAD = ['server', 'kind', 'target', 'at most', 'tool class', 'unclassified', 'destructive', 'scope', 'agent', 'agent id', 'client', 'human', 'by way of', 'until (UTC)', 'effective', 'why not', 'calls in 90 days', 'last used (UTC)', 'grants', 'purposes']

/** The lines of an answer as a table, in their order. */
export function accessCsv(lines: readonly AccessLine[]): string {
  return csvOf(HEAD, lines.map((line) => [
    line.server, line.kind, line.target, line.access, line.toolClass, line.unclassified, line.destructive, line.scope.join(' '), line.agent?.name ?? 'any', line.agent?.known ?? 'any', line.client?.known ?? 'any', line.human,
    line.via.join(', '), line.until, line.rest === null, line.why, line.use?.calls ?? null, line.use?.lastAt ?? null, line.grants.map((grant) => grant.id).join(' '), [...new Set(line.grants.map((grant) => grant.purpose))].join('; '),
  ]))
}
