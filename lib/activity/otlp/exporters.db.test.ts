import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { context, diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtoLogs } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtoTraces } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemoryLogRecordExporter, LoggerProvider, type ReadableLogRecord, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listEvents } from '@/lib/activity/queries/events'
import { loadUsage } from '@/lib/activity/queries/usage'
import { buildApp } from '@/lib/api/app'
import { SYSTEM } from '@/lib/auth/actor'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'

/** The door asked by the exporters of OpenTelemetry for JavaScript, as programs in the field use them. */
const database = useDatabase()
const faults: unknown[] = []
const warnings: string[] = []
let server: Server
let url = ''
let token = ''

beforeAll(async () => {
  const app = buildApp((level, message, detail) => { if (level === 'error') faults.push([message, detail]) })
  server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const none = (): void => undefined
  diag.setLogger({ verbose: none, debug: none, info: none, warn: (...parts) => { warnings.push(parts.join(' ')) }, error: none }, DiagLogLevel.WARN)
})

afterAll(() => new Promise<void>((done) => { server.close(() => done()) }))

beforeEach(async () => {
  await database.truncate()
  faults.length = 0
  warnings.length = 0
  const ctx = testCtx(new Date())
  await db().source.create({ data: { id: ctx.id('source'), name: 'otel', format: 'otlp', vantage: 'server', covers: [], createdAt: ctx.now } })
  const person = await aPerson('dana@acme.test', [])
  token = (await transaction((tx) => mintToken(tx, ctx, { name: 'otel', ownerId: person.id, createdBy: person.id, roles: [], scopes: ['ingest:otel'], expiresAt: new Date(Date.now() + 86_400_000) }))).token
})

type ExportResult = Parameters<Parameters<InstanceType<typeof ProtoTraces>['export']>[1]>[0]
type Compression = NonNullable<NonNullable<ConstructorParameters<typeof ProtoTraces>[0]>['compression']>
type Exporter<T> = { export: (items: T[], done: (result: ExportResult) => void) => void; shutdown: () => Promise<void> }

async function sent<T>(exporter: Exporter<T>, items: T[]): Promise<ExportResult> {
  const result = await new Promise<ExportResult>((done) => exporter.export(items, done))
  await exporter.shutdown()
  expect(faults).toEqual([])
  return result
}

const options = (path: string, compression: 'gzip' | 'none' = 'gzip') => ({ url: `${url}${path}`, headers: { authorization: `Bearer ${token}` }, compression: compression as Compression, timeoutMillis: 5000 })

