import { expect, test } from '@playwright/test'
import { type Api, apiOf } from '../fixtures/http'
import { type Program, startProgram } from '../fixtures/program'
import { declareHolders, declareServers, declareSource, importGrants, nativeOf } from './declare'
import { findings, judgeAll, rollUp } from './oracle'
import { faultsOf, moreFindings, type Replacement } from './oracle-breadth'
import { makeWorld, type World } from './world'

/**
 * An outside program: with the headless variables and the HTTP contract alone it declares random worlds, sends what happened
 * in them, and compares every verdict, every usage row and every finding with a brute-force reading of the rules.
 */
let program: Program
let api: Api

test.beforeAll(async () => {
  program = await startProgram()
  api = apiOf(program.url, program.token)
})
test.afterAll(async () => {
  await program.stop()
  program.clean()
})

type Order = 'declared first' | 'events first' | 'grants last'

for (const [seed, order] of [[101, 'declared first'], [202, 'events first'], [303, 'grants last']] as const) {
  test(`verdicts, usage and findings of world ${seed} match the rules (${order})`, async () => {
    const now = Date.now()
    const world = makeWorld(seed, now)
    const ids = await play(world, order, `gw-${seed}`, now)
    const judged = judgeAll(world, ids)
    const run = await api.post('/api/v1/drift/run')
    expect(run.status, JSON.stringify(run.body)).toBe(200)
    await compareEvents(judged, `gw-${seed}`)
    await compareUsage(judged, seed)
    await compareFindings(world, judged, ids, seed)
  })
}

async function play(world: World, order: Order, source: string, now: number): Promise<Map<string, string>> {
  const ingest = await declareSource(api, (token) => apiOf(program.url, token), source, now)
  const send = async (): Promise<void> => {
    const answer = await ingest.post('/api/v1/events', { events: world.events.map(nativeOf) })
    expect(answer.body).toEqual({ received: world.events.length, accepted: world.events.length, duplicates: 0, rejected: 0, errors: [] })
    const again = await ingest.post('/api/v1/events', { events: world.events.map(nativeOf) })
    expect(again.body).toEqual({ received: world.events.length, accepted: 0, duplicates: world.events.length, rejected: 0, errors: [] })
  }
  if (order === 'events first') await send()
  await declareHolders(api, world)
  await declareServers(api, world)
  if (order === 'grants last') await send()
  const ids = await importGrants(api, world.grants)
  if (order === 'declared first') await send()
  return ids
}

async function compareEvents(judged: ReturnType<typeof judgeAll>, source: string): Promise<void> {
  const stored = new Map((await api.all(`/api/v1/events?source=${source}`)).map((event) => [event['sourceEventId'], event]))
  expect(stored.size).toBe(judged.length)
  for (const one of judged) {
    const event = stored.get(one.event.id)
    const seen = { verdict: event?.['verdict'], grantId: event?.['grantId'], nearestGrantId: event?.['nearestGrantId'], access: event?.['access'], server: event?.['server'], agent: event?.['agent'] ?? null, client: event?.['client'] ?? null, human: event?.['human'] ?? null }
    expect(seen, JSON.stringify(one.event)).toEqual({
      verdict: one.verdict, grantId: one.grant, nearestGrantId: one.nearest, access: one.access,
      server: one.server.known, agent: one.agent.known, client: one.client.known, human: one.human.known,
    })
  }
}

async function compareUsage(judged: ReturnType<typeof judgeAll>, seed: number): Promise<void> {
  const key = (row: Record<string, unknown>): string => JSON.stringify(['day', 'server', 'kind', 'target', 'access', 'agent', 'client', 'human', 'resourceKeys', 'outcome', 'verdict', 'grantId'].map((name) => row[name] ?? null))
  const all = await api.all('/api/v1/usage')
  const mine = all.filter((row) => String(row['server']).includes(`w${seed}`))
  const stored = new Map(mine.map((row) => [key(row), { count: row['count'], firstAt: Date.parse(String(row['firstAt'])), lastAt: Date.parse(String(row['lastAt'])) }]))
  const expected = new Map([...rollUp(judged)].map(([text, row]) => [text, { count: row.count, firstAt: row.firstAt, lastAt: row.lastAt }]))
  expect([...stored].sort()).toEqual([...expected].sort())
}

