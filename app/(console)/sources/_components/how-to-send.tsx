import { CodeBlock } from '@/components/ui/code'
import { FORMAT_NAMES } from '@/lib/activity/formats/format-names'

/** What to run where the logs are; the token's place is named, never its value. */
export function HowToSend({ name, format, url, token = '$TOKEN' }: { name: string; format: string; url: string; token?: string }) {
  const beat = `curl -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" -d '{"deliveredThrough":"'$(date -u +%FT%TZ)'"}' ${url}/api/v1/heartbeat`
  return (
    <div className="grid gap-3">
      {EXPORTED.has(format) ? <ByExporter name={name} format={format} url={url} token={token} /> : null}
      {format === 'otlp' ? null : <ByLines name={name} format={format} url={url} token={token} />}
      <p className="soft">And as often as it was stated, that everything up to a time has been delivered:</p>
      <CodeBlock label={`The heartbeat of ${name}`} lines={[beat]} copy={beat} wrap />
    </div>
  )
}

type To = { name: string; format: string; url: string; token: string }

/** Programs that export OpenTelemetry by themselves. */
const EXPORTED = new Set(['otlp', 'claude-code', 'codex', 'agentgateway'])

/** What each needs beside the address, so that it exports what tells of MCP calls. */
const SWITCHES: Readonly<Record<string, readonly string[]>> = {
  'claude-code': ['CLAUDE_CODE_ENABLE_TELEMETRY=1', 'OTEL_LOGS_EXPORTER=otlp', 'OTEL_LOG_TOOL_DETAILS=1'],
}

function ByExporter({ name, format, url, token }: To) {
  const lines = [...(SWITCHES[format] ?? []), `OTEL_EXPORTER_OTLP_ENDPOINT=${url}`, 'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf', 'OTEL_EXPORTER_OTLP_COMPRESSION=gzip', `OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${token}`]
  return (
    <>
      <p className="soft">Spans go to <code>/v1/traces</code> and log records to <code>/v1/logs</code>, over HTTP as protobuf or JSON. Records that tell of no MCP call are passed over, so a whole stream may be sent; metrics are not taken.</p>
      <CodeBlock label={`The exporter’s settings for ${name}`} lines={lines} copy={lines.join('\n')} wrap />
    </>
  )
}

function ByLines({ name, format, url, token }: To) {
  const path = format === 'native' ? '/api/v1/events' : `/api/v1/events/${format}`
  const deliver = `curl -H "Authorization: Bearer ${token}" -H "Content-Type: application/x-ndjson" --data-binary @audit.log ${url}${path}`
  const written = Object.hasOwn(FORMAT_NAMES, format) ? FORMAT_NAMES[format as keyof typeof FORMAT_NAMES].written : 'as its program writes it'
  return (
    <>
      <p className="soft">{EXPORTED.has(format) ? 'Or from a file: one' : 'One'} JSON object a line, written {written}. The same delivery twice changes nothing. gzip is welcome, 16 MiB at most after decompression.</p>
      <CodeBlock label={`How to deliver to ${name}`} lines={[deliver]} copy={deliver} wrap />
    </>
  )
}
