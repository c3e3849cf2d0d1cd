import { beforeAll, describe, expect, it } from 'vitest'
import { SYSTEM } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { wipeDemo } from '@/lib/demo/commands'
import { FINDING_KINDS, type FindingKind } from '@/lib/drift/model'
import { countMine } from '@/lib/reviews/queries/mine'
import { testCtx } from '@/lib/testing/clock'
import { countWaitingFor } from '@/lib/requests/queries/waiting-for'
import { useDatabase } from '@/lib/testing/database'
import { verifyTrail } from '@/lib/trail/queries'
import { ADMIN, PEOPLE } from './company'
import { loadDemo } from './demo'
import { SERVERS } from './servers'
import { actorOf } from './steps'

useDatabase()
const ctx = testCtx(new Date('2026-11-20T14:05:00.000Z'))
const SMALL = { log: () => {}, scale: 0.03 }

const counted = async (text: string): Promise<number> => (await rows<{ count: number }>(`SELECT count(*) FROM ${text}`))[0]?.count ?? 0

const agent = (name: string): string => `spiffe://acme.test/agent/${name}`

/** Each story in one line, and the finding that tells it: kind, server, target, agent. */
const STORIES: readonly (readonly [story: string, kind: FindingKind, server: string | null, target: string | null, agent: string | null])[] = [
  ['a third party’s tool asks for more than it did, in hidden words', 'tool_widened', 'pdf-tools', 'extract_text', null],
  ['its grants rest, and one agent calls on', 'lapsed_use', 'pdf-tools', 'extract_text', agent('docs')],
  ['owner and backup owner have left', 'orphaned_server', 'social-publisher', null, null],
  ['one identity in two clients within an hour', 'shared_identity', null, null, agent('release')],
  ['a grant ended, and its user did not notice', 'lapsed_use', 'stripe', 'list_payouts', agent('finops')],
  ['at night an agent reads salaries', 'ungranted_use', 'workday', 'get_compensation', agent('people-desk')],
  ['then bank details', 'ungranted_use', 'payroll', 'get_bank_details', agent('people-desk')],
  ['then it puts a file where guests can read it', 'ungranted_use', 'slack', 'upload_file', agent('people-desk')],
  ['a grant of everything, used for little', 'over_broad_grant', 'okta', '*', agent('access-desk')],
  ['a grant of more than was ever used', 'excess_access', 'terraform', 'show_state', agent('release')],
  ['a grant that nobody uses', 'unused_grant', 'snowflake', 'drop_table', agent('etl')],
  ['a system behind a server that its owner never named', 'undeclared_downstream', 'coupa', 'sap-legacy:CreateVendor', agent('procure')],
  ['a server without an identity', 'no_workload_identity', 'gpu-queue', null, null],
  ['a secret in a command', 'embedded_secret', 'splunk', null, null],
  ['a server seen only in logs', 'unregistered_server', 'salary-benchmark', null, null],
  ['an agent nobody registered', 'unregistered_agent', null, null, agent('q4-forecast')],
  ['an agent asked by people of another team', 'wrong_caller_use', 'hubspot', 'update_deal', agent('deal-desk')],
  ['an apply with a grant to plan', 'over_access_use', 'terraform', 'apply_plan', agent('release')],
  ['a query beyond its databases', 'out_of_scope_use', 'snowflake', 'run_query', agent('research')],
  ['a server that is over answers a laptop, past the gateway', 'post_offboarding_use', 'labels-bot', 'set_labels', agent('codegen')],
  ['tools that nobody asked for', 'tool_added', 'github', 'transfer_repository', null],
]

/** Loads it once for all that is asked of it, after a load that was killed while it registered servers. */
async function loadAfterAKilledOne(): Promise<{ left: number; loaded: boolean }> {
  const killed = loadDemo(testCtx(new Date(ctx.now.getTime() - 60_000)), { ...SMALL, log: (line) => { if (line.startsWith('Registered 120 people')) throw new Error('killed') } })
  await expect(killed).rejects.toThrow('killed')
  const left = await db().person.count()
  const { loaded } = await loadDemo(ctx, SMALL)
  return { left, loaded }
}

