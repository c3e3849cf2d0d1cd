import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasCode, isAppError } from '@/lib/errors'
import { repeatedKey } from './json-keys'
import { readDocument } from './read-text'
import { type WrittenDocument, writeDocument } from './write-text'

const ENTRY = `
  - server: github
    caller: { agent: triage, client: code, human: "any" } # who
    target: { kind: tool, name: "create_*" }
    access: write
    purpose: Triage of issues
`
const YAML = `# A comment.\nversion: 1\nservers: [github]\ngrants:${ENTRY}`

function refusal(text: string, format: 'yaml' | 'json' = 'yaml'): string {
  try {
    readDocument(text, format)
  } catch (error) {
    if (isAppError(error)) return `${error.code}: ${error.message} ${error.errors.map((one) => one.path).join()}`
    throw error
  }
  return 'was taken'
}

describe('a document as text', () => {
  test('is YAML with comments, or JSON, and says the same', () => {
    const read = readDocument(YAML, 'yaml')
    expect(read).toMatchObject({ version: 1, servers: ['github'], grants: [{ server: 'github', scope: [], mode: 'direct', target: { name: 'create_*' } }] })
    expect(readDocument(JSON.stringify({ version: 1, servers: ['github'], grants: [{ server: 'github', caller: { agent: 'triage', client: 'code', human: 'any' }, target: { kind: 'tool', name: 'create_*' }, access: 'write', purpose: 'Triage of issues' }] }), 'json')).toEqual(read)
  })

  test.each([
    ['an alias', YAML.replace('server: github', 'server: &a github').replace('name: "create_*"', 'name: *a'), 'anchor'], ['an anchor alone', YAML.replace('write', '&x write'), 'anchor'],
    ['laughs by the billion', `a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n${YAML}`, 'anchor'], ['a merge key', `base: &b {version: 1}\n<<: *b\n${YAML}`, 'anchor'],
    ['a key given twice', `version: 1\n${YAML}`, 'twice'], ['a tag', YAML.replace('access: write', 'access: !!str write'), 'tag'], ['a tag of its own', YAML.replace('access: write', 'access: !env write'), 'tag'],
    ['two documents', `${YAML}---\n${YAML}`, 'bad_request'], ['a directive', `%YAML 1.1\n---\n${YAML}`, 'bad_request'], ['a mapping as key', `? {a: 1}\n: 2\n${YAML}`, 'bad_request'], ['brackets without end', '['.repeat(100_000), 'deeper'], ['braces without end', '{a: '.repeat(50_000), 'deeper'],
    ['dashes without end', '- '.repeat(100_000), 'deeper'], ['steps without end', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'deeper'], ['dashes with anchors', '- &a '.repeat(100_000), 'bad_request'], ['sixty thousand keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n'), 'invalid_input'], ['nothing', '', 'invalid_input'], ['a text', 'hello', 'invalid_input'], ['a number for a text', YAML.replace('Triage of issues', '123'), 'purpose'],
    ['an unknown field', YAML.replace('access: write', 'access: write\n    acces: read'), 'unknown_field'], ['a server that it does not speak for', YAML.replace('[github]', '[jira]'), 'grants.0.server'], ['an id twice', `version: 1\nservers: [github]\ngrants:${ENTRY.replace('- server', '- id: g\n    server').repeat(2)}`, 'grants.1.id'],
    ['an end before its beginning', YAML.replace('access: write', 'access: write\n    validFrom: "2026-02-01T00:00:00Z"\n    validUntil: "2026-01-01T00:00:00Z"'), 'validUntil'], ['another version', YAML.replace('version: 1', 'version: 2'), 'version'],
    ['a character that is no text', YAML.replace('Triage of issues', '"\\0"'), 'purpose'], ['half a character', YAML.replace('Triage of issues', '"\\ud800"'), 'purpose'], ['prototype pollution', `__proto__: {a: 1}\n${YAML}`, 'unknown_field'],
    ['two megabytes', `# ${'x'.repeat(2 * 1024 * 1024)}\n${YAML}`, 'too_large'],
  ])('%s is refused in words', (_, text, word) => {
    expect(refusal(text)).toContain(word)
  })

  test.each([['{"version":1,"version":1}', 'twice'], ['{"version":1,', 'not JSON'], ['// x\n{}', 'not JSON'], ['{"grants":[{"a":{"b":1,"b":2}}]}', '“b”'], ['{"a\\u0062":1,"ab":2}', '“ab”'], ['[{"a":1},{"a":1}]', 'invalid_input']])('%s is refused as JSON', (text, word) => {
    expect(refusal(text, 'json')).toContain(word)
  })

  test('no YAML makes it fail otherwise than in words, nor for long', () => {
    const piece = fc.constantFrom('- ', '{', '}', '[', ']', ': ', '? ', '&a ', '*a ', '!!x ', '|', '>', '"', "'", '#', '\n', '  ', '\t', 'a', '%YAML 1.2', '---', '...', '\u0000', '\ud800', '<<', ',', '~', '0x1f', '1e999')
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      try {
        readDocument(pieces.join(''), 'yaml')
      } catch (error) {
        expect(isAppError(error) && !hasCode(error, 'internal')).toBe(true)
      }
    }), { numRuns: 3_000 })
  })

  test('what is written is read as the same', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((value) => !/\p{Cc}/u.test(value) && value.isWellFormed() && value.trim() === value && value !== '')
    const word = fc.oneof(text, fc.constantFrom('yes', 'null', '~', '1', '0x10', '2026-01-01', '- a', '# no', 'a: b', '*', '&a', '!x', '"', "'", '{', '%', '@', '`', '|', '>', 'true', '1e3', '.inf', '<<'))
    const entry = fc.record({ id: word, server: fc.constant('github'), caller: fc.record({ agent: word, client: word, human: word }), target: fc.record({ kind: fc.constantFrom('tool', 'context'), name: word }), access: fc.constantFrom('read', 'admin'), scope: fc.array(word, { minLength: 1, maxLength: 3 }), purpose: word, validFrom: fc.constant('2026-01-01T00:00:00.000Z'), reauthorise: fc.boolean() })
    fc.assert(fc.property(fc.uniqueArray(entry, { selector: (one) => one.id, maxLength: 4 }), (grants) => {
      const document: WrittenDocument = { version: 1, servers: ['github'], grants }
      const [yaml, json] = [readDocument(writeDocument(document, 'yaml'), 'yaml'), readDocument(writeDocument(document, 'json'), 'json')]
      expect(yaml).toEqual(json)
      expect(yaml.grants.map(({ validFrom: _, mode: _mode, ...rest }) => rest)).toEqual(grants.map(({ validFrom: _, ...rest }) => rest))
    }), { numRuns: 500 })
  })
})

test('keys are told from texts', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => { expect(repeatedKey(JSON.stringify(value))).toBeNull() }))
})
