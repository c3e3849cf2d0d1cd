import { describe, expect, it } from 'vitest'
import { readImport } from './import-text'

describe('reading a pasted import', () => {
  it('takes a list, and an object that holds one', () => {
    expect(readImport('[{"externalId":"a"}]')).toEqual({ rows: [{ externalId: 'a' }] })
    expect(readImport('{"reason":"x","grants":[1]}')).toEqual({ rows: [1] })
  })

  it.each(['', '  ', '{', '{"grants":{}}', '"text"', '[]', 'null'])('says why %j is none', (text) => {
    expect(readImport(text)).toHaveProperty('refusal')
  })
})
