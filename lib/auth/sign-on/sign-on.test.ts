import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEnv } from '@/lib/env'
import { parseRoleMap } from '@/lib/env-sign-on'
import { planSignOn, readClaims } from '@/lib/people/sign-on'
import { isSignOnProblem, problemOfProtocol } from './problems'
import { rolesOfGroups } from './roles'
import { trialOfPath } from './trial'
import { shownClaims } from './trial-report'

const given = { BAILIWICK_OIDC_ISSUER: 'https://login.acme.test', BAILIWICK_OIDC_CLIENT_ID: 'console', BAILIWICK_OIDC_CLIENT_SECRET: 'hush-hush' }

describe('the environment of single sign-on', () => {
  test('is all of issuer, client id and secret, or nothing', () => {
    expect(parseEnv(given, '/srv')).toMatchObject({ ok: true, env: { signOn: { scopes: 'openid email profile', groupsClaim: 'groups', only: false, roleMap: [] } } })
    expect(parseEnv({}, '/srv')).toMatchObject({ ok: true, env: { signOn: null } })
    for (const name of Object.keys(given)) {
      const part = Object.fromEntries(Object.entries(given).filter(([key]) => key !== name))
      const result = parseEnv(part, '/srv')
      expect(result).toMatchObject({ ok: false, errors: [expect.stringContaining(`without ${name}`)] })
      expect(JSON.stringify(result)).not.toContain('hush-hush')
    }
    expect(parseEnv({ BAILIWICK_OIDC_ONLY: 'true' }, '/srv').ok).toBe(false)
  })

  test.each([['http://login.acme.test', false], ['http://127.0.0.1:4010', true], ['http://localhost:4010', true], ['https://a.test/?x=1', false], ['http://127.0.0.1.evil.test', false], ['not an address', false]])('an issuer %s is taken: %s', (issuer, ok) => {
    expect(parseEnv({ ...given, BAILIWICK_OIDC_ISSUER: issuer }, '/srv').ok).toBe(ok)
  })

  test.each([
    ['a=admin,b=owner', [{ group: 'a', role: 'admin' }, { group: 'b', role: 'owner' }]],
    ['cn=ops,dc=acme=admin;x=member', [{ group: 'cn=ops,dc=acme', role: 'admin' }, { group: 'x', role: 'member' }]],
    ['a=root', null], ['=admin', null], ['admin', null], ['', []],
  ])('the role map %j', (text, expected) => {
    expect(parseRoleMap(text)).toEqual(expected)
  })

  test('no group gives a role that is not mapped to exactly that group', () => {
    const group = fc.constantFrom('admin', 'Admin', 'admins', 'ops', 'sec')
    const map = fc.array(fc.record({ group, role: fc.constantFrom('admin', 'auditor', 'member') }))
    fc.assert(fc.property(map, fc.array(group), (roleMap, groups) => {
      for (const role of rolesOfGroups(roleMap, groups) ?? []) expect(roleMap.some((entry) => entry.role === role && groups.includes(entry.group))).toBe(true)
    }))
    expect(rolesOfGroups([], null)).toBeNull()
  })
})

