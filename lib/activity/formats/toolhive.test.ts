import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkNative } from './native'
import { adaptToolhive } from './toolhive'
import cases from './toolhive.cases.json' with { type: 'json' }

describe('a ToolHive line', () => {
  test.each(cases)('$name', (one) => {
    const adapted = adaptToolhive(one.record)
    if ('refusal' in adapted) expect({ refusal: adapted.refusal.code, noAct: adapted.noAct }).toEqual({ refusal: one.refusal, noAct: one.noAct })
    else {
      expect(adapted).toEqual({ event: one.event, ...(one.responseSize === undefined ? {} : { responseSize: one.responseSize }) })
      expect(checkNative(adapted.event)).toHaveProperty('at')
    }
  })

  test('never throws, whatever it holds', () => {
    const line = fc.record({ type: fc.constantFrom('mcp_tool_call', 'mcp_prompt_get', 'x'), target: fc.jsonValue(), subjects: fc.jsonValue(), delegation: fc.jsonValue(), metadata: fc.jsonValue(), data: fc.jsonValue(), outcome: fc.jsonValue() }, { requiredKeys: [] })
    fc.assert(fc.property(fc.oneof(line, fc.jsonValue()), (record) => {
      const adapted = adaptToolhive(record)
      if ('event' in adapted) checkNative(adapted.event)
    }))
  })
})
