const optional = (type: string, id: number) => ({ type, id })
const repeated = (type: string, id: number) => ({ rule: 'repeated' as const, type, id })

/** A message with a list of key and value. */
const keyValues = { fields: { values: repeated('KeyValue', 1) } }

/**
 * The messages of OTLP that are read, by field number (open-telemetry/opentelemetry-proto: common, resource, logs and trace, v1).
 * Fields that are not named here are skipped by the decoder. Requests and responses of both collectors are here too.
 */
export const OTLP_MESSAGES = {
  nested: {
    AnyValue: {
      oneofs: { value: { oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'] } },
      fields: {
        stringValue: optional('string', 1), boolValue: optional('bool', 2), intValue: optional('int64', 3), doubleValue: optional('double', 4),
        arrayValue: optional('ArrayValue', 5), kvlistValue: optional('KeyValueList', 6), bytesValue: optional('bytes', 7),
      },
    },
    ArrayValue: { fields: { values: repeated('AnyValue', 1) } },
    KeyValueList: keyValues,
    KeyValue: { fields: { key: optional('string', 1), value: optional('AnyValue', 2) } },
    Resource: { fields: { attributes: repeated('KeyValue', 1) } },
    Scope: { fields: { name: optional('string', 1), version: optional('string', 2) } },
    LogsRequest: { fields: { resourceLogs: repeated('ResourceLogs', 1) } },
    ResourceLogs: { fields: { resource: optional('Resource', 1), scopeLogs: repeated('ScopeLogs', 2) } },
    ScopeLogs: { fields: { scope: optional('Scope', 1), logRecords: repeated('LogRecord', 2) } },
    LogRecord: {
      fields: {
        timeUnixNano: optional('fixed64', 1), severityNumber: optional('int32', 2), severityText: optional('string', 3), body: optional('AnyValue', 5),
        attributes: repeated('KeyValue', 6), traceId: optional('bytes', 9), spanId: optional('bytes', 10), observedTimeUnixNano: optional('fixed64', 11), eventName: optional('string', 12),
      },
    },
    TracesRequest: { fields: { resourceSpans: repeated('ResourceSpans', 1) } },
    ResourceSpans: { fields: { resource: optional('Resource', 1), scopeSpans: repeated('ScopeSpans', 2) } },
    ScopeSpans: { fields: { scope: optional('Scope', 1), spans: repeated('Span', 2) } },
    Span: {
      fields: {
        traceId: optional('bytes', 1), spanId: optional('bytes', 2), parentSpanId: optional('bytes', 4), name: optional('string', 5), kind: optional('int32', 6),
        startTimeUnixNano: optional('fixed64', 7), endTimeUnixNano: optional('fixed64', 8), attributes: repeated('KeyValue', 9), status: optional('Status', 15),
      },
    },
    Status: { fields: { message: optional('string', 2), code: optional('int32', 3) } },
    PartialSuccess: { fields: { rejected: optional('int64', 1), errorMessage: optional('string', 2) } },
    ExportResponse: { fields: { partialSuccess: optional('PartialSuccess', 1) } },
    RpcStatus: { fields: { code: optional('int32', 1), message: optional('string', 2) } },
  },
}
