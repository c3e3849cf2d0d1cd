import { expect, test } from 'vitest'
import { csvOf } from './csv'

test.each([
  ['=1+1', "'=1+1"], ['+x', "'+x"], ['-x', "'-x"], ['@x', "'@x"], ['\tx', "'\tx"], ['a,b', '"a,b"'], ['say "no"', '"say ""no"""'], ['two\nlines', '"two\nlines"'], ['plain', 'plain'],
])('a cell of %j can neither start a formula nor break its row', (given, written) => {
  expect(csvOf(['h'], [[given]])).toBe(`h\r\n${written}\r\n`)
})

test('numbers stay numbers and absent values stay empty', () => {
  expect(csvOf(['a', 'b', 'c'], [[-1, null, true]])).toBe('a,b,c\r\n-1,,true\r\n')
})
