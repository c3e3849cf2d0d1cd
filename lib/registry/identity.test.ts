import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import cases from './cases.json'
import { identityColumns, identityName, identityOf, identitySchema } from './identity'
import type { Identity } from './model'
import { issuerProblem, subjectProblem } from './oidc'
import { parseSpiffeId, parseWorkloadId } from './spiffe'

describe('SPIFFE IDs', () => {
  it.each(cases.spiffe.valid)('%s is one, in its normal form', (text, normal) => {
    expect(parseWorkloadId(text ?? '')).toMatchObject({ ok: true, id: normal })
  })

  it.each(cases.spiffe.invalid)('%j is none (%s)', (text, why) => {
    const parsed = parseWorkloadId(text ?? '')
    expect(parsed.ok).toBe(false)
    expect(parsed.ok ? '' : parsed.problem).toContain(why)
  })

  it('a bare trust domain is a SPIFFE ID but names no workload', () => {
    expect(parseSpiffeId('spiffe://acme.test')).toEqual({ ok: true, id: 'spiffe://acme.test', trustDomain: 'acme.test', path: '' })
    expect(parseWorkloadId('spiffe://acme.test')).toMatchObject({ ok: false })
  })

  it('takes a trust domain of 255 characters and 2048 bytes in all, and not one more', () => {
    const domain = 'd'.repeat(255)
    expect(parseWorkloadId(`spiffe://${domain}/x`).ok).toBe(true)
    expect(parseWorkloadId(`spiffe://${domain}d/x`).ok).toBe(false)
    const head = 'spiffe://acme.test/'
    expect(parseWorkloadId(head + 'p'.repeat(2048 - head.length)).ok).toBe(true)
    expect(parseWorkloadId(head + 'p'.repeat(2049 - head.length)).ok).toBe(false)
  })

  it('the normal form of a normal form is itself, whatever the text', () => {
    const segment = fc.stringMatching(/^[a-zA-Z0-9._-]{1,12}$/)
    const likely = fc.tuple(fc.constantFrom('spiffe://', 'SpIfFe://'), fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/), fc.array(segment, { minLength: 1, maxLength: 4 })).map(([scheme, domain, path]) => `${scheme}${domain}/${path.join('/')}`)
    fc.assert(fc.property(fc.oneof(likely, fc.string()), (text) => {
      const parsed = parseWorkloadId(text)
      if (!parsed.ok) return
      expect(parseWorkloadId(parsed.id)).toEqual(parsed)
      expect(parsed.id.toLowerCase()).toBe(text.toLowerCase())
      expect(parsed.id.endsWith(parsed.path)).toBe(true)
    }))
  })
})

describe('OpenID Connect identities', () => {
  it.each(cases.issuer.valid)('%s is an issuer', (issuer) => expect(issuerProblem(issuer)).toBeNull())
  it.each(cases.issuer.invalid)('%j is no issuer', (issuer) => expect(issuerProblem(issuer)).not.toBeNull())
  it.each(cases.subject.valid)('%s is a subject', (subject) => expect(subjectProblem(subject)).toBeNull())
  it.each(cases.subject.invalid)('%j is no subject', (subject) => expect(subjectProblem(subject)).not.toBeNull())

  it('a subject has at most 255 characters', () => {
    expect(subjectProblem('s'.repeat(255))).toBeNull()
    expect(subjectProblem('s'.repeat(256))).not.toBeNull()
  })
})

describe('an identity', () => {
  const both: Identity[] = [{ kind: 'spiffe', id: 'spiffe://acme.test/a' }, { kind: 'oidc', issuer: 'https://idp.acme.test', subject: 'auth0|dana' }]

  it('comes back from its columns as it went in', () => {
    for (const identity of both) expect(identityOf(identityColumns(identity))).toEqual(identity)
    expect(identityOf(identityColumns(null))).toBeNull()
  })

  it('is known by its SPIFFE ID, or by issuer and subject', () => {
    expect(both.map(identityName)).toEqual(['spiffe://acme.test/a', 'https://idp.acme.test|auth0|dana'])
  })

  it('is stored with scheme and trust domain lower-cased, and refused with a member too many', () => {
    expect(identitySchema.parse({ kind: 'spiffe', id: 'SPIFFE://ACME.test/A' })).toEqual({ kind: 'spiffe', id: 'spiffe://acme.test/A' })
    expect(identitySchema.safeParse({ kind: 'spiffe', id: 'spiffe://acme.test/a', issuer: 'https://idp.acme.test' }).success).toBe(false)
    expect(identitySchema.safeParse({ kind: 'x509', id: 'spiffe://acme.test/a' }).success).toBe(false)
  })
})
