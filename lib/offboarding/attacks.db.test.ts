import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rotateSecret } from '@/lib/registry/commands/rotate-secret'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { LEAVER_WORLD } from '@/lib/testing/offboarding-leaver'
import { aCaseOf, aRevokedCase, aWatchedCase } from '@/lib/testing/offboarding-leaver-stories'
import { refusedWithoutTrace as refused } from '@/lib/testing/offboarding-store'
import { plantWorld } from '@/lib/testing/offboarding-world'
import { as, aTokenOf } from '@/lib/testing/request-builders'
import { lookAtCase } from './commands/look'
import { openCase } from './commands/open-case'
import { attestLine, exemptLine } from './commands/attest-line'
import { cancelCase } from './commands/cancel-case'
import { signCase } from './commands/close-case'
import { explainCase } from './commands/explain-case'
import { freezeCase } from './commands/freeze-case'
import { planCase } from './commands/plan-case'
import { revokeCase } from './commands/revoke-case'
import { attestLineSchema, openCaseSchema, planCaseSchema, revokeCaseSchema } from './model'
import { getCase, listCases } from './queries/cases'

/**
 * Each test is one door, and says what must not come of it: a refusal in words that leaves the whole store as it was, the trail too. p0
 * owns s0 and s1, p1 owns s2 and backs s0, p2 is a member; rae and rob review, inez responds, adam administers, sven has nothing to do with anything.
 */
const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await plantWorld(LEAVER_WORLD)
})

const NOW = at('+1h')
type Who = string | Actor
const actor = async (who: Who): Promise<Actor> => (typeof who === 'string' ? as(who, NOW) : who)
const opening = (who: Who, kind: 'server' | 'agent' | 'client' | 'person', subject: string, more: Record<string, unknown> = {}) => async () => openCase(testCtx(NOW), await actor(who), openCaseSchema.parse({ kind, subject, reason: 'It ends', ...more }))

/** Everything that can be done with a case, by one person; `line` is one of its lines. */
function doings(who: Who, id: string, line: string): Record<string, () => Promise<unknown>> {
  const ctx = testCtx(NOW)
  const name = typeof who === 'string' ? who : who.name
  const all: Record<string, () => Promise<unknown>> = {
    read: async () => getCase(await actor(who), id, NOW),
    plan: async () => planCase(ctx, await actor(who), id, planCaseSchema.parse({ watchDays: 1 })),
    freeze: async () => freezeCase(ctx, await actor(who), id, 'Now'),
    revoke: async () => revokeCase(ctx, await actor(who), id, revokeCaseSchema.parse({ reason: 'Now' })),
    cancel: async () => cancelCase(ctx, await actor(who), id, 'No'),
    attest: async () => attestLine(ctx, await actor(who), id, line, attestLineSchema.parse({ reference: 'CHG-1' })),
    exempt: async () => exemptLine(ctx, await actor(who), id, line, 'No need'),
    sign: async () => signCase(ctx, await actor(who), id, 'Enough'),
    explain: async () => explainCase(ctx, await actor(who), id, 'So it was'),
    look: async () => lookAtCase(ctx, await actor(who), id),
  }
  return Object.fromEntries(Object.entries(all).map(([what, attempt]) => [`${name} ${what}`, attempt]))
}

const without = (all: Record<string, () => Promise<unknown>>, ...what: string[]): typeof all => Object.fromEntries(Object.entries(all).filter(([name]) => !what.some((one) => name.endsWith(` ${one}`))))
const lineOf = async (id: string, where: Record<string, unknown> = {}): Promise<string> => (await db().offboardingLine.findFirstOrThrow({ where: { caseId: id, ...where }, orderBy: { position: 'asc' } })).id

