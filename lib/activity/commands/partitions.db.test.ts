import { expect, test } from 'vitest'
import { rows } from '@/lib/db/pool'
import { TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { ensurePartitions } from './partitions'

useDatabase()

test('partitions reach from 100 days back to two months ahead; several replicas at once make each once', async () => {
  const made = await Promise.all([ensurePartitions(TEST_NOW), ensurePartitions(TEST_NOW), ensurePartitions(TEST_NOW)])
  expect(made.flat()).toContain('activity_event_2026_11')
  const names = await rows<{ name: string }>("SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'activity_event'::regclass ORDER BY 1")
  expect(names.map(({ name }) => name)).toEqual(['08', '09', '10', '11', '12'].map((month) => `activity_event_2026_${month}`).concat('activity_event_2027_01'))
  expect(await ensurePartitions(TEST_NOW)).toEqual([])
  expect(await ensurePartitions(new Date('2026-12-15Z'))).toEqual(['activity_event_2027_02'])
})
