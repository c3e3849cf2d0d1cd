import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { db, transaction } from '@/lib/db/client'
import { oneLine } from '@/lib/one-line'
import { aPerson } from '@/lib/testing/actors'
import { at, testClock, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { mailServer, type MailServer, type MailServerOptions } from '@/lib/testing/mail-server'
import { always, loopback } from '@/lib/testing/mcp/loopback'
import { LEASE_MS } from './claim'
import { type Channels, deliver } from './deliver'
import { enqueue } from './enqueue'
import { forgetOld } from './forget'
import { BACKOFF_MS, deliveryState, NO_MAIL_SERVER } from './outcome'
import { sendTestMail } from './test-message'

const database = useDatabase()
const open: { close: () => Promise<void> }[] = []
let dana = ''

beforeEach(async () => {
  await database.truncate()
  dana = (await aPerson('dana@acme.test', ['admin'])).personId ?? ''
})
afterEach(async () => { await Promise.all(open.splice(0).map((server) => server.close())) })

async function serve(options: MailServerOptions = {}): Promise<MailServer> {
  const server = await mailServer(options)
  open.push(server)
  return server
}

const channels = (mail: MailServer | null, webhook: string | null = null): Channels => ({ mail: mail?.settings() ?? null, webhook: webhook === null ? null : { url: webhook, secret: null, private: true }, publicUrl: 'https://console.acme.test' })
const say = (key: string, recipientId: string | null = dana, subject = key, ctx = testCtx()) => transaction((tx) => enqueue(tx, ctx, [{ key, kind: 'request.submitted', recipientId, subject, text: 'Something is asked for.', path: '/requests/req_1' }]))
const stored = (key: string) => db().notification.findUniqueOrThrow({ where: { key } })

describe('delivery', () => {
  test('each message is sent once, and written down as sent', async () => {
    const server = await serve()
    for (let i = 0; i < 23; i++) await say(`m${i}`)
    expect(await deliver(testCtx, channels(server))).toMatchObject({ sent: 23, failed: 0 })
    expect(await deliver(testCtx, channels(server))).toMatchObject({ sent: 0 })
    expect(new Set(server.received.map((mail) => mail.headers['subject'])).size).toBe(23)
    expect(await db().notification.count({ where: { sentAt: TEST_NOW, nextTryAt: null, attempts: 1 } })).toBe(23)
  })

  test('a message that is written twice is one, and one that is rolled back is none', async () => {
    await say('once')
    await say('once')
    await expect(transaction(async (tx) => {
      await enqueue(tx, testCtx(), [{ key: 'never', kind: 'k', recipientId: dana, subject: 's', text: 't', path: '/' }])
      throw new Error('what it tells of did not happen')
    })).rejects.toThrow()
    expect(await db().notification.findMany({ select: { key: true } })).toEqual([{ key: 'once' }])
  })

  test('two workers at once share the work: nobody gets two', async () => {
    const server = await serve()
    for (let i = 0; i < 30; i++) await say(`m${i}`)
    const done = await Promise.all([1, 2, 3].map(() => deliver(testCtx, channels(server))))
    expect(done.reduce((sum, one) => sum + one.sent, 0)).toBe(30)
    expect(server.received.map((mail) => mail.headers['subject']).sort()).toEqual(Array.from({ length: 30 }, (_, i) => `m${i}`).sort())
  })

  test('what fails for the moment is tried after 1 and 5 and 30 minutes, 2 and 12 hours, and has then failed with the reason', async () => {
    const server = await serve({ says: { data: '451 4.7.1 Later' } })
    const clock = testClock()
    await say('m')
    for (const wait of BACKOFF_MS) {
      expect(await deliver(clock.ctx, channels(server))).toMatchObject({ failed: 1 })
      expect(await stored('m')).toMatchObject({ nextTryAt: new Date(clock.now().getTime() + wait), failedAt: null, lastError: expect.stringContaining('451 4.7.1 Later') })
      clock.advance(`${wait - 1}ms`)
      expect(await deliver(clock.ctx, channels(server))).toMatchObject({ failed: 0 })
      clock.advance('1ms')
    }
    expect(await deliver(clock.ctx, channels(server))).toMatchObject({ failed: 1 })
    const row = await stored('m')
    expect(row).toMatchObject({ attempts: 6, nextTryAt: null, failedAt: clock.now() })
    expect(deliveryState(row)).toBe('failed')
    expect(await deliver(() => testCtx(at('+90d')), channels(server))).toMatchObject({ failed: 0 })
  })

  test('a refusal for good is not repeated, and the next message goes out', async () => {
    const refusing = await serve({ says: { rcpt: '550 5.1.1 No such user' } })
    await say('m')
    await deliver(testCtx, channels(refusing))
    expect(await stored('m')).toMatchObject({ attempts: 1, nextTryAt: null, failedAt: TEST_NOW, lastError: expect.stringContaining('550 5.1.1 No such user') })
  })

  test('one refused connection speaks for the batch', async () => {
    const server = await serve({ says: { connect: '421 4.3.2 Closing' } })
    for (const key of ['a', 'b', 'c']) await say(key)
    expect(await deliver(testCtx, channels(server))).toMatchObject({ failed: 3 })
    expect(await db().notification.count({ where: { nextTryAt: at('+1m'), lastError: { contains: '421' } } })).toBe(3)
  })

  test('what a process that died had taken is taken again after a while', async () => {
    const server = await serve()
    await say('m')
    await db().notification.update({ where: { key: 'm' }, data: { attempts: 1, nextTryAt: new Date(TEST_NOW.getTime() + LEASE_MS) } })
    expect(await deliver(testCtx, channels(server))).toMatchObject({ sent: 0 })
    expect(await deliver(() => testCtx(at('+10m')), channels(server))).toMatchObject({ sent: 1 })
    await say('deadly')
    await db().notification.update({ where: { key: 'deadly' }, data: { attempts: 6 } })
    expect(await deliver(testCtx, channels(server))).toMatchObject({ sent: 0 })
    expect(await stored('deadly')).toMatchObject({ failedAt: TEST_NOW, nextTryAt: null })
  })

  test('without a mail server messages are written down as not sent, and do not come out later', async () => {
    await say('m')
    expect(await deliver(testCtx, channels(null))).toEqual({ sent: 0, failed: 0, notSent: 1 })
    const row = await stored('m')
    expect([deliveryState(row), row.lastError]).toEqual(['not_sent', NO_MAIL_SERVER])
    const server = await serve()
    expect(await deliver(testCtx, channels(server))).toMatchObject({ sent: 0 })
  })

  test('without a webhook what is for everybody is not kept', async () => {
    await say('all', null)
    await deliver(testCtx, channels(null))
    expect(await db().notification.count()).toBe(0)
  })

  test('nobody who has left gets mail', async () => {
    const server = await serve()
    await say('m')
    await db().person.update({ where: { id: dana }, data: { active: false } })
    await deliver(testCtx, channels(server))
    expect(server.received).toEqual([])
    expect(await stored('m')).toMatchObject({ failedAt: TEST_NOW, lastError: 'Not sent: the recipient has left.' })
  })

  test('a message for everybody goes to the webhook, under the same id at every attempt, and mail does not wait for it', async () => {
    let status = 500
    const hook = await loopback((request, response) => always(status, {})(request, response))
    open.push(hook)
    const server = await serve()
    await say('all', null)
    await say('m')
    expect(await deliver(testCtx, channels(server, hook.origin))).toMatchObject({ sent: 1, failed: 1 })
    status = 200
    expect(await deliver(() => testCtx(at('+1m')), channels(server, hook.origin))).toMatchObject({ sent: 1, failed: 0 })
    const ids = hook.received.map((request) => request.headers['webhook-id'])
    expect(ids).toEqual([(await stored('all')).id, (await stored('all')).id])
    expect(hook.received.map((request) => request.headers['webhook-timestamp'])).toEqual(['1795176000', '1795176060'])
  })

  test('what people typed, written in by oneLine, neither breaks a line nor makes a link', async () => {
    const server = await serve()
    const purpose = oneLine('triage\r\n/requests/req_other\u2028/grants\u202egnp.exe')
    await transaction((tx) => enqueue(tx, testCtx(), [{ key: 'm', kind: 'k', recipientId: dana, subject: `“${purpose}”`, text: `Purpose: ${purpose}`, path: '/requests/req_1' }]))
    await deliver(testCtx, channels(server))
    expect([...(server.received[0]?.html ?? '').matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(['https://console.acme.test/requests/req_1'])
    expect(server.received[0]?.headers['subject']).toBe('“triage /requests/req_other /grants gnp.exe”')
  })
})

describe('a test mail', () => {
  const admin = () => aPerson('root@acme.test', ['admin'])

  test('goes to the administrator who asks, who is told what the server said; it is in the list and in the trail', async () => {
    const server = await serve()
    expect(await sendTestMail(await admin(), testCtx(), channels(server))).toEqual({ to: 'root@acme.test', outcome: { ok: true, answer: expect.stringMatching(/^250 /) } })
    expect(server.received[0]?.to).toEqual(['root@acme.test'])
    expect(await db().notification.findFirst()).toMatchObject({ kind: 'notify.test', sentAt: TEST_NOW, failedAt: null, lastError: null })
    expect(await db().trailEntry.count({ where: { action: 'notify.tested' } })).toBe(1)
  })

  test('one that fails says why and is not tried again', async () => {
    const server = await serve({ says: { connect: '421 4.3.2 Closing' } })
    expect(await sendTestMail(await admin(), testCtx(), channels(server))).toMatchObject({ outcome: { ok: false, why: expect.stringContaining('421 4.3.2 Closing') } })
    expect(await db().notification.findFirst()).toMatchObject({ sentAt: null, failedAt: TEST_NOW, nextTryAt: null })
  })

  test('is nobody else’s, and needs a mail server', async () => {
    const server = await serve()
    await expect(sendTestMail(await aPerson('erin@acme.test', ['security_reviewer', 'owner']), testCtx(), channels(server))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(sendTestMail(await admin(), testCtx(), channels(null))).rejects.toMatchObject({ code: 'unavailable' })
    expect(server.received).toEqual([])
  })
})

test('messages are kept for 30 days, those that are due still for longer', async () => {
  const old = testCtx(at('-31d'))
  await say('gone', dana, 's', old)
  await db().notification.update({ where: { key: 'gone' }, data: { sentAt: old.now, nextTryAt: null } })
  await say('due', dana, 's', old)
  await say('young')
  await db().told.createMany({ data: [{ key: 'a', at: at('-401d') }, { key: 'b', at: at('-30d') }] })
  expect(await forgetOld(TEST_NOW)).toEqual({ notifications: 1, told: 1 })
  expect((await db().notification.findMany({ select: { key: true }, orderBy: { key: 'asc' } })).map(({ key }) => key)).toEqual(['due', 'young'])
})

test('a process that is told to stop gives back what it has taken and not tried', async () => {
  const stop = new AbortController()
  const hook = await loopback((request, response) => {
    stop.abort()
    return always(200, {})(request, response)
  })
  open.push(hook)
  for (const key of ['a', 'b', 'c']) await say(key, null)
  expect(await deliver(testCtx, channels(null, hook.origin), { signal: stop.signal })).toMatchObject({ sent: 1 })
  expect(await db().notification.count({ where: { nextTryAt: TEST_NOW, attempts: 0 } })).toBe(2)
})
