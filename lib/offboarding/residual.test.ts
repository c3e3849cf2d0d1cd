import { describe, expect, test } from 'vitest'
import type { ResidualFacts } from './residual-facts'
import { aLine, aSubject, heirs } from '@/lib/testing/residual-builders'
import type { ResidualLine } from './model'
import { residualLines } from './residual'

type More = Parameters<typeof aSubject>[1]

function lines(kind: ResidualFacts['subject']['kind'], more: More = {}): ResidualLine[] {
  return residualLines(aSubject(kind, more))
}

const grant = (id: string, more: Partial<ResidualFacts['grants'][number]> = {}): ResidualFacts['grants'][number] => ({ id, tie: 'given', scheduled: false, mode: 'direct', ...more })
const secret = { id: 'sec_1', name: 'PAT', kind: 'static', location: 'vault/pat', serverId: 'srv_a', slug: 'a', rotations: [] }
const child = { key: 'agent agt_x', agentId: 'agt_x', name: 'x', path: ['leaver', 'mirror', 'x'], sponsorId: 'boss', lastAt: null }

describe('what still reaches', () => {
  test.each<[string, ResidualFacts['subject']['kind'], More, Partial<ResidualLine>]>([
    ['grants of one sort are one line', 'server', { grants: [grant('a'), grant('b')] }, { key: 'grant_given', title: '2 grants given on it', action: 'revoke', who: null, detail: { ids: ['a', 'b'], count: 2, path: '/grants?server=server1' } }],
    ['grants held are the holder’s', 'agent', { grants: [grant('a', { tie: 'held' })] }, { key: 'grant_held', title: '1 grant held by name' }],
    ['what begins later is a line of its own', 'agent', { grants: [grant('a', { tie: 'held', scheduled: true })] }, { key: 'grant_scheduled' }],
    ['task credentials are told of only where grants would issue some, and that none was', 'server', { grants: [grant('a', { mode: 'task' })] }, { key: 'task_credential', why: expect.stringContaining('issued none yet') as string }],
    ['a team’s grants end with the stay', 'person', { grants: [grant('a', { tie: 'team' })] }, { key: 'team_grant', action: 'end' }],
    ['what admits anybody is counted, and stays for the others', 'client', { anyGrants: { ids: ['a'], count: 812 } }, { key: 'any_grant', title: '812 grants for anybody registered', action: 'end' }],
    ['requests and drafts are one line', 'agent', { requests: [{ id: 'r', tie: 'named', draft: false }, { id: 'd', tie: 'named', draft: true }] }, { key: 'request', title: '1 pending request and 1 draft of a request', action: 'withdraw' }],
    ['requests to decide are a duty', 'person', { requests: [{ id: 'r', tie: 'duty', draft: false }] }, { key: 'approval_duty', title: '1 request to decide', action: 'reassign' }],
    ['a single token is named', 'person', { tokens: [{ id: 't', name: 'ci', ownerId: 'leaver', createdBy: 'leaver', ingest: [], lastUsedAt: null }] }, { key: 'api_token', title: '1 API token, ci' }],
    ['a token by which a source reports says that it falls silent', 'person', { tokens: [{ id: 't', name: 'gw', ownerId: 'leaver', createdBy: 'x', ingest: ['envoy'], lastUsedAt: null }] }, { key: 'ingest_token:t', why: expect.stringContaining('envoy reports with it') as string }],
    ['sessions', 'person', { sessions: ['s1', 's2'] }, { key: 'session', title: '2 sessions' }],
    ['one-time links', 'person', { links: ['l1'] }, { key: 'sign_in_link', title: '1 one-time link' }],
    ['a server’s secret is its owner’s to rotate', 'server', { subject: { answerable: 'boss' }, secrets: [secret] }, { key: 'secret:sec_1', title: 'Secret PAT', action: 'rotate', who: 'boss' }],
    ['what a vault issues is taken away there', 'server', { secrets: [{ ...secret, kind: 'dynamic' }] }, { action: 'remove', who: 'sec' }],
    ['a leaver’s secret is the next owner’s to rotate', 'person', { secrets: [secret], owned: [{ id: 'srv_a', slug: 'a', ownerId: 'leaver', backupOwnerId: 'backup' }] }, { key: 'secret:sec_1', title: 'Secret PAT of a', who: 'backup' }],
    ['of a server that they backed, its owner’s', 'person', { secrets: [secret], backed: [{ id: 'srv_a', slug: 'a', ownerId: 'chief', backupOwnerId: 'leaver' }] }, { key: 'secret:sec_1', who: 'chief' }],
    ['systems behind a server', 'server', { downstream: ['gitlab.acme.test'] }, { key: 'downstream:gitlab.acme.test', action: 'remove', who: 'sec' }],
    ['an owned server goes to its backup', 'person', { owned: [{ id: 'srv_a', slug: 'a', ownerId: 'leaver', backupOwnerId: 'backup' }] }, { key: 'owned_server:srv_a', action: 'hand_over', who: null, to: 'backup' }],
    ['one that has nobody says so', 'person', { heirs: heirs({ people: aLine({ leaver: null }), leaverId: 'leaver' }), owned: [{ id: 'srv_a', slug: 'a', ownerId: 'leaver', backupOwnerId: null }] }, { action: 'hand_over', to: null, why: expect.stringContaining('Somebody must be named') as string }],
    ['a backup’s place is never the owner’s own', 'person', { backed: [{ id: 'srv_a', slug: 'a', ownerId: 'boss', backupOwnerId: 'leaver' }] }, { key: 'backed_server:srv_a', to: 'chief' }],
    ['and may stay empty', 'person', { heirs: heirs({ people: aLine({ leaver: 'boss', boss: null }), leaverId: 'leaver' }), backed: [{ id: 'srv_a', slug: 'a', ownerId: 'boss', backupOwnerId: 'leaver' }] }, { action: 'end', to: null }],
    ['a sponsored agent goes to the manager', 'person', { sponsored: [{ id: 'agt_m', name: 'mirror' }] }, { key: 'sponsored_agent:agt_m', title: 'Agent mirror, sponsored', to: 'boss' }],
    ['people who get the same manager are one line', 'person', { reports: [{ id: 'p1', name: 'P1' }, { id: 'p2', name: 'P2' }] }, { key: 'managed_person', title: '2 people, managed', to: 'boss' }],
    ['an offboarding goes with what it is about', 'person', { cases: [{ id: 'off_1', name: 'mirror', subjectKind: 'agent', subjectId: 'agt_m', answerable: 'next' }] }, { key: 'case_owned:off_1', to: 'next' }],
    ['and to security where nobody answers for that', 'person', { heirs: heirs({ people: aLine({ leaver: null, sec: null }), leaverId: 'leaver' }), cases: [{ id: 'off_1', name: 'code', subjectKind: 'client', subjectId: 'c', answerable: null }] }, { to: 'sec' }],
    ['teams', 'person', { memberships: [{ id: 'm1', name: 'core' }] }, { key: 'team', title: 'In 1 team', why: expect.stringContaining('core') as string }],
    ['a delegated child says through whom', 'person', { children: [child] }, { key: 'delegated_child:agent agt_x', who: 'boss', why: expect.stringContaining('leaver → mirror → x') as string }],
    ['review duties', 'person', { reviewTasks: ['t1', 't2'] }, { key: 'review_duty', title: '2 review duties', action: 'reassign', who: null }],
    ['stand-ins both ways', 'person', { standIns: [{ id: 'd1', personId: 'leaver', person: 'Leaver', delegate: 'Bo' }, { id: 'd2', personId: 'bo', person: 'Bo', delegate: 'Leaver' }] }, { key: 'stand_in', title: '2 stand-ins', why: expect.stringContaining('Bo for them, they for Bo') as string }],
    ['documents that name it', 'person', { mentions: [{ what: 'review_template', id: 'tpl_1', title: 'Autumn', path: '/x', where: 'asked as a reviewer' }] }, { key: 'policy:review_template:tpl_1', action: 'edit', who: 'sec' }],
    ['a source that speaks for it is a witness first', 'server', { sources: [{ id: 'src_1', name: 'gw', part: 'covers', only: true, tokens: ['t'] }] }, { key: 'source:src_1:covers', action: 'watch', why: expect.stringContaining('with 1 token') as string }],
    ['constants that name it make others look like it', 'agent', { sources: [{ id: 'src_1', name: 'gw', part: 'constants', only: false, tokens: [] }] }, { key: 'source:src_1:constants', action: 'edit', who: 'sec' }],
    ['copies in clients', 'server', { copies: [{ id: 'c', name: 'cursor', calls: 3, lastAt: 'x' }] }, { key: 'client_copy', title: 'Copies in the settings of 1 client', action: 'remove' }],
    ['the identity itself', 'agent', { subject: { identity: 'spiffe://a/b' } }, { key: 'workload_identity', title: 'Identity spiffe://a/b', action: 'end', who: null }],
  ])('%s', (_title, kind, more, expected) => {
    const found = lines(kind, more)
    const wanted = found.find((line) => line.kind !== 'silence' && (expected.key === undefined || line.key === expected.key) && (expected.action === undefined || line.action === expected.action))
    expect(wanted).toMatchObject(expected)
    expect(found.at(-1)).toMatchObject({ key: 'silence', action: 'watch' })
  })

  test('nothing known is nothing but the silence to be proven', () => {
    for (const kind of ['server', 'agent', 'client', 'person'] as const) expect(lines(kind).map((line) => line.key)).toEqual(['silence'])
  })

  test('somebody who is managed by the one above gets the next one', () => {
    expect(lines('person', { reports: [{ id: 'boss', name: 'Boss' }, { id: 'p2', name: 'P2' }] }).map((line) => [line.key, line.to])).toEqual([['managed_person', 'boss'], ['managed_person:boss', 'chief'], ['silence', null]])
  })

  test('who is told as sponsored is not told as a child too', () => {
    expect(lines('person', { sponsored: [{ id: 'agt_x', name: 'x' }], children: [child] }).map((line) => line.kind)).toEqual(['sponsored_agent', 'silence'])
  })

  test('a line keeps 500 ids and the whole count', () => {
    const [line] = lines('server', { grants: Array.from({ length: 700 }, (_, i) => grant(`g${i}`)) })
    expect(line?.detail).toMatchObject({ ids: { length: 500 }, count: 700 })
  })
})
