import { beforeEach, describe, expect, it } from 'vitest'
import { authenticate } from '@/lib/auth/bearer'
import { findSessionActor } from '@/lib/auth/session-actor'
import { db } from '@/lib/db/client'
import { pool } from '@/lib/db/pool'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { changePerson } from '@/lib/people/commands/change-person'
import { requestBodySchema } from '@/lib/requests/model'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { LEAVER_WORLD } from '@/lib/testing/offboarding-leaver'
import { aCaseOf, aClosedCase, aRealToken, aRevokedCase, bearing, settled } from '@/lib/testing/offboarding-leaver-stories'
import { listensUntil, plantWorld } from '@/lib/testing/offboarding-world'
import { as } from '@/lib/testing/request-builders'
import { sendEvents, sendEventsFrom } from '@/lib/testing/send-events'
import { lookAtCases } from './commands/look'
import { cancelCase } from './commands/cancel-case'

/** What is tried with what was left behind: tokens and sessions of who left, calls that nobody made, and the store itself. */
const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await plantWorld(LEAVER_WORLD)
})

const LEAVER = { kind: 'person', id: 'per_p0' } as const
const SERVER = { kind: 'server', id: 'srv_s0' } as const
const code = (attempt: Promise<unknown>): Promise<string> => attempt.then((value) => (value === null ? 'nobody' : 'done'), (error: { code?: string; message?: string }) => error.code ?? String(error.message))

describe('what a leaver holds', () => {
  it('is refused from the moment of freezing, works again after cancelling, and never after revoking', async () => {
    const own = await aRealToken('own', 'per_p0')
    const made = await aRealToken('made', 'per_p1', { createdBy: 'per_p0' })
    await db().session.updateMany({ data: { lastSeenAt: at('+59m') } })
    const session = () => code(findSessionActor('ses_x0', at('+1h')))
    const token = (text: string) => code(authenticate(bearing(text), testCtx(at('+1h'))))
    const standing = async () => [await session(), await token(own), await token(made)]
    expect(await standing()).toEqual(['done', 'done', 'done'])
    const id = await aCaseOf(LEAVER, { freeze: true })
    expect((await standing()).slice(0, 2)).toEqual(['nobody', 'unauthenticated'])
    await cancelCase(testCtx(at('+2m')), await as('rob'), id, 'It stays')
    expect(await standing()).toEqual(['done', 'done', 'done'])
    await aRevokedCase(LEAVER)
    expect(await standing()).toEqual(['nobody', 'unauthenticated', 'unauthenticated'])
    // Whoever made somebody active again by hand in the store has not given the credentials back.
    await db().person.update({ where: { id: 'per_p0' }, data: { active: true } })
    expect(await standing()).toEqual(['nobody', 'unauthenticated', 'unauthenticated'])
  })

  it('does not come back by making the person active before the case is closed', async () => {
    await aRevokedCase(LEAVER)
    expect(await code(changePerson(await as('adam'), testCtx(at('+1h')), 'per_p0', { active: true }))).toBe('conflict')
    expect(await db().person.findUniqueOrThrow({ where: { id: 'per_p0' } })).toMatchObject({ active: false })
  })
})

describe('what is frozen or revoked', () => {
  const asking = (who: string, more: Record<string, unknown>) => async () => submitRequest(testCtx(at('+1h')), await as(who), requestBodySchema.parse({ server: 's0', caller: { agent: 'a0', client: 'c0', human: 'any' }, target: { kind: 'tool', name: 'list_issues' }, access: 'read', purpose: 'A try', durationDays: 3, ...more }))
  const imported = async (caller: Record<string, string>, server = 's2'): Promise<number> => (await importGrants(testCtx(at('+1h')), await as('rae'), { reason: 'A try', grants: [{ externalId: `try-${JSON.stringify(caller)}${server}`, server, caller: { agent: 'any', client: 'any', human: 'any', ...caller }, target: { kind: 'tool', name: 'list_issues' }, access: 'read', purpose: 'A try', validFrom: at('+2h').toISOString(), validUntil: at('+9d').toISOString() }] })).refused

  it('cannot be asked for, whoever asks', async () => {
    await aCaseOf(SERVER, { freeze: true })
    await aCaseOf({ kind: 'agent', id: 'agt_a0' }, { freeze: true })
    const before = await db().grantRequest.count()
    for (const attempt of [asking('p0', {}), asking('rae', {}), asking('rae', { server: 's2' }), asking('rae', { caller: { agent: 'a1', client: 'c0', human: 'any' } })]) expect(await code(attempt())).not.toBe('done')
    expect(await db().grantRequest.count()).toBe(before)
  })

  it('gets no grant by import either', async () => {
    for (const subject of [SERVER, LEAVER, { kind: 'agent', id: 'agt_a1' } as const]) await aRevokedCase(subject)
    // Whether a row or the whole delivery is refused: what counts is that nothing stands afterwards.
    for (const attempt of [() => imported({}, 's0'), () => imported({ human: 'p0@acme.test' }), () => imported({ agent: 'a1' })]) expect(await code(attempt())).not.toBe('internal')
    expect(await db().grant.count({ where: { revokedAt: null, OR: [{ serverId: 'srv_s0' }, { personId: 'per_p0' }, { agentId: 'agt_a1' }], AND: { OR: [{ validUntil: null }, { validUntil: { gt: at('+1h') } }] } } })).toBe(0)
  })
})

