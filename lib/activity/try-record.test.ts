import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ADAPTERS, FORMATS } from './formats/adapters'
import { exampleRecord } from './formats/examples'
import { type Draft, prepareRecord } from './prepare'
import { pastedRecords, triedFields } from './try-record'

const NOW = Date.UTC(2026, 10, 21, 12)
const SOURCE = { id: '', name: '', format: 'x', vantage: 'gateway', redaction: 'masked', covers: [], attribution: {}, heartbeatMs: null } as const

function draftsOf(format: string, text: string): Draft[] {
  const adapter = ADAPTERS[format]
  if (adapter === undefined) throw new Error('No adapter.')
  return pastedRecords(text, format).flatMap((record) => {
    const prepared = prepareRecord(record, adapter, SOURCE, NOW)
    return 'draft' in prepared ? [prepared.draft] : []
  })
}

describe('a pasted text', () => {
  test.each(FORMATS)('the example of %s becomes an event, over several lines and on one', (format) => {
    const example = exampleRecord(format, new Date(NOW - 60_000))
    for (const text of [example, JSON.stringify(JSON.parse(example))]) {
      expect(draftsOf(format, text).map(({ event }) => [event.kind, Date.parse(event.occurredAt)])).toEqual([['tool_call', NOW - 60_000]])
    }
  })

  test('several lines are several records, and a document of events as many as it holds', () => {
    const line = JSON.stringify(JSON.parse(exampleRecord('toolhive', new Date(NOW))))
    expect(pastedRecords(`${line}\n\n nonsense\n${line}\n`, 'toolhive').map(({ index, text }) => [index, text.slice(0, 8)])).toEqual([[0, line.slice(0, 8)], [1, 'nonsense'], [2, line.slice(0, 8)]])
    expect(pastedRecords('{"events":[1,{"a":2}]}', 'native')).toEqual([{ index: 0, text: '1' }, { index: 1, text: '{"a":2}' }])
  })

  test('whatever it is, nothing throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.jsonValue().map((value) => JSON.stringify({ resourceSpans: value })), fc.jsonValue().map((value) => JSON.stringify({ events: value }))), fc.constantFrom(...FORMATS), (text, format) => {
      pastedRecords(text, format)
    }))
  })
})

test('each field names the member of the record that says the same, also as a text, a map in a text, or nanoseconds', () => {
  const [record] = pastedRecords(exampleRecord('otlp', new Date(NOW)), 'otlp')
  const [draft] = draftsOf('otlp', exampleRecord('otlp', new Date(NOW)))
  const from = Object.fromEntries(triedFields(draft?.event ?? ({} as never), JSON.parse(record?.text ?? '')).map(({ name, from: path }) => [name, path]))
  expect(from).toEqual({
    id: null, occurredAt: 'span › startTimeUnixNano', kind: null, server: 'span › attributes › mcp.server.name', target: 'span › attributes › gen_ai.tool.name', human: 'span › attributes › user.email',
    agent: 'span › attributes › gen_ai.agent.id', traceId: 'span › traceId', spanId: 'span › spanId', outcome: null, durationMs: null,
  })
  const line = { a: '{"x":1}', n: '311' }
  expect(triedFields({ durationMs: 311, parameters: { x: 1 } } as never, line)).toEqual([{ name: 'durationMs', value: 311, from: 'n' }, { name: 'parameters', value: { x: 1 }, from: 'a' }])
})
