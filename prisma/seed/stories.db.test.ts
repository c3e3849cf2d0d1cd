import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { FINDING_KINDS, type FindingKind } from '@/lib/drift/model'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { loadDemo } from './demo'

useDatabase()
const ctx = testCtx(new Date('2026-11-20T14:05:00.000Z'))
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
  ['tools that nobody asked for', 'tool_added', 'github', 'transfer_repository', null],
]

describe('the stories of the demo', () => {
  beforeAll(async () => {
    await loadDemo(ctx, { log: () => {}, scale: 0.03 })
  }, 180_000)

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
