import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, aStandIn, declareRequestWorld, leaves } from '@/lib/testing/request-builders'
import { aReviewedGrant } from '@/lib/testing/review-world'
import { caseAnswer, caseRowAnswer } from '@/lib/offboarding/case-answer'
import { openCaseSchema, planCaseSchema, revokeCaseSchema } from '@/lib/offboarding/model'
import { getCase, listCases } from '@/lib/offboarding/queries/cases'
import { saveDraft } from '@/lib/requests/commands/save-draft'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { attestLine } from './attest-line'
import { cancelCase } from './cancel-case'
import { explainCase } from './explain-case'
import { countCallsOf } from './count-calls'
import { freezeCase } from './freeze-case'
import { openCase } from './open-case'
import { planCase } from './plan-case'
import { revokeCase } from './revoke-case'

const { truncate } = useDatabase()
beforeEach(async () => {
  await truncate()
  await declareRequestWorld()
})

const open = async (kind: 'server' | 'agent' | 'client' | 'person', subject: string, more: object = {}, by = 'rae') => openCase(testCtx(), await as(by), openCaseSchema.parse({ kind, subject, reason: 'It is no longer needed', ...more }))
const revoke = async (id: string, more: object = {}, by = 'rae') => revokeCase(testCtx(at('+1h')), await as(by), id, revokeCaseSchema.parse({ reason: 'Over', ...more }))
const standing = async (where: object) => (await db().grant.findMany({ where: { ...where, revokedAt: null }, select: { id: true } })).map((grant) => grant.id)
const actions = async () => (await db().trailEntry.findMany({ orderBy: { seq: 'asc' } })).map((entry) => entry.action)
const toldOf = async (kind: string) => (await db().notification.findMany({ where: { kind }, orderBy: { recipientId: 'asc' } })).map((message) => message.recipientId)

describe('a server', () => {
  it('is opened by its owner, frozen, revoked with all that was given on it, and watched once its secret is another one', async () => {
    await db().serverSecret.create({ data: { id: 'sec_key', serverId: 'srv_github', name: 'KEY', kind: 'static', location: 'vault' } })
    await aReviewedGrant('now', {})
    await aReviewedGrant('later', { validFrom: at('+5d') })
    await aReviewedGrant('task', { mode: 'task', target: '*' })
    await aReviewedGrant('rests', { target: 'x', holds: { create: { id: 'hld_1', cause: 'person', reason: 'x', openedBy: 'per_rae', openedAt: at('-1h') } } })
    await aReviewedGrant('elsewhere', { serverId: 'srv_open' })
    const asked = await submitRequest(testCtx(), await as('dana'), aBody())

    const opened = await open('server', 'github', { watchDays: 3 }, 'erin')
    expect(opened).toMatchObject({ stage: 'open', owner: { id: 'per_erin' }, subject: { name: 'github', path: '/servers/github' } })
    expect((await db().server.findUniqueOrThrow({ where: { id: 'srv_github' } })).lifecycle).toBe('active')
    expect(opened.lineList.map((line) => line.kind)).toEqual(expect.arrayContaining(['grant_given', 'grant_scheduled', 'task_credential', 'request', 'secret', 'silence']))
    await expect(open('server', 'github')).rejects.toMatchObject({ code: 'already_exists', errors: [{ message: opened.id }] })
    await expect(revoke(opened.id)).rejects.toMatchObject({ code: 'illegal_transition' })
    const known = opened.lineList.find((line) => line.kind === 'secret')
    await expect(attestLine(testCtx(), await as('erin'), opened.id, known?.id ?? '', { reference: 'CHG-0' })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Freeze it first') as unknown })

    await freezeCase(testCtx(at('+10m')), await as('erin'), opened.id, 'Now')
    expect(await db().server.findUniqueOrThrow({ where: { id: 'srv_github' } })).toMatchObject({ lifecycle: 'offboarding', lifecycleBefore: 'active', revokedAt: null })
    await expect(submitRequest(testCtx(at('+11m')), await as('dana'), aBody())).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'server' }] })

    const revoked = await revoke(opened.id, {}, 'erin')
    expect(revoked.stage).toBe('revoked')
    expect([await standing({ serverId: 'srv_github' }), await standing({ serverId: 'srv_open' })]).toEqual([[], ['gnt_elsewhere']])
    expect(await db().grantRequest.findUniqueOrThrow({ where: { id: asked.id } })).toMatchObject({ state: 'withdrawn', closedBy: 'system' })
    expect(await db().server.findUniqueOrThrow({ where: { id: 'srv_github' } })).toMatchObject({ lifecycle: 'offboarding', revokedAt: at('+1h'), ownerId: 'per_erin' })

    const secret = revoked.lineList.find((line) => line.kind === 'secret')
    await expect(attestLine(testCtx(at('+2h')), await as('otto'), opened.id, secret?.id ?? '', { reference: 'CHG-1' })).rejects.toMatchObject({ code: 'not_found' })
    const watched = await attestLine(testCtx(at('+2h')), await as('erin'), opened.id, secret?.id ?? '', { reference: 'CHG-1' })
    expect(watched).toMatchObject({ stage: 'watch', watchFrom: at('+2h').toISOString(), sentence: expect.stringContaining('3 d') as unknown })
    // The inventory of secrets says the same of it.
    expect(await db().secretRotation.findMany()).toMatchObject([{ secretId: secret?.objectId, reference: 'CHG-1', rotatedAt: at('+2h'), via: 'person', by: 'per_erin' }])
    expect((await actions()).at(-1)).toBe('secret.rotated')
    expect((await actions()).filter((action) => action.startsWith('offboarding'))).toEqual(['opened', 'frozen', 'revoked', 'line_attested', 'rotated', 'watching'].map((verb) => `offboarding.${verb}`))
    // What is answered is what the interface describes.
    expect(caseAnswer.parse(watched)).toEqual(watched)
    for (const row of (await listCases(await as('rae'), {}, { limit: 10 }, at('+2h'))).items) expect(caseRowAnswer.parse(row)).toEqual(row)
    await expect(cancelCase(testCtx(at('+3h')), await as('rae'), opened.id, 'Back')).rejects.toMatchObject({ code: 'illegal_transition' })
  })

  it('that is repurposed says until long afterwards what it was registered anew as, and nothing else of its plan', async () => {
    const { id } = await open('server', 'github', { intent: 'repurpose', emergency: true })
    const plan = async (input: object) => planCase(testCtx(at('+9d')), await as('rae'), id, planCaseSchema.parse(input))
    await expect(plan({ watchDays: 1, replacedBy: 'open' })).rejects.toMatchObject({ code: 'illegal_transition' })
    expect(await plan({ replacedBy: 'open' })).toMatchObject({ replacedBy: { id: 'srv_open' }, watchDays: 7 })
    await expect(plan({ replacedBy: 'github' })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await standing({ serverId: 'srv_open' })).toEqual([])
  })

  it('that was quarantined is back exactly there when its case is cancelled, by a security reviewer alone', async () => {
    await db().server.update({ where: { id: 'srv_github' }, data: { lifecycle: 'quarantined', lifecycleBefore: 'active' } })
    const before = await db().server.findUniqueOrThrow({ where: { id: 'srv_github' } })
    const { id } = await open('server', 'github', { freeze: true }, 'inez')
    for (const who of ['erin', 'inez', 'adam']) await expect(cancelCase(testCtx(), await as(who), id, 'No')).rejects.toMatchObject({ code: 'forbidden' })
    const running = await db().offboardingCase.findUniqueOrThrow({ where: { id } })
    expect(await cancelCase(testCtx(at('+1h')), await as('rob'), id, 'It stays')).toMatchObject({ stage: 'cancelled', cancelled: { by: { id: 'per_rob' }, reason: 'It stays' } })
    expect(await db().server.findUniqueOrThrow({ where: { id: 'srv_github' } })).toEqual(before)
    expect(await db().freeze.findMany()).toMatchObject([{ liftedAt: at('+1h'), liftedBy: 'per_rob' }])
    // The jobs were about to count its calls when it was cancelled.
    await countCallsOf(testCtx(at('+2h')), running)
    expect([(await db().offboardingCase.findUniqueOrThrow({ where: { id } })).callsCountedAt, await db().offboardingCalls.count()]).toEqual([null, 0])
  })
})