describe('opening', () => {
  it('is refused to members, administrators, owners of other things, and to everybody of themselves', async () => {
    await refused({
      'a member, a server': opening('sven', 'server', 's0'), 'a member, a person': opening('p2', 'person', 'p0@acme.test'), 'a member, an agent': opening('sven', 'agent', 'agt_a0'), 'a member, a client': opening('sven', 'client', 'c0'),
      'an administrator': opening('adam', 'server', 's0'), 'an administrator, a person': opening('adam', 'person', 'p0@acme.test'), 'the owner of another server': opening('p1', 'server', 's1'), 'the sponsor of another agent': opening('p1', 'agent', 'agt_a0'),
      'an owner, a person': opening('p1', 'person', 'p0@acme.test'), 'an owner, a client': opening('p0', 'client', 'c0'), 'oneself': opening('rae', 'person', 'rae@acme.test'), 'oneself, in an emergency': opening('inez', 'person', 'inez@acme.test', { emergency: true }),
      'a token of a member': opening(await aTokenOf('sven'), 'server', 's0'), 'an owner, with the emergency of another': opening('p1', 'server', 's1', { emergency: true }), 'nothing': opening('rae', 'server', 'srv_none'), 'another kind': opening('rae', 'agent', 'srv_s0'), 'a quote': opening('rae', 'server', "s0' OR 1=1 --"),
    })
  })

  it('twice, or of what is over, is refused', async () => {
    await aCaseOf({ kind: 'server', id: 'srv_s0' })
    await db().server.update({ where: { id: 'srv_s1' }, data: { lifecycle: 'offboarding' } })
    await db().server.update({ where: { id: 'srv_s1' }, data: { lifecycle: 'retired' } })
    await refused({ again: opening('rob', 'server', 's0'), 'again, frozen': opening('inez', 'server', 'srv_s0', { freeze: true }), retired: opening('rae', 'server', 's1') })
  })
})

describe('a case of others', () => {
  it('is not there for those who may not see its subject, whatever they try', async () => {
    const id = await aCaseOf({ kind: 'server', id: 'srv_s1' }, { freeze: true })
    const line = await lineOf(id)
    for (const who of ['sven', await aTokenOf('sven')]) await refused(doings(who, id, line), ['not_found', 'forbidden'])
    for (const name of ['sven']) {
      await refused({ [name]: async () => getCase(await as(name), id, NOW) }, ['not_found'])
      expect((await listCases(await as(name), {}, { limit: 100 }, NOW)).items).toEqual([])
    }
    // p1 owns another server and no part of this one.
    await refused(doings('p1', id, line), ['not_found', 'forbidden'])
    expect((await listCases(await as('p1'), {}, { limit: 100 }, NOW)).items.map((row) => row.subject.id)).not.toContain('srv_s1')
  })

  it('is not carried on by administrators and auditors, and not cancelled, exempted or signed by responders and owners', async () => {
    const id = await aCaseOf({ kind: 'server', id: 'srv_s0' }, { freeze: true })
    const line = await lineOf(id)
    await refused(without(doings('adam', id, line), 'read'))
    for (const who of ['inez', 'p0', 'p1']) for (const what of ['cancel', 'exempt', 'sign']) await refused({ [`${who} ${what}`]: doings(who, id, line)[`${who} ${what}`] ?? (() => Promise.resolve()) })
    for (const token of [await aTokenOf('rae'), await aTokenOf('p0'), await aTokenOf('inez')]) {
      const all = doings(token, id, line)
      await refused(Object.fromEntries(Object.entries(all).filter(([name]) => ['cancel', 'exempt', 'sign', 'attest'].some((what) => name.endsWith(` ${what}`)))))
    }
  })

  it('of oneself is neither cancelled nor signed, planned, revoked, attested or exempt by oneself, reviewer or not', async () => {
    const id = await aCaseOf({ kind: 'person', id: 'per_rob' })
    const line = await lineOf(id)
    await refused(without(doings('rob', id, line), 'read'))
    await refused(without(doings(await aTokenOf('rob'), id, line), 'read'))
  })

  it('and a line of another case, or what is no line, cannot be reached through it', async () => {
    const [one, other] = [await aCaseOf({ kind: 'server', id: 'srv_s0' }, { freeze: true }), await aCaseOf({ kind: 'server', id: 'srv_s1' }, { freeze: true })]
    const foreign = await lineOf(other)
    for (const line of [foreign, 'oln_none', one, "' OR 1=1 --", '']) {
      await refused({ [`attest ${line}`]: doings('rae', one, line)['rae attest'] ?? (() => Promise.resolve()), [`exempt ${line}`]: doings('rae', one, line)['rae exempt'] ?? (() => Promise.resolve()) })
    }
    for (const id of ['off_none', 'srv_s0', foreign, '']) await refused(doings('rae', id, foreign), ['not_found'])
  })

  it('goes no way but that of its stages, by whoever it is', async () => {
    const open = await aCaseOf({ kind: 'server', id: 'srv_s1' })
    const line = await lineOf(open)
    const only = (all: Record<string, () => Promise<unknown>>, ...what: string[]): typeof all => Object.fromEntries(Object.entries(all).filter(([name]) => what.some((one) => name.endsWith(` ${one}`))))
    await refused(only(doings('rae', open, line), 'revoke', 'sign', 'exempt', 'look'), ['illegal_transition'])
    const revoked = await aRevokedCase({ kind: 'server', id: 'srv_s0' })
    await refused(only(doings('rae', revoked, line), 'freeze', 'revoke', 'cancel', 'sign', 'plan'), ['illegal_transition'])
  })
})

