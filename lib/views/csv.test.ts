import { expect, test } from 'vitest'
import { csvCell, csvFile } from './csv'

test('a text that a spreadsheet would compute is only text', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) expect(csvCell(text).replace(/^"/, '').startsWith("'")).toBe(true)
  expect([csvCell('a=1'), csvCell(-5), csvCell(null), csvCell(true)]).toEqual(['a=1', '-5', '', 'true'])
})

test('quotes, commas and line ends stay within their cell', () => {
  expect(csvCell('say "hi", twice\r\nor so')).toBe('"say ""hi"", twice\r\nor so"')
  expect(csvFile(['status open'], ['a', 'b'], [[1, 'x,y'], [null, '']])).toBe('# status open\r\na,b\r\n1,"x,y"\r\n,\r\n')
})