describe('a person who leaves', () => {
  it('loses every way in and all they held; what they own goes to whom it was named for, or who follows', async () => {
    await db().server.update({ where: { id: 'srv_open' }, data: { backupOwnerId: null } })
    await db().session.create({ data: { id: 'ses_1', personId: 'per_erin', createdAt: TEST_NOW, lastSeenAt: TEST_NOW, expiresAt: at('+1d'), method: 'password' } })
    await db().oneTimeLink.create({ data: { id: 'lnk_1', purpose: 'sign_in', hash: new Uint8Array([1]), personId: 'per_erin', createdAt: TEST_NOW, expiresAt: at('+1d') } })
    for (const [id, ownerId, createdBy] of [['own', 'per_erin', 'per_erin'], ['made', 'per_otto', 'per_erin'], ['other', 'per_otto', 'per_otto']] as const) {
      await db().apiToken.create({ data: { id: `tok_${id}`, name: id, ownerId, createdBy, roles: [], scopes: ['read'], hash: new TextEncoder().encode(id), createdAt: TEST_NOW, expiresAt: at('+9d') } })
    }
    await db().teamMembership.create({ data: { id: 'mbr_erin', teamId: 'tem_core', personId: 'per_erin' } })
    await db().agent.update({ where: { id: 'agt_release' }, data: { sponsorId: 'per_erin' } })
    await aStandIn('erin', 'dana', '-1d', '+9d')
    await aReviewedGrant('named', { humanRule: 'person', personId: 'per_erin' })
    const draft = await saveDraft(testCtx(), await as('erin'), { server: 'github' })

    const { id } = await open('person', 'erin@acme.test', { freeze: true }, 'inez')
    await expect(getCase(await as('erin'), id, TEST_NOW)).rejects.toMatchObject({ code: 'not_found' })
    const seen = await getCase(await as('rae'), id, TEST_NOW)
    const vault = seen.lineList.find((line) => line.kind === 'owned_server' && line.objectId === 'srv_vault')
    const revoked = await revoke(id, { handOver: [{ line: vault?.id, toEmail: 'otto@acme.test' }] }, 'inez')

    expect(await db().person.findUniqueOrThrow({ where: { id: 'per_erin' } })).toMatchObject({ active: false, leftAt: at('+1h') })
    expect([await standing({ personId: 'per_erin' }), await db().session.count({ where: { revokedAt: null } }), await db().oneTimeLink.count({ where: { usedAt: null } }), await db().teamMembership.count({ where: { personId: 'per_erin', validTo: null } }), await db().delegation.count({ where: { endedAt: null } })]).toEqual([[], 0, 0, 0, 0])
    expect((await db().apiToken.findMany({ where: { revokedAt: null } })).map((token) => token.id)).toEqual(['tok_other'])
    expect(await db().grantRequest.count({ where: { id: draft.id } })).toBe(0)
    const owners = Object.fromEntries((await db().server.findMany()).map((server) => [server.slug, [server.ownerId, server.backupOwnerId]]))
    expect(owners).toMatchObject({ github: ['per_bert', null], open: ['per_mona', null], vault: ['per_otto', 'per_bert'] })
    expect((await db().agent.findUniqueOrThrow({ where: { id: 'agt_release' } })).sponsorId).toBe('per_mona')
    expect(revoked.lineList.filter((line) => line.action === 'hand_over').every((line) => line.state === 'proven')).toBe(true)
    expect(await toldOf('offboarding.line')).toEqual(expect.arrayContaining(['per_bert', 'per_mona', 'per_otto']))
    expect(await toldOf('offboarding.line')).not.toContain('per_erin')
  })

  it('is not revoked while something they own has nobody to go to: each thing is named, and nothing has changed', async () => {
    await leaves('bert')
    await db().person.update({ where: { id: 'per_erin' }, data: { managerId: null } })
    await aReviewedGrant('named', { humanRule: 'person', personId: 'per_erin' })
    const { id, lineList } = await open('person', 'erin@acme.test', { freeze: true })
    const count = lineList.filter((line) => line.kind === 'owned_server').length
    const refusal = await revoke(id).then(() => null, (error: { code: string; errors: unknown[] }) => error)
    expect([refusal?.code, refusal?.errors.length]).toEqual(['conflict', count])
    expect([await standing({ personId: 'per_erin' }), (await getCase(await as('rae'), id, TEST_NOW)).stage, (await db().person.findUniqueOrThrow({ where: { id: 'per_erin' } })).active]).toEqual([['gnt_named'], 'frozen', true])
    await expect(revoke(id, { handOver: [{ line: lineList[0]?.id, toEmail: 'bert@acme.test' }] })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('in an emergency all at once, to whoever opened it where nobody else is there; explained afterwards', async () => {
    await leaves('bert')
    await db().person.update({ where: { id: 'per_erin' }, data: { managerId: null } })
    const opened = await open('person', 'erin@acme.test', { emergency: true }, 'inez')
    expect(opened).toMatchObject({ emergency: true, explanation: null, sentence: expect.stringContaining('explained') as unknown })
    expect(['revoked', 'watch']).toContain(opened.stage)
    expect(new Set((await db().server.findMany()).map((server) => server.ownerId))).toEqual(new Set(['per_inez']))
    expect((await explainCase(testCtx(at('+1h')), await as('inez'), opened.id, 'The account was taken over')).explanation).toMatchObject({ text: 'The account was taken over', by: { id: 'per_inez' } })
    await expect(open('person', 'inez@acme.test', {}, 'inez')).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is never the last one who administers the console', async () => {
    await expect(open('person', 'adam@acme.test', { freeze: true })).rejects.toMatchObject({ code: 'conflict' })
    expect(await db().offboardingCase.count()).toBe(0)
  })
})

describe('an agent and a client', () => {
  it('are not active any more once revoked, hold nothing, and become so again only when their case is closed', async () => {
    await aReviewedGrant('triage', {})
    const [agent, client] = [await open('agent', 'triage', { freeze: true }), await open('client', 'code', { freeze: true })]
    expect((await db().agent.findUniqueOrThrow({ where: { id: 'agt_triage' } })).active).toBe(true)
    await expect(submitRequest(testCtx(at('+1m')), await as('erin'), aBody())).rejects.toMatchObject({ errors: [{ path: 'caller.agent' }, { path: 'caller.client' }] })
    await revoke(agent.id)
    await revoke(client.id)
    expect([(await db().agent.findUniqueOrThrow({ where: { id: 'agt_triage' } })).active, (await db().client.findUniqueOrThrow({ where: { id: 'cli_code' } })).active, await standing({})]).toEqual([false, false, []])
    expect((await listCases(await as('dana'), {}, { limit: 10 }, TEST_NOW)).items.map((row) => row.subject.id)).toEqual(['agt_triage'])
    expect((await listCases(await as('otto'), {}, { limit: 10 }, TEST_NOW)).items).toEqual([])
  })
})