const GRANT_KINDS = ['unused_grant', 'over_broad_grant', 'excess_access']

async function compareFindings(world: World, judged: ReturnType<typeof judgeAll>, ids: Map<string, string>, seed: number): Promise<void> {
  const of = (row: Record<string, unknown>): boolean => ['server', 'agent', 'client'].some((name) => String(row[name]).includes(`w${seed}`))
  const expected = [...findings(world, judged, ids, Date.now()), ...moreFindings(world, judged, ids, Date.now())]
  const found = (await api.all('/api/v1/drift/findings')).filter((row) => row['kind'] !== 'silent_source' && of(row))
  // What is wrong with a grant is about the grant; all else is about its names.
  const about = (row: Record<string, unknown>): unknown[] => (GRANT_KINDS.includes(String(row['kind'])) ? [row['grantId']] : ['server', 'target', 'agent', 'client'].map((name) => row[name] ?? null))
  const text = (row: Record<string, unknown>): string => JSON.stringify([row['kind'], ...about(row), row['severity'], row['executed'], row['blocked']])
  const wanted = expected.map((one) => text({ ...one }))
  // A run between the events and their declarations may have found what is settled now; that stays on record as resolved.
  const standing = found.filter((row) => row['status'] !== 'resolved')
  const count = (rows: readonly string[], one: string): number => rows.filter((other) => other === one).length
  for (const row of found) if (row['status'] === 'resolved' && count(standing.map(text), text(row)) < count(wanted, text(row))) standing.push(row)
  expect(standing.map(text).sort()).toEqual(wanted.sort())
  const open = (rows: readonly Record<string, unknown>[]): string[] => rows.filter((row) => row['status'] === 'open' && !String(row['kind']).startsWith('unregistered')).map(text).sort()
  expect(open(found)).toEqual(open(expected.map((one) => ({ ...one }))))
  compareReplacements(world, judged, ids, found)
}

/** Every replacement that is proposed is sufficient, minimal and never wider. */
function compareReplacements(world: World, judged: ReturnType<typeof judgeAll>, ids: Map<string, string>, found: readonly Record<string, unknown>[]): void {
  const proposed = found.filter((row) => row['kind'] === 'over_broad_grant' && row['status'] === 'open')
  for (const row of proposed) {
    const grant = world.grants.find((one) => ids.get(one.externalId) === row['grantId'])
    expect(grant, JSON.stringify(row)).toBeDefined()
    if (grant !== undefined) expect(faultsOf(world, judged, grant, String(row['grantId']), row['replacement'] as Replacement[]), JSON.stringify([grant, row['replacement']])).toEqual([])
  }
}

test('what if a replacement stood instead of its grant: no call is refused that the grant covered, and nothing is written', async () => {
  const before = await api.all('/api/v1/drift/findings')
  const broad = before.filter((row) => row['kind'] === 'over_broad_grant' && row['status'] === 'open').slice(0, 5)
  expect(broad.length).toBeGreaterThan(0)
  const same = await api.post('/api/v1/drift/what-if', { window: { days: 90 }, changes: [] })
  expect(same.status, JSON.stringify(same.body)).toBe(200)
  for (const row of broad) {
    const answer = await api.post('/api/v1/drift/what-if', { window: { days: 90 }, changes: [{ finding: row['id'] }] })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    const lost = (answer.body['rows'] as Record<string, unknown>[]).filter((one) => one['grantIdBefore'] === row['grantId'] && one['before'] === 'granted' && !['granted', 'unknown'].includes(String(one['after'])))
    expect(lost).toEqual([])
    expect(answer.body['calls']).toBe(same.body['calls'])
  }
  expect(await api.all('/api/v1/drift/findings')).toEqual(before)
})