/** A caller's span with the server's below it, and a span that is no act. */
function spans(more: Record<string, string | number> = {}): ReadableSpan[] {
  const memory = new InMemorySpanExporter()
  const tracerOf = (service: string) => new TracerProvider({ resource: resourceFromAttributes({ 'service.name': service }), spanProcessors: [new SimpleSpanProcessor({ exporter: memory })] }).getTracer('mcp', '1.0.0')
  const attributes = { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': 'create_issue', 'jsonrpc.request.id': '7' }
  const outer = tracerOf('triage').startSpan('tools/call create_issue', { kind: SpanKind.CLIENT, attributes: { ...attributes, 'mcp.server.name': 'github', 'user.email': 'dana@acme.test', ...more } }, ROOT_CONTEXT)
  const inside = trace.setSpan(ROOT_CONTEXT, outer)
  const inner = tracerOf('github').startSpan('tools/call create_issue', { kind: SpanKind.SERVER, attributes: { ...attributes, 'gen_ai.tool.call.arguments': '{"repo":"acme/api","n":12345678901234567890}', 'src.identity': 'spiffe://acme.test/agent/triage' } }, inside)
  tracerOf('github').startSpan('GET /repos', { kind: SpanKind.CLIENT, attributes: { 'http.request.method': 'GET' } }, trace.setSpan(inside, inner)).end()
  inner.setStatus({ code: SpanStatusCode.ERROR, message: 'no such repository' })
  inner.setAttribute('error.type', 'tool_error')
  inner.end()
  outer.end()
  return memory.getFinishedSpans()
}

const events = async () => (await listEvents(SYSTEM, {}, { limit: 100 })).items
async function counters() {
  const { received, accepted, duplicates, rejected, conflicts } = await db().source.findUniqueOrThrow({ where: { name: 'otel' } })
  return [received, accepted, duplicates, rejected, conflicts].map(Number)
}

describe.each([['protobuf', ProtoTraces], ['JSON', JsonTraces]] as const)('spans by %s', (_, TraceExporter) => {
  test('become events with verdicts; the same export sent again changes nothing', async () => {
    const made = spans()
    expect((await sent(new TraceExporter(options('/v1/traces')), made)).code).toBe(0)
    const found = await events()
    expect(found).toHaveLength(2)
    const [outer, inner] = [found.find((event) => event.human !== null), found.find((event) => event.agent !== null)]
    expect(outer).toMatchObject({ kind: 'tool_call', server: 'github', target: 'create_issue', human: 'dana@acme.test', outcome: 'success', verdict: 'unregistered', evidence: 'agent_reported', adapterVersion: 'otlp/1' })
    expect(inner).toMatchObject({ server: 'github', agent: 'spiffe://acme.test/agent/triage', outcome: 'error', evidence: 'server_observed', traceId: outer?.traceId, parentSpanId: outer?.spanId })
    const span = made.find((one) => one.kind === SpanKind.SERVER)
    expect(inner?.spanId).toBe(span?.spanContext().spanId)
    expect(Date.parse(inner?.occurredAt ?? '')).toBe(Math.floor((span?.startTime[0] ?? 0) * 1000 + (span?.startTime[1] ?? 0) / 1e6))
    // Two reports of one call: both are kept, one counts.
    expect((await loadUsage({ from: '2020-01-01', to: '2100-01-01' })).reduce((sum, row) => sum + row.count, 0)).toBe(1)
    expect(await counters()).toEqual([3, 2, 0, 1, 0])
    expect((await sent(new TraceExporter(options('/v1/traces', 'none')), made)).code).toBe(0)
    expect(await events()).toEqual(found)
    expect(await counters()).toEqual([6, 2, 2, 2, 0])
    // A span that tells of no act is no fault, and leaves nothing behind.
    expect(warnings).toEqual([])
    expect(await db().deadLetter.count()).toBe(0)
  })

  test('what is refused is told as partial success, kept, and can be tried again', async () => {
    const made = spans({ 'user.email': 'x'.repeat(3000) })
    expect((await sent(new TraceExporter(options('/v1/traces')), made)).code).toBe(0)
    expect(warnings.join()).toMatch(/rejectedSpans":"?1/)
    expect(warnings.join()).toContain('human must not be longer')
    expect(await counters()).toEqual([3, 1, 0, 2, 0])
    const [letter] = await db().deadLetter.findMany()
    expect(letter).toMatchObject({ format: 'otlp', status: 'open', code: 'invalid_event' })
    await db().deadLetter.update({ where: { id: letter?.id ?? '' }, data: { body: (letter?.body ?? '').replace('x'.repeat(3000), 'max@acme.test') } })
    const { retryDeadLetters } = await import('@/lib/activity/commands/dead-letters')
    expect(await retryDeadLetters(SYSTEM, testCtx(new Date()), {})).toMatchObject({ accepted: 1, rejected: 0 })
    expect((await events()).map(({ human }) => human)).toContain('max@acme.test')
    expect(await counters()).toEqual([3, 2, 0, 1, 0])
  })

  test('a token that may not speak is refused for good', async () => {
    const exporter = new TraceExporter({ ...options('/v1/traces'), headers: { authorization: 'Bearer nonsense' } })
    expect((await sent(exporter, spans())).code).toBe(1)
    expect(await counters()).toEqual([0, 0, 0, 0, 0])
  })
})

describe.each([['protobuf', ProtoLogs], ['JSON', JsonLogs]] as const)('log records by %s', (_, LogExporter) => {
  test('of Claude Code become events on the agent’s own word; what is no act is passed over', async () => {
    const memory = new InMemoryLogRecordExporter()
    const logger = new LoggerProvider({ resource: resourceFromAttributes({ 'service.name': 'claude-code' }), processors: [new SimpleLogRecordProcessor({ exporter: memory })] }).getLogger('com.anthropic.claude_code.events', '2.1.214')
    const shared = { 'session.id': 's1', 'user.email': 'dana@acme.test' }
    logger.emit({ body: 'claude_code.tool_result', context: context.active(), attributes: { ...shared, 'event.name': 'tool_result', tool_name: 'mcp__github__create_issue', tool_use_id: 'toolu_01ABCDEFGHIJ', success: 'true', duration_ms: 311 } })
    logger.emit({ body: 'claude_code.tool_decision', attributes: { ...shared, 'event.name': 'tool_decision', tool_name: 'mcp__github__delete_repository', tool_use_id: 'toolu_01BBCDEFGHIJ', decision: 'reject', source: 'user_reject' } })
    logger.emit({ body: 'claude_code.user_prompt', attributes: { ...shared, 'event.name': 'user_prompt' } })
    const made: ReadableLogRecord[] = memory.getFinishedLogRecords()
    for (const turn of [1, 2]) {
      expect((await sent(new LogExporter(options('/v1/logs')), made)).code).toBe(0)
      const found = await events()
      expect(found.map(({ target, outcome, client, evidence, human }) => [target, outcome, client, evidence, human]).sort()).toEqual([
        ['create_issue', 'success', 'claude-code', 'agent_reported', 'dana@acme.test'], ['delete_repository', 'denied', 'claude-code', 'agent_reported', 'dana@acme.test'],
      ])
      expect(await counters()).toEqual([3 * turn, 2, 2 * (turn - 1), turn, 0])
    }
    expect(warnings).toEqual([])
  })
})
