import { beforeEach, describe, expect, it } from 'vitest'
import { rows } from '@/lib/db/pool'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'
import { grantScreen, grantsScreen } from './grants'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])
let id = ''

async function used(day: string, count: number, more: { grant?: string | null; nearest?: string; verdict?: string; outcome?: string } = {}): Promise<void> {
  await rows(
    `INSERT INTO usage (day, key, nearest_grant_id, server_id, kind, target, access, agent_id, client_id, human_id, resource_keys, outcome, verdict, grant_id, count, first_at, last_at)
     VALUES ($1, gen_random_uuid(), $2, 'srv_github', 'tool_call', 'create_issue', 'write', 'agt_triage', 'cli_code', 'per_dana', '{}', $3, $4, $5, $6, $7, $7)`,
    [day, more.nearest ?? '', more.outcome ?? 'success', more.verdict ?? 'granted', more.grant === undefined ? id : more.grant, count, `${day}T09:00:00Z`],
  )
}

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  const { results } = await importGrants(testCtx(), reviewer, { reason: 'In force elsewhere', grants: [aRow(), aRow({ externalId: 'b', server: 'vault' })] })
  id = results[0]?.id ?? ''
  await used('2026-11-19', 11)
  await used('2026-11-18', 2, { outcome: 'denied' })
  await used('2026-10-01', 5)
  await used('2026-06-01', 99)
  await used('2026-11-19', 3, { grant: null, nearest: id, verdict: 'over_access' })
})

describe('the list of grants', () => {
  it('counts the calls of the last 90 days under each grant', async () => {
    const { rows: found, cut } = await grantsScreen(reviewer, TEST_NOW)
    expect(cut).toBe(false)
    expect(found.map((row) => [row.server, row.calls, row.lastUsed])).toEqual([['vault', 0, null], ['github', 18, '2026-11-19T09:00:00.000Z']])
    expect(found[1]).toMatchObject({ agent: 'triage', agentKnown: 'spiffe://acme.test/triage', client: 'Code', human: 'dana@acme.test', state: 'active', origin: 'import', confirmed: false, purpose: 'Triage of issues' })
  })

  it('counts distinct callers once, and calls per week with this week last', async () => {
    await rows(
      `INSERT INTO usage (day, key, nearest_grant_id, server_id, kind, target, access, agent_id, client_id, human_id, resource_keys, outcome, verdict, grant_id, count, first_at, last_at)
       VALUES ('2026-11-20', gen_random_uuid(), '', 'srv_github', 'tool_call', 'create_issue', 'write', 'agt_release', 'cli_code', 'per_dana', '{}', 'success', 'granted', $1, 2, '2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z')`, [id],
    )
    const [, github] = (await grantsScreen(reviewer, TEST_NOW)).rows
    expect(github).toMatchObject({ calls: 20, agents: 2, humans: 1 })
    expect(github?.weeks).toHaveLength(13)
    expect([github?.weeks?.at(-1), github?.weeks?.reduce((sum, calls) => sum + calls, 0)]).toEqual([15, 20])
  })

  it('shows no use to those who may not see activity', async () => {
    const { rows: found } = await grantsScreen(anActor(['member'], { ownAgentIds: ['agt_triage'] }), TEST_NOW)
    expect(found.map((row) => [row.calls, row.agents, row.weeks])).toEqual([[null, null, null], [null, null, null]])
  })
})

describe('the page of a grant', () => {
  it('says what it is, who used it, what it nearly covered and what revoking would stop', async () => {
    const screen = await grantScreen(reviewer, id, TEST_NOW)
    expect(screen.sentence).toContain('Agent triage, running in Code, on behalf of dana@acme.test, may call the tool create_issue on github')
    expect(screen.use).toMatchObject({
      total: 18, days: [{ day: '2026-10-01', calls: 5 }, { day: '2026-11-18', calls: 2 }, { day: '2026-11-19', calls: 11 }],
      callers: [{ agent: 'triage', client: 'Code', human: 'dana@acme.test', calls: 18, blocked: 2 }], nearMisses: [{ verdict: 'over_access', calls: 3 }],
    })
    expect(screen.consequence).toMatch(/^triage made 13 calls under it in the last 30 days\./)
    expect(screen.refusals).toMatchObject({ revoke: null, suspend: null })
    expect(screen.intervals).toEqual([{ from: at('-30d').getTime(), to: at('+30d').getTime() }])
    expect(screen.history).toMatchObject([{ action: 'grant.imported' }])
  })

  it('keeps use, history and actions from those who may not', async () => {
    const screen = await grantScreen(anActor(['member'], { ownAgentIds: ['agt_triage'] }), id, TEST_NOW)
    expect(screen).toMatchObject({ use: null, history: null, refusals: { revoke: 'Your roles do not allow this here.' } })
    await expect(grantScreen(anActor(['member']), id, TEST_NOW)).rejects.toMatchObject({ code: 'not_found' })
  })
})
