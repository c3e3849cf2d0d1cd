import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db/client'
import { useDatabase } from '@/lib/testing/database'
import { declareRequestWorld } from '@/lib/testing/request-builders'
import { aCampaign, anAnswer, anItem, aTask } from '@/lib/testing/review-rows'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
  await aCampaign({ id: 'rev_1', state: 'running' })
  await anItem({ id: 'itm_1', campaignId: 'rev_1', state: 'pending' })
  await anAnswer({ taskId: await aTask({ itemId: 'itm_1', person: 'erin' }) })
})

test('the store refuses what no command does: rewriting what was frozen or answered, an illegal move, a second word, removal', async () => {
  await expect(db().reviewItem.update({ where: { id: 'itm_1' }, data: { digest: 'another' } })).rejects.toThrow(/what was frozen does not change/)
  await expect(db().reviewItem.update({ where: { id: 'itm_1' }, data: { state: 'confirmed' } })).rejects.toThrow(/does not go from pending to confirmed/)
  await expect(db().reviewAnswer.updateMany({ data: { answer: 'revoke' } })).rejects.toThrow(/what was answered is not rewritten/)
  await expect(db().reviewCampaign.update({ where: { id: 'rev_1' }, data: { state: 'closed' } })).rejects.toThrow(/does not go from running to closed/)
  await expect(anAnswer({ taskId: await aTask({ itemId: 'itm_1', person: 'bert' }), personId: 'per_erin' })).rejects.toMatchObject({ code: 'P2002' })
  for (const table of ['review_answer', 'review_item', 'review_campaign']) await expect(db().$executeRawUnsafe(`DELETE FROM ${table}`)).rejects.toThrow(/is not removed/)
})
