import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { anActor, aPerson } from '@/lib/testing/actors'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { deliveryLog, deliveryStateIn } from './notifications'

const database = useDatabase()
beforeEach(database.truncate)

test('administrators, and nobody else, see what became of the newest messages, counted by state', async () => {
  const dana = await aPerson('dana@acme.test')
  const row = (key: string, more: object) => ({ id: testCtx().id('notification'), key, kind: 'request.submitted', subject: key, text: 't', path: '/', channel: 'email', recipientId: dana.personId, createdAt: TEST_NOW, ...more })
  await db().notification.createMany({
    data: [
      row('sent', { sentAt: TEST_NOW, attempts: 2 }), row('failed', { failedAt: TEST_NOW, attempts: 6, lastError: 'refused' }), row('not sent', { failedAt: TEST_NOW, lastError: 'no server' }),
      row('due', { nextTryAt: at('+5m'), attempts: 2, lastError: 'later', channel: 'webhook', recipientId: null }), ...Array.from({ length: 60 }, (_, i) => row(`old ${i}`, { sentAt: TEST_NOW, createdAt: at('-1d') })),
    ],
  })
  const admin = anActor(['admin'])
  const { counts, rows } = await deliveryLog(admin, null)
  expect(counts).toEqual({ due: 1, sent: 61, failed: 1, not_sent: 1 })
  expect(rows).toHaveLength(50)
  expect(rows.slice(0, 4).map(({ subject, state, at: when }) => [subject, state, when])).toEqual([['due', 'due', at('+5m').toISOString()], ['not sent', 'not_sent', TEST_NOW.toISOString()], ['failed', 'failed', TEST_NOW.toISOString()], ['sent', 'sent', TEST_NOW.toISOString()]])
  for (const state of ['due', 'sent', 'failed', 'not_sent'] as const) expect((await deliveryLog(admin, state)).rows.every((one) => one.state === state)).toBe(true)
  expect([deliveryStateIn('failed'), deliveryStateIn('x'), deliveryStateIn(null)]).toEqual(['failed', null, null])
  for (const role of ['security_reviewer', 'incident_responder', 'owner', 'member', 'auditor'] as const) await expect(deliveryLog(anActor([role]), null)).rejects.toMatchObject({ code: 'forbidden' })
})
