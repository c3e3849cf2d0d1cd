import { beforeEach, describe, expect, test } from 'vitest'
import { db, type Prisma } from '@/lib/db/client'
import { digestDay } from '@/lib/notify/digest'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aServer, declareGrantWorld } from '@/lib/testing/grant-builders'
import { tellOfEnding, tellOfWaiting } from './digests'

const database = useDatabase()
const DAWN = new Date('2026-11-21T07:00:00.000Z')
const from = (offset: string) => at(offset, DAWN)

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
})

async function aGrant(id: string, more: Partial<Prisma.GrantUncheckedCreateInput> = {}): Promise<void> {
  await db().grant.create({
    data: {
      id, serverId: 'srv_github', agentId: 'agt_triage', clientId: null, humanRule: 'any', targetKind: 'tool', target: 'create_issue', access: 'write', purpose: 'Triage\nof issues', validFrom: from('-30d'), validUntil: from('+6d'),
      origin: 'import', createdBy: 'per_erin', createdAt: from('-30d'), ...more,
    },
  })
}

async function aRequest(id: string, more: Partial<Prisma.GrantRequestUncheckedCreateInput> = {}): Promise<void> {
  const content = { serverId: 'srv_github', agentId: 'agt_release', clientId: null, human: { rule: 'any' }, targets: [{ kind: 'tool', name: 'merge', access: 'write', scope: [] }], purpose: 'Releases', mode: 'direct', reauthorise: false, startsAt: null, terms: [] }
  await db().grantRequest.create({
    data: {
      id, kind: 'grant', state: 'pending', requesterId: 'per_dana', requestedBy: 'per_dana', behind: ['per_dana'], serverId: 'srv_github', agentId: 'agt_release', content, policyNumber: 0,
      submittedAt: from('-3d'), lapsesAt: from('+11d'), createdAt: from('-3d'), updatedAt: from('-3d'), ...more,
    },
  })
}

const mails = () => db().notification.findMany({ orderBy: { id: 'asc' } })

describe('the digest of grants that end', () => {
  test('one mail for each person and day, of all that is theirs, and nothing twice', async () => {
    await aGrant('gnt_a')
    await aGrant('gnt_b', { validUntil: from('+13d') })
    expect(await tellOfEnding(testCtx(DAWN))).toBe(2)
    expect((await mails()).map(({ recipientId, kind, subject, key }) => ({ recipientId, kind, subject, key })).toSorted((a, b) => a.key.localeCompare(b.key))).toEqual(['per_dana', 'per_erin'].map((recipientId) => ({ recipientId, kind: 'grants.ending', subject: '2 grants end soon, the first within 7 days', key: `grants.ending:2026-11-21:${recipientId}` })))
    expect(await tellOfEnding(testCtx(from('+15m')))).toBeNull()
    expect(await tellOfEnding(testCtx(from('+1d')))).toBe(0)
    expect(await mails()).toHaveLength(2)
  })

  test('a grant is told at 14, 7 and 1 days; a missed day catches up with the nearest mark only', async () => {
    await aGrant('gnt_a', { validUntil: from('+20d') })
    const days: number[] = []
    for (const day of [0, 3, 6, 7, 8, 9, 15, 16, 19, 20, 21]) if ((await tellOfEnding(testCtx(from(`+${day}d`))) ?? 0) > 0) days.push(day)
    expect(days).toEqual([6, 15, 19])
  })

  test('before seven in the morning the day before is still the one to catch up with', async () => {
    expect([new Date('2026-11-21T06:59:59Z'), new Date('2026-11-21T07:00:00Z')].map(digestDay)).toEqual(['2026-11-20', '2026-11-21'])
    await aGrant('gnt_a', { validUntil: from('+5h') })
    expect(await tellOfEnding(testCtx(from('-1m')))).toBe(2)
    await aGrant('gnt_b', { validUntil: from('+6h') })
    expect(await tellOfEnding(testCtx(DAWN)), 'a new day, and only what is new').toBe(2)
    expect((await mails()).at(-1)?.text).not.toContain('gnt_a')
  })

  test('two processes at the same moment write one digest', async () => {
    await aGrant('gnt_a')
    const done = await Promise.all([tellOfEnding(testCtx(DAWN)), tellOfEnding(testCtx(DAWN)), tellOfEnding(testCtx(DAWN))])
    expect(done.filter((one) => one !== null)).toEqual([2])
    expect(await mails()).toHaveLength(2)
  })

  test('what is revoked, was for an emergency, has no end, is over, or is on a retired server is nobody’s concern', async () => {
    await aGrant('gnt_revoked', { revokedAt: from('-1d'), revokedBy: 'per_erin' })
    await aGrant('gnt_glass', { origin: 'break_glass' })
    await aGrant('gnt_open', { validUntil: null })
    await aGrant('gnt_over', { validUntil: from('-1h') })
    await aServer('gone', { lifecycle: 'retired' })
    await aGrant('gnt_gone', { serverId: 'srv_gone' })
    expect(await tellOfEnding(testCtx(DAWN))).toBe(0)
  })

  test.each([['pending', {}, 0], ['approved', { closedAt: from('-1h') }, 0], ['denied', { closedAt: from('-1h') }, 2], ['pending', { lapsesAt: from('-1h') }, 2]] as const)('a renewal that is %s %o', async (state, more, told) => {
    await aGrant('gnt_a')
    await aRequest('req_1', { kind: 'renewal', grantId: 'gnt_a', state, ...more })
    expect(await tellOfEnding(testCtx(DAWN))).toBe(told)
  })

  test('who asked, who sponsors and who owns are told why; nobody who has left is', async () => {
    await aRequest('req_1', { requesterId: 'per_erin' })
    await aGrant('gnt_a', { requestId: 'req_1', origin: 'request' })
    await db().person.update({ where: { id: 'per_dana' }, data: { active: false } })
    expect(await tellOfEnding(testCtx(DAWN))).toBe(1)
    const [mail] = await mails()
    expect(mail).toMatchObject({ recipientId: 'per_erin', path: '/grants/gnt_a' })
    expect(mail?.text).toContain('For “Triage of issues”; you asked for it, and you own the server.')
    expect(mail?.text).toContain('Renew: /requests/new?renew=gnt_a')
  })
})

describe('the digest of requests that wait', () => {
  test('once a day, one mail for each who holds a step of a request that is older than two days', async () => {
    await aRequest('req_1')
    await aRequest('req_2', { submittedAt: from('-50h') })
    await aRequest('req_young', { submittedAt: from('-47h') })
    expect(await tellOfWaiting(testCtx(DAWN))).toBe(1)
    expect(await mails()).toMatchObject([{ recipientId: 'per_erin', kind: 'requests.waiting', subject: '2 requests wait for you', path: '/requests?view=waiting' }])
    expect((await mails())[0]?.text).toContain('  Asked by dana 3 days ago, for “Releases”. Lapses 2026-12-02 07:00 UTC.\n  The request: /requests/req_1')
    expect(await tellOfWaiting(testCtx(from('+2h')))).toBeNull()
    expect(await tellOfWaiting(testCtx(from('+1d')))).toBe(1)
  })

  test('nobody is asked about what has lapsed or is decided', async () => {
    await aRequest('req_1', { lapsesAt: from('-1h') })
    await aRequest('req_2', { state: 'withdrawn', closedAt: from('-1h') })
    expect(await tellOfWaiting(testCtx(DAWN))).toBe(0)
  })
})
