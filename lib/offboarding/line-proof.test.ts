import { describe, expect, test } from 'vitest'
import { aSubject, NOW, proofFacts, stored } from '@/lib/testing/residual-builders'
import { type KnownLine, lineNow, type LinePatch, type ProofFacts } from './line-proof'
import type { ResidualLine } from './model'
import { residualLines } from './residual'

const grants = residualLines(aSubject('server', { grants: ['g1', 'g2'].map((id) => ({ id, tie: 'given', scheduled: false, mode: 'direct' })) }))[0] as ResidualLine
const server = residualLines(aSubject('person', { owned: [{ id: 'srv_a', slug: 'a', ownerId: 'leaver', backupOwnerId: 'backup' }] }))[0] as ResidualLine
const secretRow = { id: 'sec_1', name: 'PAT', kind: 'static', location: 'vault/pat', serverId: 'srv_a', slug: 'a', ownerId: 'boss', rotations: [] }
const secret = residualLines(aSubject('server', { secrets: [secretRow] }))[0] as ResidualLine
const copies = (lastAt: string): ResidualLine => residualLines(aSubject('server', { copies: [{ id: 'c', name: 'cursor', calls: 3, lastAt }] }))[0] as ResidualLine
const child = (lastAt: string): ResidualLine => residualLines(aSubject('agent', { children: [{ key: 'agent x', agentId: 'x', name: 'x', path: ['a', 'x'], sponsorId: null, lastAt }] }))[0] as ResidualLine
const named = residualLines(aSubject('person', { mentions: [{ what: 'review_template', id: 't', title: 'Autumn', path: '/x', where: 'asked' }] }))[0] as ResidualLine
const silence = residualLines(aSubject('agent'))[0] as ResidualLine
const simple = (kind: ResidualLine['kind'], ids: string[] = ['i1'], objectId: string | null = null): ResidualLine => ({ key: kind, kind, objectId, title: 'x', why: 'x', action: 'revoke', who: null, to: null, proofBy: 'x', detail: { ids, count: ids.length } })

const EARLIER = '2026-11-10T10:30:02.000Z'
const LATER = '2026-11-15T08:00:00.000Z'
const ended = (...ids: string[]): ProofFacts['ended'] => new Map(ids.map((id) => [id, EARLIER]))
const attested: Partial<KnownLine> = { state: 'attested', actedAt: '2026-11-12T16:40:00.000Z', actedBy: 'per_t', reference: 'CHG-4412' }
const provenThen: Partial<KnownLine> = { state: 'proven', provenAt: '2026-11-12T16:40:00.000Z', proof: 'x' }

describe('a line is proven', () => {
  test.each<[string, KnownLine, Parameters<typeof proofFacts>[0], LinePatch]>([
    ['grants, when none stands, with when they ended', stored(grants), { ended: ended('g1', 'g2') }, { state: 'proven', provenAt: NOW, proof: 'ended 10 Nov 2026, 10:30:02 UTC, in one transaction; 0 later calls under them' }],
    ['a token, with its last use', stored(simple('api_token')), { ended: ended('i1'), used: new Map([['i1', '2026-11-09T14:51:00.000Z']]) }, { proof: 'refused since 10 Nov 2026, 10:30:02 UTC; last use 9 Nov 2026, 14:51:00 UTC' }],
    ['a token that nobody used', stored(simple('ingest_token')), { ended: ended('i1') }, { proof: 'refused since 10 Nov 2026, 10:30:02 UTC; never used' }],
    ['what went over, by who has it now', stored(server), { has: new Map([['srv_a', { id: 'backup', name: 'K. Brandt', active: true }]]) }, { state: 'proven', proof: 'owner is K. Brandt since 10 Nov 2026, 10:30:02 UTC' }],
    ['a backup’s place that stays empty', stored(simple('backed_server', [], 'srv_b')), { has: new Map([['srv_b', null]]) }, { proof: 'no backup owner any more; its owner stands alone' }],
    ['what admits anybody, by not being active', stored(simple('any_grant')), {}, { proof: 'not active since 10 Nov 2026, 10:30:02 UTC: they do not admit it' }],
    ['the identity, by every decision denying', stored(simple('workload_identity', [])), { subjectKind: 'server' }, { proof: 'revoked since 10 Nov 2026, 10:30:02 UTC: every decision about it denies' }],
    ['requests, by their end', stored(simple('request')), { ended: ended('i1') }, { proof: 'closed 10 Nov 2026, 10:30:02 UTC' }],
    ['a document that names it no more', stored(named), {}, { state: 'proven', proof: 'not named any more, looked at 20 Nov 2026, 14:00:00 UTC' }],
    ['a secret, by its vault', stored(secret), { secrets: new Map([['sec_1', { ...secretRow, rotations: [{ at: LATER, via: 'webhook', by: 'vault', reference: 'version 8' }] }]]) }, { state: 'proven', proof: 'webhook from vault, 15 Nov 2026, 08:00:00 UTC, version 8' }],
    ['a person’s word about a secret is an attestation', stored(secret), { secrets: new Map([['sec_1', { ...secretRow, rotations: [{ at: LATER, via: 'person', by: 'per_t', reference: 'CHG-1' }] }]]) }, { state: 'attested', actedBy: 'per_t', reference: 'CHG-1', actedAt: LATER }],
    ['which a vault then proves', stored(secret, attested), { secrets: new Map([['sec_1', { ...secretRow, rotations: [{ at: LATER, via: 'api', by: 'vault', reference: 'version 8' }] }]]) }, { state: 'proven' }],
    ['a child, once it is silent', stored(child(LATER)), { verdict: { is: 'silent', text: 'x' } }, { state: 'proven' }],
    ['the silence, by the watch’s words', stored(silence), { verdict: { is: 'silent', text: 'No call for 7 d.' } }, { state: 'proven', proof: 'No call for 7 d.' }],
  ])('%s', (_title, line, facts, patch) => {
    expect(lineNow(line, proofFacts(facts))).toMatchObject(patch)
  })
})