describe('a call that surfaces after closing', () => {
  let sent = 0
  const call = (occurredAt: Date, more: Record<string, unknown> = {}): Record<string, unknown> => ({ id: `late-${(sent += 1)}`, occurredAt: occurredAt.toISOString(), kind: 'tool_call', server: 's0', target: 'list_issues', access: 'read', agent: 'a1', client: 'c0', human: 'p1@acme.test', outcome: 'success', ...more })
  const look = async (now: Date) => {
    await lookAtCases(() => testCtx(now))
    return db().offboardingCase.findFirstOrThrow({ where: { subjectId: 'srv_s0' } })
  }

  it('reopens once for one event however often it is delivered, and not for what was before, or for a source that may not speak of it', async () => {
    const id = await aClosedCase(SERVER)
    expect(await db().offboardingCase.findUniqueOrThrow({ where: { id } })).toMatchObject({ stage: 'closed', closedAs: 'silent' })
    await db().source.create({ data: { id: 'src_narrow', name: 'narrow', format: 'native', vantage: 'gateway', covers: ['s2'], createdAt: at('-1d') } })
    // Of a source that does not cover the server; and of before the revocation.
    await sendEventsFrom('narrow', testCtx(at('+4d')), call(at('+2d')))
    await sendEvents(testCtx(at('+4d')), call(at('-2h')), call(at('-9d')), call(at('+2d'), { server: 's2' }))
    expect(await look(at('+4d'))).toMatchObject({ stage: 'closed', reopened: 0 })
    const late = call(at('+2d'))
    await sendEvents(testCtx(at('+4d')), late)
    expect(await look(at('+4d'))).toMatchObject({ stage: 'watch', reopened: 1, verdict: 'still_calling' })
    await sendEvents(testCtx(at('+5d')), late)
    // The client that called keeps a copy of how to: a line of its own.
    await settled(id, at('+5d'))
    await listensUntil(at('+9d'))
    expect(await look(at('+9d'))).toMatchObject({ stage: 'closed', closedAs: 'silent', reopened: 1 })
    await sendEvents(testCtx(at('+10d')), late)
    expect(await look(at('+10d'))).toMatchObject({ stage: 'closed', reopened: 1 })
    expect(await db().server.findUniqueOrThrow({ where: { id: 'srv_s0' } })).toMatchObject({ lifecycle: 'retired' })
  })
})

describe('at the store itself', () => {
  it('no stage is skipped or taken back, no line, case or freeze goes, and nothing reaches a server again', async () => {
    const [id, other] = [await aRevokedCase(SERVER), await aCaseOf(LEAVER, { freeze: true })]
    const refused = async (sql: string): Promise<void> => { await expect(pool().query(sql), sql).rejects.toThrow(/does not|not removed|violates|only retires|no grant reaches/i) }
    for (const stage of ['open', 'frozen', 'watch', 'closed', 'cancelled']) await refused(`UPDATE offboarding_case SET stage = '${stage}' WHERE id = '${id}'`)
    for (const change of ["before = '{}'", "revoked_at = now()", "subject_id = 'srv_s1'", "opened_by = 'per_sven'"]) await refused(`UPDATE offboarding_case SET ${change} WHERE id = '${id}'`)
    await refused(`DELETE FROM offboarding_line WHERE case_id = '${id}'`)
    await refused(`DELETE FROM offboarding_case WHERE id = '${other}'`)
    await refused("UPDATE server SET revoked_at = NULL WHERE id = 'srv_s0'")
    await refused("UPDATE server SET lifecycle = 'active' WHERE id = 'srv_s0'")
    await refused(`INSERT INTO "grant" SELECT (jsonb_populate_record(g, jsonb_build_object('id', 'gnt_x', 'revoked_at', NULL, 'valid_until', NULL, 'external_id', NULL))).* FROM "grant" g WHERE id = 'gnt_g0'`)
    await refused(`INSERT INTO offboarding_case SELECT (jsonb_populate_record(c, '{"id": "off_x"}')).* FROM offboarding_case c WHERE id = '${other}'`)
    await refused(`UPDATE offboarding_line SET state = 'exempt', acted_by = NULL, note = NULL WHERE case_id = '${id}'`)
  })
})
