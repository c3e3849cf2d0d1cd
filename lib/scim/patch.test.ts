import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Doc, ENTERPRISE, type Json, type Kind, PATCH_OP } from './model'
import { applyPatch, readOperations } from './patch'

const USER: Doc = {
  userName: 'dana@acme.test', name: { givenName: 'Dana', familyName: 'Ruiz' }, displayName: 'Dana Ruiz', active: true,
  emails: [{ value: 'dana@acme.test', type: 'work', primary: true }, { value: 'd@home.test', type: 'home' }], [ENTERPRISE]: { department: 'Risk' },
}
const GROUP: Doc = { displayName: 'Payments', members: [{ value: 'per_1' }, { value: 'per_2' }] }

function patched(kind: Kind, doc: Doc, ...operations: Json[]): Doc {
  return applyPatch(kind, doc, readOperations({ schemas: [PATCH_OP], Operations: operations }))
}

describe('operations as RFC 7644 and the directories write them', () => {
  test.each<[string, Json, Doc]>([
    ['replace a text', { op: 'replace', path: 'displayName', value: 'D' }, { displayName: 'D' }],
    ['names and words count without regard to case', { op: 'Replace', path: 'DISPLAYNAME', value: 'D' }, { displayName: 'D' }],
    ['Entra: active as text', { op: 'Replace', path: 'active', value: 'False' }, { active: 'False' }],
    ['Okta: without a path', { op: 'replace', value: { active: false } }, { active: false }],
    ['Okta: an id along with it is passed over', { op: 'replace', value: { id: 'x', displayName: 'D', schemas: [] } }, { displayName: 'D' }],
    ['Entra: paths as names', { op: 'replace', value: { 'name.givenName': 'D', [`${ENTERPRISE}:department`]: 'Ops', 'emails[type eq "work"].value': 'new@acme.test' } }, { name: { givenName: 'D', familyName: 'Ruiz' }, [ENTERPRISE]: { department: 'Ops' }, emails: [{ value: 'new@acme.test', type: 'work', primary: true }, { value: 'd@home.test', type: 'home' }] }],
    ['an extension whole', { op: 'add', value: { [ENTERPRISE]: { costCenter: '7' } } }, { [ENTERPRISE]: { department: 'Risk', costCenter: '7' } }],
    ['an extension by its address', { op: 'replace', path: ENTERPRISE, value: { Department: 'Ops' } }, { [ENTERPRISE]: { department: 'Ops' } }],
    ['Entra: a manager as bare text', { op: 'Add', path: `${ENTERPRISE}:manager`, value: 'per_9' }, { [ENTERPRISE]: { department: 'Risk', manager: 'per_9' } }],
    ['an unknown extension', { op: 'add', path: 'urn:acme:scim:2.0:User:badge', value: 7 }, { 'urn:acme:scim:2.0:User': { badge: 7 } }],
    ['parts that are not named stay', { op: 'replace', path: 'name', value: { familyName: 'R' } }, { name: { givenName: 'Dana', familyName: 'R' } }],
    ['a list is replaced whole', { op: 'replace', path: 'emails', value: [{ value: 'a@b.test' }] }, { emails: [{ value: 'a@b.test' }] }],
    ['one is added, and is the primary one alone', { op: 'add', path: 'emails', value: [{ value: 'a@b.test', primary: true }] }, { emails: [{ value: 'dana@acme.test', type: 'work', primary: false }, { value: 'd@home.test', type: 'home' }, { value: 'a@b.test', primary: true }] }],
    ['what is there already is not added again', { op: 'add', path: 'emails', value: { value: 'd@home.test', type: 'home' } }, {}],
    ['Entra: a value that is made from the filter', { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1' }, { phoneNumbers: [{ type: 'mobile', value: '+1' }] }],
    ['a part of the matching value goes', { op: 'remove', path: 'emails[type eq "work"].primary' }, { emails: [{ value: 'dana@acme.test', type: 'work' }, { value: 'd@home.test', type: 'home' }] }],
    ['a matching value goes', { op: 'remove', path: 'emails[type eq "home"]' }, { emails: [{ value: 'dana@acme.test', type: 'work', primary: true }] }],
    ['what is not there is gone already', { op: 'remove', path: 'emails[type eq "other"]' }, {}],
    ['a matching value is replaced', { op: 'replace', path: 'emails[type eq "home"]', value: { value: 'x@home.test', type: 'home', primary: true } }, { emails: [{ value: 'dana@acme.test', type: 'work', primary: false }, { value: 'x@home.test', type: 'home', primary: true }] }],
    ['null unassigns', { op: 'replace', path: 'name.familyName', value: null }, { name: { givenName: 'Dana' } }],
  ])('%s', (_what, operation, expected) => {
    expect(patched('User', USER, operation)).toEqual({ ...USER, ...expected })
  })

  test('an attribute is removed whole, and so is an extension', () => {
    expect(patched('User', USER, { op: 'remove', path: 'displayName' }, { op: 'remove', path: ENTERPRISE }, { op: 'remove', path: 'emails' })).toEqual({ userName: USER['userName'], name: USER['name'], active: true })
  })

  test.each<[string, Json, string[]]>([
    ['add', { op: 'add', path: 'members', value: [{ value: 'per_3' }, { value: 'per_1' }] }, ['per_1', 'per_2', 'per_3']],
    ['remove by filter', { op: 'remove', path: 'members[value eq "per_1"]' }, ['per_2']],
    ['Entra: remove by value', { op: 'Remove', path: 'members', value: [{ value: 'per_2' }] }, ['per_1']],
    ['remove all', { op: 'remove', path: 'members' }, []],
    ['replace', { op: 'replace', path: 'members', value: [{ value: 'per_4' }] }, ['per_4']],
    ['Okta: without a path', { op: 'replace', value: { id: 'tem_1', displayName: 'Payments', members: [{ value: 'per_5', display: 'x' }] } }, ['per_5']],
  ])('members: %s', (_what, operation, expected) => {
    expect(((patched('Group', GROUP, operation)['members'] ?? []) as Doc[]).map((one) => one['value'])).toEqual(expected)
  })

  test.each<[string, Json]>([
    ['invalidSyntax', { op: 'move', path: 'displayName', value: 'x' }], ['invalidSyntax', 'replace'], ['noTarget', { op: 'remove' }], ['invalidValue', { op: 'replace', value: 'x' }], ['invalidValue', { op: 'add', path: 'title' }],
    ['invalidPath', { op: 'replace', path: 'emails[type eq "work"', value: 'x' }], ['invalidPath', { op: 'replace', path: 'a b', value: 'x' }], ['invalidPath', { op: 'replace', path: '.x', value: 'x' }], ['invalidPath', { op: 'replace', path: 7, value: 'x' }], ['invalidPath', { op: 'replace', path: '__proto__.polluted', value: 'x' }],
    ['invalidFilter', { op: 'replace', path: 'emails[type xx "work"].value', value: 'x' }], ['noTarget', { op: 'replace', path: 'emails[type eq "other"]', value: {} }], ['noTarget', { op: 'replace', path: 'emails[type co "o" and primary eq false].value', value: 'x' }],
    ['mutability', { op: 'replace', path: 'id', value: 'x' }], ['mutability', { op: 'remove', path: 'groups' }], ['mutability', { op: 'replace', path: 'META.location', value: 'x' }], ['invalidPath', { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:Group:displayName', value: 'x' }],
    ['invalidSyntax', { op: 'replace', path: 'constructor.prototype', value: 'x' }], ['invalidSyntax', { op: 'replace', path: 'emails.constructor', value: 'x' }],
  ])('%s: %j', (scimType, operation) => {
    expect(() => patched('User', USER, operation)).toThrow(expect.objectContaining({ errors: [{ path: 'scimType', message: scimType }] }))
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('names that every object has are names like others', () => {
    expect(patched('User', USER, { op: 'add', path: 'toString[type eq "a"].value', value: 'x' }, { op: 'add', path: 'valueOf', value: 'y' })).toEqual({ ...USER, toString: [{ type: 'a', value: 'x' }], valueOf: 'y' })
  })

  test('the resource given stays as it is, whatever the operations', () => {
    const before = structuredClone(USER)
    patched('User', USER, { op: 'remove', path: 'emails' }, { op: 'replace', path: 'name.givenName', value: 'X' })
    expect(USER).toEqual(before)
  })
})

describe('random operations on members', () => {
  const id = fc.integer({ min: 1, max: 6 }).map((n) => `per_${n}`)
  const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 4 })
  const move = fc.oneof(
    ids.map((list) => ({ list, how: 'add' as const })), ids.map((list) => ({ list, how: 'replace' as const })),
    id.map((one) => ({ list: [one], how: 'filter' as const })), ids.map((list) => ({ list, how: 'values' as const })), fc.constant({ list: [] as string[], how: 'all' as const }),
  )

  test('end where a set of members ends', () => {
    fc.assert(fc.property(fc.array(move, { minLength: 1, maxLength: 8 }), (moves) => {
      const wanted = new Set(['per_1', 'per_2'])
      const operations = moves.map(({ list, how }): Json => {
        const value = list.map((one) => ({ value: one }))
        if (how === 'replace' || how === 'all') wanted.clear()
        for (const one of list) if (how === 'add' || how === 'replace') wanted.add(one); else wanted.delete(one)
        if (how === 'filter') return { op: 'remove', path: `members[value eq "${String(list[0])}"]` }
        if (how === 'all') return { op: 'remove', path: 'members' }
        return how === 'values' ? { op: 'remove', path: 'members', value } : { op: how, path: 'members', value }
      })
      const members = (patched('Group', GROUP, ...operations)['members'] ?? []) as Doc[]
      expect(members.map((one) => one['value']).sort()).toEqual([...wanted].sort())
    }), { numRuns: 300 })
  })

  test('whatever is sent, it is a refusal in SCIM’s words or a document, and never a surprise', () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
    const path = fc.oneof(fc.constantFrom('emails', 'emails[type eq "work"].value', 'name.givenName', 'name', ENTERPRISE, `${ENTERPRISE}:manager.value`, 'toString', 'hasOwnProperty.call', 'valueOf[value pr].x', 'active', 'addresses[type eq "a"]'), fc.string({ maxLength: 20 }))
    fc.assert(fc.property(fc.array(fc.record({ op: fc.constantFrom('add', 'replace', 'remove'), path, value: json }), { minLength: 1, maxLength: 4 }), (operations) => {
      try {
        expect(typeof patched('User', USER, ...(operations as Json[]))).toBe('object')
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad_request', errors: [{ path: 'scimType' }] })
      }
    }), { numRuns: 500 })
  })
})