describe('a line is not proven', () => {
  test.each<[string, KnownLine, Parameters<typeof proofFacts>[0]]>([
    ['by a rotation from before the freeze', stored(secret), { subjectKind: 'server', secrets: new Map([['sec_1', { ...secretRow, rotations: [{ at: '2026-11-09T14:00:00.000Z', via: 'webhook', by: 'vault', reference: 'version 7' }] }]]) }],
    ['by an owner who has left', stored(server), { has: new Map([['srv_a', { id: 'x', name: 'X', active: false }]]) }],
    ['of what lies elsewhere, by seeing nothing', stored(simple('downstream', [])), {}],
    ['of settings elsewhere, by seeing nothing', stored(copies(EARLIER)), {}],
    ['of a child, before the silence is', stored(child(EARLIER)), {}],
    ['of an identity that still acts', stored(simple('workload_identity', [])), { standing: 'acts' }],
    ['of the silence, while nobody can tell', stored(silence, { proof: 'gaps' }), { verdict: { is: 'not_evaluable', text: 'gaps' } }],
    ['twice: what is proven stays as it was written', stored(grants, provenThen), { ended: ended('g1', 'g2') }],
    ['or taken back, where it was attested and is only still named', stored(named, attested), { lines: [named] }],
    ['or taken back, where it was exempt and nothing has come since', stored(grants, { ...attested, state: 'exempt', note: 'Accepted' }), { lines: [grants] }],
    ['or taken back, because it called before it was taken out', stored(copies(EARLIER), attested), { lines: [copies('2026-11-11T00:00:00.000Z')] }],
  ])('%s', (_title, line, facts) => {
    expect(lineNow(line, proofFacts(facts))).toEqual({})
  })
})

describe('a settled line opens again, and says why', () => {
  const more = residualLines(aSubject('server', { grants: ['g1', 'g2', 'g3'].map((id) => ({ id, tie: 'given', scheduled: false, mode: 'direct' })) }))[0] as ResidualLine
  test.each<[string, KnownLine, Parameters<typeof proofFacts>[0], string]>([
    ['when a call counts under an ended grant', stored(grants, provenThen), { later: new Map([['g1', { calls: 2, lastAt: LATER }]]) }, '2 calls counted under it after its end'],
    ['when it stands again', stored(grants, provenThen), { lines: [more] }, 'it is there again'],
    ['when another came after the exemption', stored(grants, { ...attested, state: 'exempt', note: 'Accepted' }), { lines: [more] }, '1 more of it came since. Before it was exempt: Accepted'],
    ['when a client tries after somebody took it out', stored(copies(EARLIER), attested), { lines: [copies(LATER)] }, 'cursor tried on 15 Nov 2026, 08:00:00 UTC. Before it was attested by per_t with CHG-4412'],
    ['when a child acts again', stored(child(EARLIER), provenThen), { lines: [child(LATER)] }, 'it acted for the subject on 15 Nov 2026'],
    ['when something is heard after the silence', stored(silence, provenThen), { verdict: { is: 'still_calling', text: 'x' } }, 'something of it was heard'],
  ])('%s', (_title, line, facts, note) => {
    const patch = lineNow(line, proofFacts(facts))
    expect(patch).toMatchObject({ state: 'open', proof: null, provenAt: null, actedBy: null, reference: null })
    expect(patch.note).toContain(note)
  })
})

describe('an open line', () => {
  test('says how much of it is over, keeps every id that it was found with, and is written only when that changes', () => {
    const left: ResidualLine = { ...grants, title: '1 grant given on it', detail: { ...grants.detail, ids: ['g2'], count: 1 } }
    const line = stored(grants)
    const patch = lineNow(line, proofFacts({ lines: [left] }))
    expect(patch).toEqual({ proof: '1 of 2 still stands' })
    expect(lineNow({ ...line, ...patch }, proofFacts({ lines: [left] }))).toEqual({})
  })

  test('that more came to says so: in its title, or where some have ended already, in how many stand', () => {
    const of = (...ids: string[]): ResidualLine => residualLines(aSubject('server', { grants: ids.map((id) => ({ id, tie: 'given', scheduled: false, mode: 'direct' })) }))[0] as ResidualLine
    expect(lineNow(stored(grants), proofFacts({ lines: [of('g1', 'g2', 'g3')] }))).toMatchObject({ title: '3 grants given on it', detail: { ids: ['g1', 'g2', 'g3'], count: 3 } })
    expect(lineNow(stored(grants), proofFacts({ lines: [of('g2', 'g3')] }))).toMatchObject({ proof: '2 of 3 still stand', detail: { ids: ['g1', 'g2', 'g3'], count: 3 } })
  })

  test('is not written because a client called once more', () => {
    expect(lineNow(stored(copies(EARLIER)), proofFacts({ lines: [copies(LATER)] }))).toEqual({})
  })

  test('of a leaver’s server goes to whoever has the server now', () => {
    expect(lineNow(stored(secret), proofFacts({ secrets: new Map([['sec_1', secretRow]]) }))).toEqual({ who: 'boss' })
  })
})
