import fc from 'fast-check'
import protobuf from 'protobufjs/light.js'
import { describe, expect, test } from 'vitest'
import { decodeExport, encodeResponse } from '@/lib/activity/io/otlp-protobuf'
import { plainValue } from './any-value'
import { OTLP_MESSAGES } from './protobuf-messages'
import { quoteLongNumbers, signalOf, splitExport } from './split'

/** Numbers beyond doubles, as the library wants them given. */
const Long = protobuf.util.Long as unknown as { fromString: (text: string, unsigned?: boolean) => unknown }
const root = protobuf.Root.fromJSON(OTLP_MESSAGES)

/** The same attribute values, as JSON writes them and as protobuf takes them. */
const pairs: [string, unknown, Record<string, unknown>, unknown][] = [
  ['a text', { stringValue: 'ü' }, { stringValue: 'ü' }, 'ü'], ['an empty text', { stringValue: '' }, { stringValue: '' }, ''],
  ['false', { boolValue: false }, { boolValue: false }, false], ['a small integer', { intValue: '311' }, { intValue: 311 }, 311],
  ['an integer beyond doubles', { intValue: '9007199254740993' }, { intValue: Long.fromString('9007199254740993') }, '9007199254740993'],
  ['a negative one', { intValue: '-9223372036854775808' }, { intValue: Long.fromString('-9223372036854775808') }, '-9223372036854775808'],
  ['a fraction', { doubleValue: 0.5 }, { doubleValue: 0.5 }, 0.5], ['bytes', { bytesValue: 'AP8=' }, { bytesValue: new Uint8Array([0, 255]) }, 'AP8='],
  ['a list', { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 2 }] } }, { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 2 }] } }, ['a', 2]],
  ['a map', { kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } }, { kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } }, { k: true }],
  ['nothing', {}, {}, null],
]

describe('JSON and protobuf say the same', () => {
  test.each(pairs)('%s', (_, json, proto, plain) => {
    const ids = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }
    const common = { name: 'x', kind: 3, startTimeUnixNano: '1763647391482999999', endTimeUnixNano: '18446744073709551615', status: { code: 2 } }
    const body = { resourceSpans: [{ resource: {}, scopeSpans: [{ scope: { name: 'mcp', version: '1' }, spans: [{ ...ids, ...common, attributes: [{ key: 'a', value: json }], events: [{ name: 'left out' }] }] }] }] }
    const long = (text: string): unknown => Long.fromString(text, true)
    const message = { resourceSpans: [{ resource: {}, scopeSpans: [{ scope: { name: 'mcp', version: '1' }, spans: [{
      ...common, startTimeUnixNano: long(common.startTimeUnixNano), endTimeUnixNano: long(common.endTimeUnixNano),
      traceId: Buffer.from(ids.traceId, 'hex'), spanId: Buffer.from(ids.spanId, 'hex'), attributes: [{ key: 'a', value: proto }],
    }] }] }] }
    const bytes = root.lookupType('TracesRequest').encode(message).finish()
    const [fromJson, fromBytes] = [splitExport(body, 'traces', 10), splitExport(decodeExport(bytes, 'traces'), 'traces', 10)]
    expect(fromBytes).toEqual(fromJson)
    expect(fromJson?.[0]?.['span']).toEqual({ ...ids, ...common, attributes: { a: plain } })
  })
})

test('fields that nobody knows are skipped, at every level', () => {
  const unknown = Buffer.from([0xfa, 0x3f, 3, 1, 2, 3])
  const inner = Buffer.concat([root.lookupType('LogRecord').encode({ severityText: 'INFO', attributes: [] }).finish(), unknown])
  const wrap = (bytes: Uint8Array, tag: number) => Buffer.concat([Buffer.from([tag, bytes.length]), bytes, unknown])
  const request = wrap(wrap(wrap(inner, 0x12), 0x12), 0x0a)
  expect(splitExport(decodeExport(request, 'logs'), 'logs', 10)).toEqual([{ resource: { attributes: {} }, scope: {}, logRecord: { severityText: 'INFO', attributes: {} } }])
})

test('only bare long numbers of OTLP’s own members are put in quotes, wherever the text breaks', () => {
  const text = String.raw`{"timeUnixNano": 1763647391482999999,"intValue":-9223372036854775808,"note":"\"timeUnixNano\":1763647391482999999","x":1763647391482999999,"observedTimeUnixNano":17,"endTimeUnixNano":1.763647391482999e18}`
  expect(JSON.parse(quoteLongNumbers(text))).toEqual({ ...JSON.parse(text), timeUnixNano: '1763647391482999999', intValue: '-9223372036854775808' })
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(quoteLongNumbers(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)))
  }))
})

test('no export is null, an absent list is empty, and a limit is never passed by more than one', () => {
  expect([null, [], 'x', { resourceLogs: {} }, { resourceLogs: [1] }, { resourceLogs: [{ scopeLogs: 'x' }] }].map((value) => splitExport(value, 'logs', 10))).toEqual([null, null, null, null, null, null])
  expect(splitExport({}, 'logs', 10)).toEqual([])
  expect(splitExport({ resourceLogs: [{ scopeLogs: [{ logRecords: Array.from({ length: 50 }, () => ({})) }] }] }, 'logs', 10)).toHaveLength(11)
  expect([signalOf({ resourceLogs: [] }), signalOf({ resourceSpans: [] }), signalOf({ resourceMetrics: [] }), signalOf(3)]).toEqual(['logs', 'traces', null, null])
})

test('values nest only so far, and nothing throws', () => {
  let deep: unknown = { stringValue: 'x' }
  for (let i = 0; i < 5000; i += 1) deep = { arrayValue: { values: [deep] } }
  expect(JSON.stringify(plainValue(deep)).length).toBeLessThan(100)
  fc.assert(fc.property(fc.jsonValue(), (value) => { splitExport({ resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: value, status: value, body: value }] }] }] }, 'traces', 10) }))
})

test('a partial success in protobuf is what exporters read: count, then message', () => {
  expect(Buffer.from(encodeResponse({ rejected: 2, errorMessage: 'no' })).toString('hex')).toBe('0a06080212026e6f')
  expect(encodeResponse(null)).toHaveLength(0)
})
