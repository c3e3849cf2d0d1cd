import { describe, expect, test } from 'vitest'
import { matches, mustEqual, parseFilter } from './filter'
import { type Doc, ENTERPRISE } from './model'

const DANA: Doc = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: 'per_1', externalId: 'AbC', userName: 'Dana@Acme.test', active: true, name: { givenName: 'Dana', familyName: 'Ruiz' },
  emails: [{ value: 'dana@acme.test', type: 'work', primary: true }, { value: 'd@home.test', type: 'home' }], [ENTERPRISE]: { department: 'Risk', manager: { value: 'per_2' } },
  meta: { lastModified: '2026-11-21T10:00:00.000Z' }, title: '',
}

describe('a filter', () => {
  test.each<[string, boolean]>([
    ['userName eq "dana@acme.test"', true], ['USERNAME Eq "DANA@ACME.TEST"', true], ['userName eq "dana"', false], ['userName sw "dana"', true], ['userName co "ACME"', true], ['userName ew ".test"', true],
    ['externalId eq "AbC"', true], ['externalId eq "abc"', false], ['id eq "per_1"', true],
    ['emails.value eq "d@home.test"', true], ['emails eq "d@home.test"', true], ['emails[type eq "work" and value co "@acme"]', true], ['emails[type eq "home" and primary eq true]', false],
    ['active eq true', true], ['active eq "True"', true], ['active eq "False"', false], ['not (active eq false)', true], ['name.givenName eq "dana"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "da"', true], [`${ENTERPRISE}:department eq "risk"`, true], [`${ENTERPRISE}:manager.value eq "per_2"`, true], [`${ENTERPRISE}:costCenter pr`, false],
    ['department eq "risk"', false], ['userName ne "x"', true], ['userName ne "dana@acme.test"', false], ['nickName pr', false], ['title pr', false], ['nickName eq null', true], ['userName eq null', false],
    ['meta.lastModified gt "2026-11-21T09:00:00Z"', true], ['meta.lastModified lt "2026-11-21T11:00:00+02:00"', false],
    ['userName sw "x" or externalId pr and active eq true', true], ['(userName sw "x" or externalId pr) and active eq false', false], ['constructor pr', false], ['userName eq "a\\"b"', false], ['userName gt 4', false],
  ])('%s → %s', (text, expected) => {
    expect(matches(parseFilter(text), DANA)).toBe(expected)
  })

  test.each([
    '', ' ', 'userName', 'userName eq', 'eq "x"', 'userName eq x', 'userName eq "x" and', 'userName eq "x', 'userName xx "x"', "userName eq 'x'", '(userName pr', 'userName pr)', 'emails[type eq "work"', 'userName eq {"a":1}', 'userName eq [1]', '"userName" eq "x"', 'a..b pr', 'userName; DROP TABLE person',
    `${'('.repeat(5000)}a pr${')'.repeat(5000)}`, `${'not ('.repeat(40)}a pr${')'.repeat(40)}`, Array.from({ length: 90 }, (_, n) => `a eq "${n}"`).join(' or '), `a eq "${'x'.repeat(3000)}"`,
  ])('text %# is refused as invalidFilter', (text) => {
    expect(() => parseFilter(text)).toThrow(expect.objectContaining({ code: 'bad_request', errors: [{ path: 'scimType', message: 'invalidFilter' }] }))
  })

  test('what every match must equal is known to the store, and never more than that', () => {
    expect([...mustEqual(parseFilter('userName eq "A" and active eq true and emails.value eq "b"'))]).toEqual([['username', 'A'], ['active', true], ['emails.value', 'b']])
    for (const text of ['userName eq "A" or active eq true', 'not (userName eq "A")', 'userName sw "A"', `${ENTERPRISE}:userName eq "A"`]) expect(mustEqual(parseFilter(text)).size).toBe(0)
  })
})
