import type { Format } from './adapters'

/** What people call each format, and who writes it. */
export const FORMAT_NAMES: Readonly<Record<Format, { name: string; written: string }>> = {
  native: { name: 'Native events', written: 'by whoever can write this console’s own shape' },
  otlp: { name: 'OpenTelemetry (OTLP)', written: 'by instrumented agents, servers and gateways, as spans or log records of MCP' },
  toolhive: { name: 'ToolHive audit log', written: 'by ToolHive, with --enable-audit' },
  agentgateway: { name: 'agentgateway access log', written: 'by agentgateway, with LOG_FORMAT=json' },
  obot: { name: 'Obot audit export', written: 'by Obot, as JSON lines' },
  'envoy-ai-gateway': { name: 'Envoy AI Gateway access log', written: 'by Envoy AI Gateway, with the MCP fields of its documentation' },
  pomerium: { name: 'Pomerium authorize log', written: 'by Pomerium, with mcp-method and mcp-tool among its fields' },
  'claude-code': { name: 'Claude Code events', written: 'by Claude Code on people’s machines, flattened to one object a line' },
  codex: { name: 'Codex events', written: 'by Codex on people’s machines, flattened to one object a line' },
  cloudevents: { name: 'CloudEvents', written: 'by whoever wraps native events in CloudEvents 1.0' },
  ocsf: { name: 'OCSF API activity', written: 'by a security pipeline, as class 6003' },
}

/** A format's name for people; the format itself where it is none of ours. */
export function formatName(format: string): string {
  return Object.hasOwn(FORMAT_NAMES, format) ? FORMAT_NAMES[format as Format].name : format
}