describe('signing without proof', () => {
  it('is refused to whoever owned, backed or opened it as its owner, also once it is handed on, and to all but reviewers in person', async () => {
    await db().server.update({ where: { id: 'srv_s0' }, data: { ownerId: 'per_rob' } })
    const id = await aWatchedCase({ kind: 'server', id: 'srv_s0' }, 'rae')
    // What rob owned while it was offboarded is given on to look as if it had never been his.
    await db().server.update({ where: { id: 'srv_s0' }, data: { ownerId: 'per_sven', backupOwnerId: null } })
    const sign = (who: Who) => async () => signCase(testCtx(NOW), await actor(who), id, 'Enough')
    await refused({ 'the owner': sign('rob'), 'a responder': sign('inez'), 'an administrator': sign('adam'), 'a token': sign(await aTokenOf('rae')), 'the start token': sign({ ...(await aTokenOf('rae')), bootstrap: true }), 'a member': sign('sven') })
    await signCase(testCtx(NOW), await as('rae'), id, 'Enough')
    expect(await db().offboardingCase.findUniqueOrThrow({ where: { id } })).toMatchObject({ stage: 'closed', closedAs: 'exception', closedBy: 'per_rae' })
  })
})

describe('letting a line go', () => {
  it('is refused to whoever owned what ends, also once it is handed on, and to whoever must act on the line', async () => {
    await db().server.update({ where: { id: 'srv_s0' }, data: { ownerId: 'per_rob' } })
    const id = await aRevokedCase({ kind: 'server', id: 'srv_s0' })
    await db().server.update({ where: { id: 'srv_s0' }, data: { ownerId: 'per_sven', backupOwnerId: null } })
    const open = await db().offboardingLine.findMany({ where: { caseId: id, state: { in: ['open', 'done'] } } })
    expect(open.map((line) => line.kind)).toContain('secret')
    const exempt = (who: string, line: string) => async () => exemptLine(testCtx(NOW), await as(who, NOW), id, line, 'Of no use')
    await refused(Object.fromEntries(open.map((line) => [`the owner, ${line.key}`, exempt('rob', line.id)])), ['forbidden'])
    await db().offboardingLine.updateMany({ where: { caseId: id }, data: { ownerId: 'per_rae' } })
    await refused(Object.fromEntries(open.flatMap((line) => [[`the owner, ${line.key}, another’s to do`, exempt('rob', line.id)], [`who must act, ${line.key}`, exempt('rae', line.id)]])), ['forbidden'])
  })
})

describe('the proof itself', () => {
  it('is not attested or exempt like a line of work', async () => {
    const id = await aWatchedCase({ kind: 'server', id: 'srv_s0' })
    const silence = await db().offboardingLine.findFirst({ where: { caseId: id, kind: 'silence' } })
    if (silence !== null) {
      await refused(Object.fromEntries(['rae', 'rob', 'inez', 'p0'].flatMap((who) => Object.entries(doings(who, id, silence.id)).filter(([name]) => /(attest|exempt)$/.test(name)))))
    }
    expect((await db().offboardingCase.findUniqueOrThrow({ where: { id } })).stage).toBe('watch')
  })

  it('of another secret is not given by members, by owners of other servers, or for what is not there', async () => {
    const rotation = { reference: 'CHG-1', note: null }
    const rotate = (who: string, secret = 'sec_0_0') => async () => rotateSecret(await as(who, NOW), testCtx(NOW), secret, rotation)
    await db().server.update({ where: { id: 'srv_s0' }, data: { backupOwnerId: null } })
    await refused({ member: rotate('sven'), another: rotate('p1'), administrator: rotate('adam'), responder: rotate('inez'), nothing: rotate('rae', 'sec_none') })
  })
})
