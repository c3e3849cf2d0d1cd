import type { Judged } from './judge-event'
import type { Draft } from './prepare'

/** The columns of `activity_event` in the order in which `rowText` writes them. */
export const COLUMNS = [
  'key', 'occurred_at', 'received_at', 'source_id', 'source_event_id', 'batch', 'raw_hash', 'adapter_version', 'evidence', 'attributed', 'outcome', 'task',
  'session', 'trace_id', 'span_id', 'parent_span_id', 'decision_id', 'duration_ms', 'request_size', 'response_size', 'delegation', 'parameters', 'counted',
  'kind', 'target', 'resources', 'stated_access', 'server_name', 'agent_name', 'client_name', 'human_name', 'server_id', 'agent_id', 'client_id', 'human_id',
  'access', 'verdict', 'first_verdict', 'grant_id', 'nearest_grant_id',
] as const

/** What a row needs besides its draft: the delivery it came with. */
export type RowContext = { receivedAt: string; sourceId: string; batch: string }

/** One line of PostgreSQL's text COPY format, with its line feed. */
export function rowText(draft: Draft, judged: Judged, context: RowContext, counted: boolean): string {
  const { event } = draft
  judged.text ??= tupleText(judged)
  return `${draft.key}\t${new Date(draft.at).toISOString()}\t${context.receivedAt}\t${context.sourceId}\t${cell(event.id)}\t${context.batch}\t\\\\x${draft.rawHash}\t${draft.adapterVersion}\t${draft.evidence}\t${
    draft.attributed.length === 0 ? '{}' : `{${draft.attributed.join(',')}}`}\t${event.outcome}\t${cell(event.task)}\t${cell(event.session)}\t${cell(event.traceId)}\t${cell(event.spanId)}\t${
    cell(event.parentSpanId)}\t${cell(event.decisionId)}\t${event.durationMs ?? '\\N'}\t${draft.requestSize ?? '\\N'}\t${draft.responseSize ?? '\\N'}\t${
    event.delegation === undefined ? '\\N' : escape(JSON.stringify(event.delegation))}\t${draft.parameters === null ? '\\N' : escape(JSON.stringify(draft.parameters))}\t${counted ? 't' : 'f'}\t${judged.text}\n`
}

/** The part of the line that all events of one tuple share. */
function tupleText(judged: Judged): string {
  return [
    judged.kind, escape(judged.target), escape(arrayText(judged.resources)), cell(judged.statedAccess), escape(judged.serverName), cell(judged.agentName),
    cell(judged.clientName), cell(judged.humanName), cell(judged.serverId), cell(judged.agentId), cell(judged.clientId), cell(judged.humanId), judged.access,
    cell(judged.verdict), cell(judged.verdict), cell(judged.grantId), cell(judged.nearestGrantId),
  ].join('\t')
}

function cell(text: string | null | undefined): string {
  return text === null || text === undefined ? '\\N' : escape(text)
}

const SPECIAL = /[\\\n\r\t]/

function escape(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
}

/** A text[] literal. */
function arrayText(values: readonly string[]): string {
  return values.length === 0 ? '{}' : `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}
