import { describe, expect, it } from 'vitest'
import { isOneSlip, nearWords, wordsOf } from './search-words'

describe('the words of a search', () => {
  it('are taken apart as names are, each once', () => {
    expect(wordsOf('createIssue create_issue, Über-Blick')).toEqual(['create', 'issue', 'über', 'blick'])
    expect(wordsOf('-- & | !')).toEqual([])
    expect(wordsOf('a b c d e f g h i j')).toHaveLength(8)
  })

  it.each([['isue', 'issue'], ['issuee', 'issue'], ['isdue', 'issue'], ['isseu', 'issue'], ['deplpy', 'deployment'], ['xdeploy', 'deploy'], ['eploy', 'deploy']])('%s is one slip from %s', (typed, meant) => {
    expect(isOneSlip(typed, meant)).toBe(true)
  })

  it.each([['issue', 'issue'], ['isuse', 'ticket'], ['abcd', 'abxy'], ['dcba', 'abcd'], ['deploy', 'dep']])('%s is not one slip from %s', (typed, meant) => {
    expect(isOneSlip(typed, meant)).toBe(false)
  })

  it('are not guessed at when they are short, nor without end', () => {
    expect(nearWords('gti', ['git'])).toEqual([])
    expect(nearWords('crate', ['create', 'grate', 'crater', 'orate', 'irate', 'crates', 'crane'])).toHaveLength(5)
  })
})
