import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { ensurePartitions } from '@/lib/activity/commands/partitions'
import { SYSTEM } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { migrate } from '@/lib/db/migrate'
import { pool } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { programRoot } from '@/lib/db/program-root'
import { newCtx } from '@/lib/ids'
import { draftCampaign } from '@/lib/reviews/commands/draft-campaign'
import { launchCampaign } from '@/lib/reviews/commands/launch-campaign'
import { contentSchema } from '@/lib/reviews/content'
import type { ItemFilter } from '@/lib/reviews/model'
import { getItem, itemIds, itemRows, listItems } from '@/lib/reviews/queries/items'
import { cpuOfPostgres, cpuOfProcess } from './cpu'
import { declareReviewBench } from './reviews-world'

const ITEMS = Number(process.env['BENCH_ITEMS'] ?? 20_000)
const CAMPAIGNS = Number(process.env['BENCH_CAMPAIGNS'] ?? 3)
/** Rows that are inserted one by one for comparison; the rest is reckoned. */
const SAMPLE = 1_000
const ROUNDS = 20

/** Launching a review of many grants beside inserting its rows one by one, and what reading its items takes with several such reviews in the store. */
async function bench(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bailiwick-bench-'))
  const store = await startEmbedded({ dataDir, password: 'bench' })
  Object.assign(processState(), { databaseUrl: store.url, rootSecret: 'the secret of the benchmark, long enough for anything' })
  try {
    await migrate(store.url, programRoot())
    await ensurePartitions(new Date())
    const client = await pool().connect()
    await ensurePast(client).then(() => declareReviewBench(client, ITEMS)).finally(() => client.release())
    process.stdout.write(`${number(ITEMS)} grants on 100 servers, 200 agents, ${availableParallelism()} cores\n\n`)
    const launched: string[] = []
    for (let round = 1; round <= CAMPAIGNS; round += 1) launched.push(await launch(round))
    await reads(launched.at(-1) ?? '')
  } finally {
    await db().$disconnect()
    await pool().end()
    await store.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Events are older than what the program makes partitions for. */
async function ensurePast(client: pg.ClientBase): Promise<void> {
  await client.query('CREATE TABLE IF NOT EXISTS activity_event_rest PARTITION OF activity_event DEFAULT')
}

async function launch(round: number): Promise<string> {
  const content = contentSchema.parse({ stages: [{ reviewers: [{ kind: 'owner' }], days: 14 }], canaries: 1 })
  const { id } = await draftCampaign(newCtx(), SYSTEM, { name: `Bench ${round}`, kind: 'grants', content })
  const watch = watchPhases(id)
  const [nodeBefore, postgresBefore] = [cpuOfProcess(process.pid), await postgresCpu()]
  const started = performance.now()
  const view = await launchCampaign(newCtx, SYSTEM, id).catch(async (error: unknown) => {
    await watch()
    throw error
  })
  const seconds = (performance.now() - started) / 1000
  const phases = await watch()
  const [node, postgres] = [cpuOfProcess(process.pid) - nodeBefore, (await postgresCpu()) - postgresBefore]
  const baseline = await oneByOne(id)
  if (round === 1) process.stdout.write('launch   items   seconds   one by one (reckoned)   times faster   Node CPU s   PostgreSQL CPU s   phases\n')
  process.stdout.write(`${String(round).padStart(6)} ${number(view.counts.items).padStart(7)} ${seconds.toFixed(1).padStart(9)} ${baseline.toFixed(0).padStart(21)} s ${(baseline / seconds).toFixed(1).padStart(14)} ${node.toFixed(1).padStart(12)} ${postgres.toFixed(1).padStart(18)}   ${phases}\n`)
  if (seconds >= 30) process.exitCode = 1
  return id
}

async function postgresCpu(): Promise<number> {
  const client = await pool().connect()
  try {
    return await cpuOfPostgres(client)
  } finally {
    client.release()
  }
}

/** How long each phase was the one that was told. */
function watchPhases(id: string): () => Promise<string> {
  const times = new Map<string, number>()
  let over = false
  const watching = (async () => {
    let last = performance.now()
    while (!over) {
      const { rows } = await pool().query<{ phase: string }>('SELECT phase, pg_sleep(0.05) FROM review_launch WHERE campaign_id = $1', [id])
      const now = performance.now()
      const phase = rows[0]?.phase
      if (phase !== undefined && phase !== 'done') times.set(phase, (times.get(phase) ?? 0) + now - last)
      last = now
    }
  })()
  return async () => {
    over = true
    await watching
    return [...times].map(([phase, ms]) => `${phase} ${(ms / 1000).toFixed(1)}`).join(', ')
  }
}

/** The named baseline: the same rows, one statement for each item and one for each task, in one transaction that is rolled back. */
async function oneByOne(id: string): Promise<number> {
  const client = await pool().connect()
  try {
    const items = (await client.query(`SELECT * FROM review_item WHERE campaign_id = $1 ORDER BY position LIMIT ${SAMPLE}`, [id])).rows as Record<string, unknown>[]
    const columns = Object.keys(items[0] ?? {})
    const task = "INSERT INTO review_task (id, campaign_id, item_id, stage, iteration, person_id, standing, added_by, added_at) VALUES ($1, $2, $3, 9, 1, 'per_0', 'owner', 'system', now())"
    const text = `INSERT INTO review_item (${columns.join(', ')}) VALUES (${columns.map((_, place) => `$${place + 1}`).join(', ')})`
    await client.query('BEGIN')
    const started = performance.now()
    for (const [place, item] of items.entries()) {
      const row = { ...item, id: `one_${place}`, position: 1_000_000 + place, grant_id: `one_${place}`, frozen: JSON.stringify(item['frozen']) } as Record<string, unknown>
      await client.query(text, columns.map((column) => row[column]))
      await client.query(task, [`one_${place}`, id, `one_${place}`])
    }
    const seconds = (performance.now() - started) / 1000
    await client.query('ROLLBACK')
    return (seconds / Math.max(1, items.length)) * ITEMS
  } finally {
    client.release()
  }
}

async function reads(id: string): Promise<void> {
  const [busiest] = (await pool().query<{ person_id: string; count: number }>('SELECT person_id, count(*) AS count FROM review_task WHERE campaign_id = $1 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1', [id])).rows
  const owner = busiest?.person_id ?? ''
  const reviewer = { ...SYSTEM, kind: 'person' as const, id: owner, personId: owner, roles: ['owner' as const], behind: [owner], ownServerIds: [] }
  const all = await itemIds(SYSTEM, id, {}, new Date())
  process.stdout.write(`\nread, of ${number(all.length)} items (${number(busiest?.count ?? 0)} of the busiest reviewer)   least ms   median ms   most ms   found\n`)
  const filters: [string, ItemFilter][] = [['all ids', {}], ['ids that need a look', { view: 'need_look' }], ['ids recommended to keep', { view: 'recommended_keep' }], ['ids undecided', { view: 'undecided' }], ['ids with “tool_1”', { q: 'tool_1' }], ['ids of one server', { server: 'server7' }]]
  for (const [name, filter] of filters) await measure(name, 100, () => itemIds(SYSTEM, id, filter, new Date()))
  await measure('my ids', 100, () => itemIds(reviewer, id, { reviewer: 'me' }, new Date()))
  await measure('60 rows', 50, () => itemRows(SYSTEM, id, all.slice(500, 560), new Date()))
  await measure('200 rows', 50, () => itemRows(SYSTEM, id, all.slice(9_000, 9_200), new Date()))
  await measure('60 rows of mine', 50, async () => itemRows(reviewer, id, (await itemIds(reviewer, id, { reviewer: 'me' }, new Date())).slice(0, 60), new Date()))
  await measure('a page of 100', 100, async () => (await listItems(SYSTEM, id, {}, { limit: 100 }, new Date())).items)
  await measure('one item whole', 100, async () => [await getItem(SYSTEM, all[0] ?? '', new Date())])
}

async function measure(name: string, limit: number, work: () => Promise<readonly unknown[]>): Promise<void> {
  const times: number[] = []
  let found = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now()
    found = (await work()).length
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const median = times[Math.floor(times.length / 2)] ?? 0
  if (median >= limit) process.exitCode = 1
  process.stdout.write(`${name.padEnd(58)} ${(times[0] ?? 0).toFixed(1).padStart(11)} ${median.toFixed(1).padStart(11)} ${(times.at(-1) ?? 0).toFixed(1).padStart(9)} ${number(found).padStart(7)}${median < limit ? '' : `   over ${limit}`}\n`)
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en')
}

await bench()
