import { describe, expect, test } from 'vitest'
import { cut, familiesFor, folded, shown } from './fonts'

describe('what is printed', () => {
  const names: [string, string, string][] = [
    ['a name in any alphabet stays as it is', 'Łukasz 山田 Ольга', 'Łukasz 山田 Ольга'],
    ['a character that turns the text around is named', 'user\u202Egnp.exe', 'user‹202e›gnp.exe'],
    ['one that shows nothing is named', 'git\u200Bhub', 'git‹200b›hub'],
    ['a control character is named', 'a\u0007b', 'a‹7›b'],
    ['a line end is a space', 'a\nb', 'a b'],
  ]
  test.each(names)('%s', (_title, given, wanted) => expect(shown(given)).toBe(wanted))

  test('an identifier is broken without hyphens, and gives its letters back', () => {
    const found = folded('repositories/contents/very/long list_issues', 10)
    expect(found.split('\n').every((line) => line.split(' ').every((word) => word.length <= 10))).toBe(true)
    expect(found.replaceAll('\n', '')).toBe('repositories/contents/very/long list_issues')
  })

  test('what is cut says so and is never wider than its place', () => {
    expect(cut('github-enterprise', 10)).toBe('github-en…')
    expect(cut('github', 10)).toBe('github')
    expect([...cut('山田山田山田', 6)].length).toBeLessThanOrEqual(3)
  })

  test('the large font is loaded only for what the usual one has not', async () => {
    expect(await familiesFor('Zoë and Łukasz, Ольга, Αθηνά, Nguyễn Thị — “quoted”…')).toEqual(['Noto'])
    expect(await familiesFor('山田')).toEqual(['Noto', 'Unifont'])
  })
})