describe('claims', () => {
  const raw = { iss: 'https://login.acme.test', sub: 'u1', email: 'Ann@Acme.test', email_verified: true, name: 'Ann' }
  test('a missing groups claim is not an empty one, a single group may be a text, and a claim may lie deeper', () => {
    expect(readClaims(raw, 'groups')).toMatchObject({ email: 'ann@acme.test', emailVerified: true, groups: null })
    expect(readClaims({ ...raw, groups: [] }, 'groups')?.groups).toEqual([])
    expect(readClaims({ ...raw, groups: 'ops' }, 'groups')?.groups).toEqual(['ops'])
    expect(readClaims({ ...raw, realm: { roles: ['a', 7] } }, 'realm.roles')?.groups).toEqual(['a'])
    expect(readClaims({ ...raw, 'https://acme.test/groups': ['b'] }, 'https://acme.test/groups')?.groups).toEqual(['b'])
    expect(readClaims({ ...raw, sub: '' }, 'groups')).toBeNull()
  })

  const claims = { issuer: 'i', subject: 's', email: 'ann@acme.test', emailVerified: true, name: null, groups: null, sid: null }
  const rule = { trustsEmail: false, allowedDomains: [] as string[] }
  const ann = { id: 'per_a', email: 'ann@acme.test', active: true }
  test.each([
    ['a known identity needs no e-mail', { ...claims, email: null }, rule, { known: ann, holder: null }, 'known'],
    ['whoever has left stays out', claims, rule, { known: { ...ann, active: false }, holder: null }, 'left'],
    ['an unverified e-mail finds nobody', { ...claims, emailVerified: false }, rule, { known: null, holder: { ...ann, hasIdentityHere: false } }, 'email_unverified'],
    ['an unverified e-mail makes nobody', { ...claims, emailVerified: false }, rule, { known: null, holder: null }, 'email_unverified'],
    ['unless the operator vouches for the provider', { ...claims, emailVerified: false }, { ...rule, trustsEmail: true }, { known: null, holder: null }, 'join'],
    ['a verified e-mail links', claims, rule, { known: null, holder: { ...ann, hasIdentityHere: false } }, 'link'],
    ['but never to somebody with another identity there', claims, rule, { known: null, holder: { ...ann, hasIdentityHere: true } }, 'other_identity'],
    ['nor to somebody who has left', claims, rule, { known: null, holder: { ...ann, active: false, hasIdentityHere: false } }, 'left'],
    ['another domain stays out', claims, { ...rule, allowedDomains: ['other.test'] }, { known: null, holder: null }, 'other_domain'],
    ['a domain’s end is not the domain', { ...claims, email: 'x@evil-acme.test' }, { ...rule, allowedDomains: ['acme.test'] }, { known: null, holder: null }, 'other_domain'],
  ])('%s', (_title, given, by, found, expected) => {
    const plan = planSignOn(given, by, found)
    expect(plan.kind === 'refused' ? plan.reason : plan.kind).toBe(expected)
  })

  test('what could be used as a credential is masked on the test page', () => {
    const shown = shownClaims({ at_hash: 'abcdefghijkl', nonce: 'n0nce-value', access_token: 'opaque', odd: 'eyJhbGciOiJub25l.eyJzdWIiOiJ4In0x.', sub: 'u1' })
    expect(shown.map((one) => one.value).filter((value) => !value.startsWith('masked'))).toEqual(['u1'])
  })
})

describe('what went wrong', () => {
  test.each([
    ['invalid_client (client authentication failed)', 'client'], ['access_denied', 'cancelled'], ['State cookie was missing.', 'stale'], ['PKCE code_verifier cookie was missing.', 'stale'],
    ['nonce mismatch, expected a, got: b', 'stale'], ['unexpected iss value, expected a, got: b', 'rejected'], ['connect ECONNREFUSED 127.0.0.1:1', 'unreachable'], ['JWT expired, now 2, exp 1', 'rejected'],
  ])('“%s” is %s', (message, problem) => {
    expect(problemOfProtocol({ name: 'Error', message })).toBe(problem)
  })

  test('only codes of ours become sentences, and only the test page’s own path is a trial', () => {
    for (const code of ['Your account is blocked, call +1 555', 'constructor', '__proto__', undefined, ['left']]) expect(isSignOnProblem(code)).toBe(false)
    expect(trialOfPath(`/settings/sign-on?trial=tri_${'0'.repeat(26)}`)).toBe(`tri_${'0'.repeat(26)}`)
    for (const path of ['/settings/sign-on', '/settings/sign-on?trial=x', `//x/settings/sign-on?trial=tri_${'0'.repeat(26)}`, null]) expect(trialOfPath(path)).toBeNull()
  })
})
