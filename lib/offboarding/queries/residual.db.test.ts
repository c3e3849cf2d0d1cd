import { beforeAll, describe, expect, test } from 'vitest'
import { db, transaction } from '@/lib/db/client'
import { openCase } from '@/lib/offboarding/commands/open-case'
import { proveLinesIn } from '@/lib/offboarding/commands/prove-lines'
import { revokeCase } from '@/lib/offboarding/commands/revoke-case'
import { openCaseSchema, revokeCaseSchema, type SubjectKind } from '@/lib/offboarding/model'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as } from '@/lib/testing/request-builders'
import { declareResidualWorld } from '@/lib/testing/residual-world'
import { loadBlast, loadResidual } from './residual'

useDatabase()
// One world for all: first it is read, then what is in it ends, one after the other.
beforeAll(declareResidualWorld)

const found = async (kind: SubjectKind, id: string): Promise<Record<string, string>> => Object.fromEntries((await loadResidual({ kind, id }, TEST_NOW)).map((line) => [line.key, `${line.title}: ${line.action} ${line.to ?? line.who ?? '–'}`]))

describe('everything that reaches, as stored', () => {
  test('a server', async () => {
    expect(await found('server', 'srv_github')).toEqual({
      grant_given: '1 grant given on it: revoke –', grant_scheduled: '1 scheduled grant: revoke –', task_credential: '1 grant for task credentials: revoke –', request: '2 pending requests: withdraw –', 'secret:sec_pat': 'Secret PAT: rotate per_erin', 'secret:sec_role': 'Secret ROLE: remove per_erin',
      'downstream:github.com': 'Downstream github.com: remove per_erin', 'policy:review_template:tpl_one': 'Review template Autumn: edit per_rae', 'policy:grant_document:1': 'Grant document number 1: edit per_rae', 'source:src_gw:covers': 'Source gw, speaks for it: watch –',
      client_copy: 'Copies in the settings of 1 client: remove per_erin', workload_identity: 'Identity spiffe://acme.test/server/github: end –', silence: 'Silence: watch –',
    })
    expect(await loadBlast({ kind: 'server', id: 'srv_github' }, TEST_NOW)).toMatchObject({ calls: 3, callers: [{ kind: 'agent', id: 'agt_planner', name: 'planner', calls: 1 }, { name: 'triage' }, { id: null, name: 'worker' }] })
  })

  test('an agent, with whoever acts for it through others', async () => {
    expect(await found('agent', 'agt_triage')).toEqual({
      grant_held: '1 grant held by name: revoke –', grant_scheduled: '1 scheduled grant: revoke –', task_credential: '1 grant for task credentials: revoke –', any_grant: '2 grants for anybody registered: end –', request: '1 pending request: withdraw –',
      'delegated_child:agent agt_planner': 'Agent planner, acts for it: remove per_mona', 'delegated_child:identity worker': 'Identity worker, acts for it: remove per_rae', 'policy:review_template:tpl_one': 'Review template Autumn: edit per_rae', 'source:src_gw:constants': 'Source gw, constants: edit per_rae',
      client_copy: 'Copies in the settings of 1 client: remove per_dana', workload_identity: 'Identity spiffe://acme.test/triage: end –', silence: 'Silence: watch –',
    })
    const children = (await loadResidual({ kind: 'agent', id: 'agt_triage' }, TEST_NOW)).filter((line) => line.kind === 'delegated_child')
    expect(children.map((line) => line.detail['chain'])).toEqual([['triage', 'planner'], ['triage', 'planner', 'worker']])
    expect(await loadBlast({ kind: 'agent', id: 'agt_triage' }, TEST_NOW)).toMatchObject({ calls: 1, callers: [{ kind: 'server', name: 'github' }] })
  })

  test('a client', async () => {
    expect(await found('client', 'cli_code')).toEqual({
      grant_held: '1 grant held by name: revoke –', any_grant: '4 grants for anybody registered: end –', request: '1 pending request: withdraw –', 'source:src_gw:constants': 'Source gw, constants: edit per_rae', workload_identity: 'Identity code: end –', silence: 'Silence: watch –',
    })
    expect(await loadBlast({ kind: 'client', id: 'cli_code' }, TEST_NOW)).toMatchObject({ calls: 3 })
  })

  test('a person, with who gets what', async () => {
    expect(await found('person', 'per_dana')).toEqual({
      grant_held: '1 grant held by name: revoke –', team_grant: '1 grant through a team: end –', any_grant: '3 grants for anybody registered: end –', request: '1 pending request: withdraw –', approval_duty: '1 request to decide: reassign –', api_token: '1 API token, ci: revoke –',
      'ingest_token:tok_made': 'Ingest token gw: revoke –', session: '1 session: revoke –', sign_in_link: '1 one-time link: revoke –', 'secret:sec_pat': 'Secret PAT of github: rotate per_erin', 'owned_server:srv_ledger': 'Server ledger, owned: hand_over per_otto', 'backed_server:srv_github': 'Server github, backup: hand_over per_otto',
      'sponsored_agent:agt_release': 'Agent release, sponsored: hand_over per_otto', 'sponsored_agent:agt_triage': 'Agent triage, sponsored: hand_over per_otto', managed_person: 'Zoe, managed: hand_over per_otto', 'case_owned:off_other': 'Offboarding of ledger: hand_over per_otto',
      'delegated_child:agent agt_planner': 'Agent planner, acts for it: remove per_mona', 'delegated_child:identity worker': 'Identity worker, acts for it: remove per_rae', stand_in: '2 stand-ins: end –', team: 'In 1 team: end –', 'policy:review_template:tpl_one': 'Review template Autumn: edit per_rae', silence: 'Silence: watch –',
    })
    expect(await loadBlast({ kind: 'person', id: 'per_dana' }, TEST_NOW)).toMatchObject({ calls: 2 })
  })

  test('of what is not there nothing', async () => {
    expect(await loadResidual({ kind: 'server', id: 'srv_none' }, TEST_NOW)).toEqual([])
  })
})

