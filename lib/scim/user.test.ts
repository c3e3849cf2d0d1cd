import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { project, readProjection } from './answer'
import { type Doc, ENTERPRISE, type Json, PATCH_OP, USER } from './model'
import { applyPatch, readOperations } from './patch'
import { emailOf, nameOf, readUser, userDoc, type UserFacts, userResource } from './user'

const AT = new Date('2026-11-21T10:00:00Z')
const PERSON: UserFacts = { id: 'per_1', email: 'dana@acme.test', name: 'Dana', active: true, externalId: null, createdAt: AT, updatedAt: AT, manager: null, teams: [], kept: null }

/** The person after a directory's words were carried out, as the commands do it. */
function after(person: UserFacts, doc: Doc): UserFacts {
  const wish = readUser(doc)
  return {
    ...person, email: wish.email, name: wish.name, active: wish.active ?? person.active, externalId: wish.externalId, manager: wish.managerId === null ? null : { id: wish.managerId, name: 'M' },
    kept: { doc: wish.doc, at: AT.toISOString(), deletedAt: null },
  }
}

describe('which name and which address count', () => {
  test.each<[Doc, string | null]>([
    [{ userName: 'U@Acme.test' }, 'u@acme.test'], [{ userName: 'u', emails: [{ value: 'Home@a.test', type: 'home' }, { value: 'work@a.test', type: 'work' }] }, 'work@a.test'],
    [{ userName: 'u@a.test', emails: [{ value: 'w@a.test', type: 'work' }, { value: 'p@a.test', primary: 'True' }] }, 'p@a.test'], [{ userName: 'u@a.test', emails: [{ value: '', primary: true }] }, 'u@a.test'], [{ userName: 'u', emails: [{ type: 'work' }] }, null],
  ])('%j → %s', (doc, email) => {
    expect(emailOf(doc)).toBe(email)
  })

  test.each<[Doc, string]>([
    [{ userName: 'u', displayName: ' Dana  R ' }, 'Dana R'], [{ userName: 'u', displayName: '', name: { formatted: 'F' } }, 'F'], [{ userName: 'u', name: { givenName: 'A', familyName: 'B' } }, 'A B'], [{ userName: 'u', name: { familyName: 'B' } }, 'B'], [{ userName: 'u' }, 'u'],
    [{ userName: 'u', displayName: 'x'.repeat(300) }, 'x'.repeat(200)],
  ])('%j is called %s', (doc, name) => {
    expect(nameOf(doc)).toBe(name)
  })
})

test('what was changed by hand since is told, and what the directory gave beside it stays', () => {
  const given = after(PERSON, { userName: 'D.R@acme.test', displayName: 'Dana', title: 'T', emails: [{ value: 'dana@acme.test', type: 'work' }, { value: 'x@home.test', type: 'home' }] })
  expect(userDoc({ ...given, name: 'Dana Ruiz', email: 'ruiz@acme.test', active: false })).toEqual({
    userName: 'D.R@acme.test', displayName: 'Dana Ruiz', title: 'T', active: false, emails: [{ value: 'ruiz@acme.test', type: 'work', primary: true }, { value: 'x@home.test', type: 'home', primary: false }],
  })
})

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,8}[a-z]$/)
const userDocs: fc.Arbitrary<Doc> = fc.record({
  userName: word.map((one) => `${one.replaceAll(' ', '.')}@acme.test`), displayName: word, title: word, nickName: word, active: fc.boolean(), externalId: word,
  name: fc.record({ givenName: word, familyName: word }, { requiredKeys: ['givenName'] }), emails: fc.constantFrom('work', 'home').map((type) => [{ value: `${type}@acme.test`, type, primary: true }]),
  [ENTERPRISE]: fc.record({ department: word, manager: fc.constant({ value: 'per_9' }) }, { requiredKeys: ['department'] }), 'urn:acme:2.0:User': fc.record({ badge: fc.integer(), tags: fc.array(word, { minLength: 1, maxLength: 3 }) }),
}, { requiredKeys: ['userName'] }) as fc.Arbitrary<Doc>

describe('over random users', () => {
  test('what was given is given back, with nothing added but id, schemas and whether they are here', () => {
    fc.assert(fc.property(userDocs, (doc) => {
      const { schemas, id, active, ...rest } = userResource(after(PERSON, doc), 'b')
      const { active: said, ...given } = doc
      expect([id, active]).toEqual(['per_1', said ?? true])
      expect(schemas).toEqual([USER, ...Object.keys(rest).filter((one) => one.startsWith('urn:'))])
      const enterprise = rest[ENTERPRISE] as Doc | undefined
      if (enterprise?.['manager'] !== undefined) enterprise['manager'] = { value: (enterprise['manager'] as Doc)['value'] ?? null }
      expect(rest).toEqual(given)
    }), { numRuns: 200 })
  })

  test('a PATCH and then a GET tell what the same words tell of a plain object', () => {
    const attribute = fc.constantFrom('displayName', 'title', 'nickName', 'externalId')
    const move = fc.oneof(
      fc.record({ op: fc.constantFrom('add', 'Replace'), path: attribute, value: word }), fc.record({ op: fc.constant('remove'), path: attribute }), fc.record({ op: fc.constant('replace'), value: fc.dictionary(attribute, word, { minKeys: 1, maxKeys: 3, noNullPrototype: true }) }),
    )
    fc.assert(fc.property(userDocs, fc.array(move, { minLength: 1, maxLength: 6 }), (doc, moves) => {
      const before = after(PERSON, doc)
      const model: Record<string, Json> = { ...userDoc(before) }
      for (const one of moves) {
        if (!('path' in one)) Object.assign(model, one.value)
        else if (one.op === 'remove') delete model[one.path]
        else if ('value' in one) model[one.path] = one.value
      }
      const person = after(before, applyPatch('User', userDoc(before), readOperations({ schemas: [PATCH_OP], Operations: moves as Json[] })))
      const told = userResource(person, 'b')
      for (const name of ['displayName', 'title', 'nickName', 'externalId', 'userName']) expect(told[name]).toEqual(model[name])
      expect(person.name).toBe(nameOf(model))
    }), { numRuns: 200 })
  })
})

test.each<[string, Doc]>([
  ['attributes=userName', { schemas: [USER], id: 'per_1', userName: 'u' }], ['attributes=NAME.givenname,id', { schemas: [USER], id: 'per_1', name: { givenName: 'A' } }], [`attributes=${ENTERPRISE}:department`, { schemas: [USER], id: 'per_1', [ENTERPRISE]: { department: 'D' } }],
  [`attributes=${ENTERPRISE}`, { schemas: [USER], id: 'per_1', [ENTERPRISE]: { department: 'D', costCenter: '7' } }], ['attributes=emails.value', { schemas: [USER], id: 'per_1', emails: [{ value: 'a' }] }], ['attributes=constructor,toString', { schemas: [USER], id: 'per_1' }],
  [`excludedAttributes=name,emails.type,id,${ENTERPRISE}:department`, { schemas: [USER], id: 'per_1', userName: 'u', emails: [{ value: 'a' }], [ENTERPRISE]: { costCenter: '7' } }],
])('%s', (query, expected) => {
  const whole: Doc = { schemas: [USER], id: 'per_1', userName: 'u', name: { givenName: 'A', familyName: 'B' }, emails: [{ value: 'a', type: 'work' }], [ENTERPRISE]: { department: 'D', costCenter: '7' } }
  expect(project(whole, readProjection(new URLSearchParams(query)))).toEqual(expected)
})