describe('the demo', () => {
  let begun = { left: 0, loaded: false }
  beforeAll(async () => {
    begun = await loadAfterAKilledOne()
  }, 900_000)

  it('that was killed half-way is removed and loaded anew', async () => {
    expect(begun).toEqual({ left: PEOPLE.length, loaded: true })
    expect([await db().person.count(), await db().server.count()]).toEqual([PEOPLE.length, SERVERS.length])
  })

  it('has calls that are granted, but for one in twenty at most', async () => {
    const [others, granted] = [await counted("activity_event WHERE verdict <> 'granted'"), await counted("activity_event WHERE verdict = 'granted'")]
    expect(granted).toBeGreaterThan(4_000)
    // The stories are told whole at any scale, so here they weigh more than in the full demo.
    expect(others).toBeLessThan(500)
  })

  it('concludes from silence only where a gateway was alive: not on the servers that only a silent one sees, or one with a gap', async () => {
    const unused = await db().finding.findMany({ where: { kind: 'unused_grant', status: 'open', evaluable: true }, select: { server: true } })
    const servers = new Set(unused.map((row) => row.server))
    expect(servers).toContain('aws-admin')
    for (const blind of ['gdrive', 'zendesk', 'netsuite', 'workday', 'greenhouse', 'filesystem-docs', 'braze', 'contentful']) expect(servers).not.toContain(blind)
  })

  it('has old findings that are settled, and a few records in dead letter', async () => {
    expect(await db().finding.count({ where: { status: 'resolved' } })).toBeGreaterThan(0)
    expect(await db().deadLetter.count({ where: { status: 'open' } })).toBe(7)
    expect(await db().reevaluation.count({ where: { finishedAt: null } })).toBe(0)
  })

  it('has requests in every state that people make, several of which wait for whoever signs in', async () => {
    const states = await db().grantRequest.groupBy({ by: ['state'], _count: true })
    expect(Object.fromEntries(states.map((one) => [one.state, one._count]))).toMatchObject({ approved: 11, denied: 2, withdrawn: 1, lapsed: 2, pending: 11 })
    expect(await countWaitingFor(await actorOf(ctx, ADMIN), ctx.now)).toBeGreaterThanOrEqual(5)
    expect(await db().finding.count({ where: { kind: 'break_glass', status: 'open' } })).toBe(1)
    expect(await db().notification.count()).toBe(0)
  })

  it('has reviews: one that is over by evidence, one whose ended access is still used, and items that wait for whoever signs in', async () => {
    const states = await rows<{ state: string; count: number }>("SELECT c.state::text || ' ' || coalesce(i.confirmation, 'none') AS state, count(*)::int AS count FROM review_campaign c JOIN review_item i ON i.campaign_id = c.id WHERE i.outcome = 'revoke' GROUP BY 1 ORDER BY 1")
    expect(states.map((one) => one.state)).toEqual(['closed confirmed', 'confirming still_used'])
    expect(await countMine(await actorOf(ctx, ADMIN), ctx.now)).toBeGreaterThanOrEqual(50)
    expect(await db().reviewTemplate.count({ where: { nextAt: { gt: ctx.now } } })).toBe(3)
  })

  it('has endings: closed by silence, watched, still heard, not to be told, frozen, and a leaver whose things have nobody to go to', async () => {
    const cases = await db().offboardingCase.findMany({ orderBy: { openedAt: 'asc' }, select: { subjectName: true, stage: true, verdict: true } })
    expect(Object.fromEntries(cases.map((one) => [one.subjectName.split('@')[0], `${one.stage} ${one.verdict ?? '–'}`]))).toMatchObject({
      'jenkins-bridge': 'closed silent', 'n.silva': 'closed silent', 'gitlab-legacy': 'watch watching', 'labels-bot': 'watch still_calling', 'wiki-classic': 'watch not_evaluable', slides: 'frozen –', 'x.cole': 'frozen –',
    })
  })

  describe('tells its stories', () => {
    it.each(STORIES)('%s', async (_story, kind, server, target, who) => {
      expect(await db().finding.findMany({ where: { kind, server, target, agent: who, status: 'open' } })).toHaveLength(1)
    })

    it('show every kind of finding, and no more of them than people can look at', async () => {
      const found = await db().finding.findMany({ where: { status: 'open' }, select: { kind: true } })
      expect([...new Set(found.map((row) => row.kind))].toSorted()).toEqual([...FINDING_KINDS].toSorted())
      expect(found.length).toBeGreaterThanOrEqual(60)
      expect(found.length).toBeLessThanOrEqual(120)
    })

    it('tell of the straggler who calls on after the revocation; somebody is asking already', async () => {
      expect(await db().finding.findFirstOrThrow({ where: { kind: 'lapsed_use', server: 'postgres-orders', target: 'select_rows' } })).toMatchObject({ status: 'acknowledged', executed: 9 })
    })

    it('tell of the deleted repository: one call executed, three refused, critical', async () => {
      const found = await db().finding.findFirstOrThrow({ where: { kind: 'ungranted_use', server: 'github', target: 'delete_repository' } })
      expect(found).toMatchObject({ severity: 'critical', executed: 1, blocked: 3, agent: agent('triage') })
    })

    it('hold the grants of the widened tool, and let the honest change pass', async () => {
      const held = await db().grantHold.findMany({ where: { cause: 'definition', closedAt: null }, include: { grant: { include: { server: true } } } })
      expect([...new Set(held.map(({ grant }) => `${grant.server.slug} ${grant.target}`))]).toEqual(['pdf-tools extract_text'])
      expect(await db().finding.findFirst({ where: { kind: 'tool_widened', server: 'sentry' } })).toMatchObject({ status: 'resolved' })
    })
  })

  it('leaves a trail that verifies', async () => {
    expect(await verifyTrail(SYSTEM)).toMatchObject({ ok: true, brokenAt: null })
  })

  it('is loaded once: again changes nothing', async () => {
    const before = [await counted('activity_event'), await db().person.count(), await db().trailEntry.count()]
    expect(await loadDemo(ctx, SMALL)).toMatchObject({ loaded: false })
    expect([await counted('activity_event'), await db().person.count(), await db().trailEntry.count()]).toEqual(before)
  })

  it('refuses a console in use and touches nothing', async () => {
    const marker = await db().setting.delete({ where: { key: 'demo' } })
    const before = await db().server.count()
    await expect(loadDemo(ctx, SMALL)).rejects.toMatchObject({ code: 'conflict' })
    expect(await db().server.count()).toBe(before)
    await db().setting.create({ data: { ...marker, value: marker.value ?? {} } })
  })

  it('once removed leaves the administrator alone in an empty console', async () => {
    await wipeDemo(await actorOf(ctx, ADMIN), ctx)
    expect((await db().person.findMany()).map((row) => row.email)).toEqual([ADMIN])
    expect([await counted('activity_event'), await counted('usage'), await db().finding.count(), await db().grant.count(), await db().setting.count({ where: { key: 'demo' } })]).toEqual([0, 0, 0, 0, 0])
  }, 300_000)
})
