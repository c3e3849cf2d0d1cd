import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow } from '@/lib/testing/grant-builders'
import { aBody, as, declareRequestWorld, yes } from '@/lib/testing/request-builders'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { authenticate } from './bearer'
import { mintToken } from './commands/tokens'
import { mintLink } from './commands/links'
import { signInWithLink, signInWithPassword } from './commands/sign-in'
import { signInWithProvider } from './commands/sign-on'
import { hashPassword } from './passwords'
import { findSessionActor } from './session-actor'

const { truncate } = useDatabase()
beforeEach(async () => {
  await truncate()
  await declareRequestWorld()
})

const visit = { address: '127.0.0.1', userAgent: null }
const PASSWORD = 'correct horse battery staple'
const freeze = (kind: 'person' | 'agent' | 'client', name: string) => db().freeze.create({ data: { id: `frz_${name}`, holderKind: kind, holderId: name, caseId: 'off_1', reason: 'x', by: 'per_rae', at: TEST_NOW } })
const thaw = () => db().freeze.updateMany({ data: { liftedAt: at('+1h'), liftedBy: 'per_rae' } })

describe('who is frozen', () => {
  it('is refused by every door with the reason, and loses nothing: when the freeze is lifted all of it works again', async () => {
    await db().person.update({ where: { id: 'per_dana' }, data: { passwordHash: await hashPassword(PASSWORD) } })
    const session = await signInWithPassword(testCtx(), { email: 'dana@acme.test', password: PASSWORD }, visit)
    const mint = (id: string, ownerId: string, createdBy: string) => db().$transaction((tx) => mintToken(tx, testCtx(), { name: id, ownerId, createdBy, roles: [], scopes: ['read'], expiresAt: at('+9d') }))
    const tokens = [await mint('own', 'per_dana', 'per_dana'), await mint('made', 'per_otto', 'per_dana')]
    const link = await mintLink(testCtx(), { purpose: 'sign_in', personId: 'per_dana', hours: 9 })
    const bearer = (token: string) => authenticate(new Request('http://x/', { headers: { authorization: `Bearer ${token}` } }), testCtx(at('+2m')))
    const settings = { issuer: 'https://idp.test', name: 'IdP', groupsClaim: 'groups', roleMap: [], trustsEmail: true, allowedDomains: [] } as unknown as Parameters<typeof signInWithProvider>[1]
    const provider = (when: string) => signInWithProvider(testCtx(at(when)), settings, { claims: { iss: 'https://idp.test', sub: 'dana', email: 'dana@acme.test', email_verified: true }, idToken: null }, visit)
    await freeze('person', 'per_dana')

    expect(await findSessionActor(session, at('+1m'))).toBeNull()
    for (const { token } of tokens) await expect(bearer(token)).rejects.toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('frozen') as unknown })
    await expect(signInWithPassword(testCtx(at('+3m')), { email: 'dana@acme.test', password: PASSWORD }, visit)).rejects.toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('frozen') as unknown })
    await expect(signInWithPassword(testCtx(at('+3m')), { email: 'dana@acme.test', password: 'wrong' }, visit)).rejects.toMatchObject({ message: expect.not.stringContaining('frozen') as unknown })
    await expect(signInWithLink(testCtx(at('+4m')), link, visit)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(provider('+5m')).rejects.toMatchObject({ errors: [{ message: 'frozen' }] })
    expect([await db().session.count(), await db().personIdentity.count(), await db().apiToken.count({ where: { revokedAt: { not: null } } })]).toEqual([1, 0, 0])

    await thaw()
    expect(await findSessionActor(session, at('+61m'))).toMatchObject({ personId: 'per_dana' })
    expect(await authenticate(new Request('http://x/', { headers: { authorization: `Bearer ${tokens[0]?.token ?? ''}` } }), testCtx(at('+61m')))).toMatchObject({ personId: 'per_dana' })
    expect(await signInWithLink(testCtx(at('+61m')), link, visit)).toContain('ses_')
    expect(await provider('+62m')).toContain('ses_')
  })

  it('is asked for by nobody, granted to by nobody and imported for by nobody, as long as it would still stand', async () => {
    const waiting = await submitRequest(testCtx(), await as('dana'), aBody({ caller: { agent: 'triage', client: 'code', human: 'otto@acme.test' } }))
    for (const [kind, id, path] of [['agent', 'agt_triage', 'caller.agent'], ['client', 'cli_code', 'caller.client'], ['person', 'per_otto', 'caller.human']] as const) {
      await freeze(kind, id)
      await expect(submitRequest(testCtx(at('+1m')), await as('dana'), aBody({ caller: { agent: 'triage', client: 'code', human: 'otto@acme.test' } }))).rejects.toMatchObject({ code: 'conflict', errors: expect.arrayContaining([expect.objectContaining({ path })]) as unknown })
    }
    await expect(decideRequest(testCtx(at('+2m')), await as('erin'), waiting.id, yes())).rejects.toMatchObject({ code: 'conflict' })
    const rows = [aRow({ externalId: 'stands', validUntil: null }), aRow({ externalId: 'to-come', validFrom: at('+1d').toISOString() }), aRow({ externalId: 'over', validUntil: at('-1d').toISOString() })]
    const answer = await importGrants(testCtx(at('+3m')), await as('rae'), { reason: 'x', grants: rows })
    expect(answer.results.map((row) => [row.externalId, row.status])).toEqual([['stands', 'refused'], ['to-come', 'refused'], ['over', 'created']])
    expect(answer.results[0]?.errors?.map((error) => error.path)).toEqual(['caller.agent', 'caller.client'])
  })
})
