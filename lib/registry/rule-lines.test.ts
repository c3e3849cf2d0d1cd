import { describe, expect, it } from 'vitest'
import { linesToRules, rulesToLines } from './rule-lines'

describe('resource rules as lines', () => {
  it('come back as they were', () => {
    const rules = { '/repo': 'repo:{/owner}/{}', '/a~1b': 'x:{}' }
    expect(linesToRules(rulesToLines(rules))).toEqual({ rules })
  })
  it.each([['/repo -> repo:{}'], ['/repo repo:{}'], ['\n  /repo → repo:{}  \n\n']])('%j is one rule', (text) => expect(linesToRules(text)).toEqual({ rules: { '/repo': 'repo:{}' } }))
  it('are none when nothing is written', () => expect(linesToRules(' \n')).toEqual({ rules: {} }))
  it.each([['repo → x', /^Line 1/], ['/a → a:{}\n/a → b:{}', /^Line 2/], ['/a', /^Line 1/]])('%j says which line is none', (text, fault) => expect(linesToRules(text)).toMatchObject({ fault: expect.stringMatching(fault) }))
})