/** Opened, frozen and revoked by the ordinary way, and looked at once more. */
async function over(kind: SubjectKind, id: string): Promise<{ id: string; states: Record<string, string> }> {
  const { id: caseId } = await openCase(testCtx(), await as('rae'), openCaseSchema.parse({ kind, subject: id, reason: 'It ends', freeze: true }))
  await revokeCase(testCtx(at('+1m')), await as('rae'), caseId, revokeCaseSchema.parse({ reason: 'It is over' }))
  await look(caseId, '+2m')
  return { id: caseId, states: await statesOf(caseId) }
}

const look = (caseId: string, when: string): Promise<number> => transaction((tx) => proveLinesIn(tx, testCtx(at(when)), caseId))
const statesOf = async (caseId: string): Promise<Record<string, string>> => Object.fromEntries((await db().offboardingLine.findMany({ where: { caseId } })).map((line) => [line.key, line.state]))
const lineOf = (caseId: string, key: string) => db().offboardingLine.findUniqueOrThrow({ where: { caseId_key: { caseId, key } } })

describe('after a real revocation', () => {
  const ends = new Map<string, string>()

  test('everything of a leaver that this console holds is proven, and what lies with people waits for them', async () => {
    const { id, states } = await over('person', 'per_dana')
    const waiting = Object.entries(states).filter(([, state]) => state !== 'proven').map(([key]) => key).toSorted()
    expect(waiting).toEqual(['delegated_child:agent agt_planner', 'delegated_child:identity worker', 'policy:review_template:tpl_one', 'secret:sec_pat', 'silence'])
    expect((await lineOf(id, 'api_token')).proof).toBe('refused since 20 Nov 2026, 12:01:00 UTC; last use 20 Nov 2026, 11:00:00 UTC')
    expect((await lineOf(id, 'owned_server:srv_ledger')).proof).toBe('owner is Otto since 20 Nov 2026, 12:01:00 UTC')
    expect((await lineOf(id, 'grant_held')).proof).toBe('ended 20 Nov 2026, 12:01:00 UTC; 0 later calls under them')
    expect(await look(id, '+3m'), 'nothing has changed, so nothing is written').toBe(0)
  })

  test('of a server, an agent and a client too', async () => {
    const left = async (kind: SubjectKind, subject: string): Promise<string[]> => {
      const { id, states } = await over(kind, subject)
      ends.set(subject, id)
      return Object.entries(states).filter(([, state]) => state !== 'proven').map(([key]) => key).toSorted()
    }
    expect(await left('client', 'cli_code')).toEqual(['silence', 'source:src_gw:constants'])
    expect(await left('agent', 'agt_triage')).toEqual(['client_copy', 'delegated_child:agent agt_planner', 'delegated_child:identity worker', 'policy:review_template:tpl_one', 'silence', 'source:src_gw:constants'])
    expect(await left('server', 'srv_github')).toEqual(['client_copy', 'downstream:github.com', 'policy:grant_document:1', 'policy:review_template:tpl_one', 'secret:sec_pat', 'secret:sec_role', 'silence', 'source:src_gw:covers'])
  })

  test('what comes afterwards is a line, or opens its line again; a rotation settles a secret, and the silence stays last', async () => {
    const id = ends.get('srv_github') ?? ''
    await db().grantRequest.create({ data: { id: 'req_new', kind: 'grant', state: 'draft', requesterId: 'per_otto', requestedBy: 'per_otto', behind: ['per_otto'], serverId: 'srv_github', content: {}, createdAt: at('+3m'), updatedAt: at('+3m') } })
    await db().server.update({ where: { id: 'srv_github' }, data: { downstream: ['github.com', 'mail'] } })
    await db().secretRotation.createMany({ data: [{ id: 'rot_1', secretId: 'sec_pat', rotatedAt: at('+2m'), reference: 'CHG-1', via: 'person', by: 'per_erin', recordedAt: at('+2m') }, { id: 'rot_2', secretId: 'sec_role', rotatedAt: at('+2m'), reference: 'version 8', via: 'webhook', by: 'corp-vault', recordedAt: at('+2m') }] })
    await look(id, '+4m')
    expect(await lineOf(id, 'request')).toMatchObject({ state: 'open', note: expect.stringContaining('it is there again') as string })
    expect(await lineOf(id, 'downstream:mail')).toMatchObject({ state: 'open' })
    expect(await lineOf(id, 'secret:sec_pat')).toMatchObject({ state: 'attested', reference: 'CHG-1', actedBy: 'per_erin' })
    expect(await lineOf(id, 'secret:sec_role')).toMatchObject({ state: 'proven', proof: 'webhook from corp-vault, 20 Nov 2026, 12:02:00 UTC, version 8' })
    expect((await db().offboardingLine.findFirst({ where: { caseId: id }, orderBy: { position: 'desc' } }))?.key).toBe('silence')
    await db().offboardingCase.update({ where: { id }, data: { verdict: 'silent', verdictDetail: { text: 'No call for 7 d.' } } })
    await look(id, '+5m')
    expect(await lineOf(id, 'silence')).toMatchObject({ state: 'proven', proof: 'No call for 7 d.' })
  })
})
