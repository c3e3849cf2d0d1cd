import { encode } from 'next-auth/jwt'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { callerOf } from './caller'
import { publicUrl } from './public-url'

const database = useDatabase()
const SECRET = 'a secret of this test alone, long enough'
beforeAll(() => {
  process.env['NEXTAUTH_SECRET'] = SECRET
})
let personId = ''
beforeEach(async () => {
  await database.truncate()
  personId = (await aPerson('dana@acme.test', ['security_reviewer'])).id
  await db().session.create({ data: { id: 'ses_1', personId, createdAt: at('-1h'), lastSeenAt: at('-1m'), expiresAt: at('+1h'), method: 'password' } })
})

async function asked(method: string, headers: Record<string, string> = {}, sid = 'ses_1', secret = SECRET): Promise<Request> {
  const token = await encode({ token: { sid }, secret })
  return new Request('http://x/api/v1/people', { method, headers: { cookie: `theme=dark; next-auth.session-token=${token}`, ...headers } })
}

describe('the machine door by a session', () => {
  test('takes the signed-in person, with everything a person may', async () => {
    expect(await callerOf(await asked('GET'), testCtx())).toMatchObject({ kind: 'person', id: personId, roles: ['security_reviewer'], scopes: null, bootstrap: false, behind: [personId] })
    expect(await callerOf(await asked('POST'), testCtx())).toMatchObject({ id: personId })
  })

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }], [{ 'sec-fetch-site': 'same-site' }], [{ origin: 'https://evil.test' }], [{ origin: 'null' }], [{ 'sec-fetch-site': 'cross-site', origin: 'http://localhost' }],
  ])('refuses a write that another page’s script or form sent: %j', async (headers) => {
    await expect(asked('POST', headers).then((request) => callerOf(request, testCtx()))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await callerOf(await asked('GET', headers), testCtx())).toMatchObject({ id: personId })
  })

  test('takes a write of the console’s own pages', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin' } as Record<string, string>, { origin: publicUrl() }, { 'sec-fetch-site': 'none' }]) {
      expect(await callerOf(await asked('POST', headers), testCtx())).toMatchObject({ id: personId })
    }
  })

  test('refuses a session that was ended, that is over, that idled, and that of a leaver', async () => {
    for (const change of [{ revokedAt: TEST_NOW }, { revokedAt: null, expiresAt: TEST_NOW }, { expiresAt: at('+1h'), lastSeenAt: at('-2d') }]) {
      await db().session.update({ where: { id: 'ses_1' }, data: change })
      await expect(asked('GET').then((request) => callerOf(request, testCtx()))).rejects.toMatchObject({ code: 'unauthenticated' })
    }
    await db().session.update({ where: { id: 'ses_1' }, data: { lastSeenAt: TEST_NOW } })
    await db().person.update({ where: { id: personId }, data: { active: false } })
    await expect(asked('GET').then((request) => callerOf(request, testCtx()))).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('believes no cookie that it did not make, and no cookie beside a token', async () => {
    await expect(asked('GET', {}, 'ses_1', 'another secret than the console has').then((request) => callerOf(request, testCtx()))).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(asked('GET', {}, 'ses_2').then((request) => callerOf(request, testCtx()))).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(asked('GET', { authorization: 'Bearer bwk_wrong' }).then((request) => callerOf(request, testCtx()))).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(callerOf(new Request('http://x/', { headers: { cookie: 'next-auth.session-token=%ff; a' } }), testCtx())).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})
