import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx, TEST_NOW } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'
import { filterAccess, readAccessQuery } from './access-filter'
import { accessSentence } from './access-sentence'
import { type AccessAnswer, accessAnswer } from './effective-access'

const database = useDatabase()
const reviewer = anActor(['security_reviewer'])

async function tool(name: string, suggested: 'read' | 'write' | 'admin', annotations: object): Promise<void> {
  await db().tool.create({ data: { id: `tol_${name}`, serverId: 'srv_github', name, suggested, annotations, firstSeenAt: at('-20d'), lastSeenAt: at('-1d') } })
}

async function used(target: string, agent: string, grantId: string | undefined): Promise<void> {
  await rows(
    `INSERT INTO usage (day, key, nearest_grant_id, server_id, kind, target, access, agent_id, client_id, human_id, resource_keys, outcome, verdict, grant_id, count, first_at, last_at)
     VALUES ('2026-11-19', gen_random_uuid(), '', 'srv_github', 'tool_call', $1, 'write', $2, 'cli_code', 'per_dana', '{}', 'success', 'granted', $3, 7, '2026-11-19T09:00:00Z', '2026-11-19T09:00:00Z')`, [target, agent, grantId],
  )
}

const ask = (query: Record<string, string>, actor = reviewer): Promise<AccessAnswer> => accessAnswer(actor, readAccessQuery(query, TEST_NOW))

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  await tool('create_issue', 'write', {})
  await tool('delete_issue', 'admin', { destructiveHint: true })
  const { results } = await importGrants(testCtx(), reviewer, { reason: 'In force elsewhere', grants: [
    aRow(), aRow({ externalId: 'b', caller: { agent: 'any', client: 'any', human: 'team:core' }, target: { kind: 'tool', name: '*_issue' }, access: 'admin', purpose: 'Everybody tidies' }),
    aRow({ externalId: 'c', server: 'vault', caller: { agent: 'release', client: 'any', human: 'none' }, target: { kind: 'tool', name: 'read_secret' }, access: 'read' }),
    aRow({ externalId: 'd', validFrom: at('-90d').toISOString(), validUntil: at('-10d').toISOString(), target: { kind: 'tool', name: 'old_tool' } }),
  ] })
  await used('create_issue', 'agt_triage', results[0]?.id)
  await used('delete_issue', 'agt_release', results[1]?.id)
})

describe('who can do this', () => {
  it('counts every agent that “any” stands for, and those that were seen doing it', async () => {
    const answer = await ask({ server: 'github', tool: 'delete_issue' })
    expect(answer.lines).toMatchObject([{ target: 'delete_issue', access: 'admin', toolClass: 'admin', destructive: true, unclassified: false, agent: null, human: 'team:core', use: { calls: 7 }, grants: [{ purpose: 'Everybody tidies', origin: 'import', confirmed: false }] }])
    expect(accessSentence({ ...answer, names: { server: 'github', tool: 'delete_issue' } })).toBe('2 agents can call delete_issue on github, at most with admin; one of them was not seen doing so in 90 days.')
  })

  it('takes a glob for all tools that it names, on any server', async () => {
    expect((await ask({ tool: '*_issue' })).lines.map((line) => line.target).sort()).toEqual(['*_issue', 'create_issue', 'create_issue', 'delete_issue'])
  })

  it('counts for an open line only calls that its glob admits, and nobody as able to call what does not exist yet', async () => {
    await used('read_wiki', 'agt_release', (await db().grant.findFirst({ where: { externalId: 'b' } }))?.id)
    const answer = await ask({ tool: 'purge_*_issue' })
    expect(answer.lines).toMatchObject([{ target: 'purge_*_issue', open: true, later: true, use: { calls: 0 } }])
    expect(answer.agents).toBe(0)
  })

  it('names everybody on demand, and how each comes in', async () => {
    const agents = await ask({ server: 'github', tool: 'delete_issue', expand: 'agents' })
    expect(filterAccess(agents.lines, {}).found.map((line) => [line.agent?.name, line.via, line.use?.calls])).toEqual([['release', ['any agent'], 7], ['triage', ['any agent'], 0]])
    const people = await ask({ server: 'github', tool: 'delete_issue', expand: 'people' })
    expect(people.lines.map((line) => [line.human, line.via])).toEqual([['dana@acme.test', ['team core']]])
  })
})

describe('what can one do', () => {
  it('is answered for an agent, a client and a person, by names as logs use them', async () => {
    expect((await ask({ agent: 'spiffe://acme.test/release' })).lines.map((line) => line.target)).toEqual(['*_issue', 'create_issue', 'delete_issue', 'read_secret'])
    expect((await ask({ human: 'DANA@acme.test' })).lines.map((line) => line.server)).not.toContain('vault')
    expect((await ask({ human: 'erin@acme.test' })).lines).toEqual([])
    expect((await ask({ client: 'code' })).lines).toHaveLength(5)
  })

  it('is answered as of a time in the past', async () => {
    expect((await ask({ agent: 'triage', at: '2026-11-01' })).lines.map((line) => line.target)).toContain('old_tool')
    expect((await ask({ agent: 'triage' })).lines.map((line) => line.target)).not.toContain('old_tool')
  })

  it('says of what a hold stops that it gives nothing, and why', async () => {
    const [grant] = await db().grant.findMany({ where: { externalId: 'c' } })
    await db().grantHold.create({ data: { id: 'hol_1', grantId: grant?.id ?? '', cause: 'person', reason: 'odd', openedBy: 'per_erin', openedAt: at('-1d') } })
    await rows('UPDATE declaration_epoch SET epoch = epoch + 1')
    expect((await ask({ server: 'vault' })).lines).toMatchObject([{ rest: 'suspended', why: 'suspended: a hold is open on the whole grant' }])
  })

  it('says so of an imported grant where the server enforces', async () => {
    await db().server.update({ where: { id: 'srv_vault' }, data: { mode: 'enforce' } })
    expect((await ask({ server: 'vault' })).lines).toMatchObject([{ rest: 'unconfirmed' }])
  })

  it('is narrowed by access, marks, use and state, with counts', async () => {
    const { lines } = await ask({ server: 'github' })
    expect(filterAccess(lines, { marks: 'destructive' }).found.map((line) => line.target)).toEqual(['delete_issue'])
    expect(filterAccess(lines, { use: 'unused' }).found.map((line) => [line.target, line.access])).toEqual([['*_issue', 'admin'], ['create_issue', 'admin']])
    expect(filterAccess(lines, {}).facets.find((facet) => facet.key === 'marks')?.options.map((option) => [option.value, option.count])).toEqual([['destructive', 1], ['unclassified', 2], ['other', 1]])
  })
})

describe('who may ask', () => {
  it('shows a sponsor the grants of their agents only, without the use of servers that are not theirs', async () => {
    const { lines } = await ask({ server: 'github' }, anActor(['member'], { ownAgentIds: ['agt_triage'] }))
    expect(lines.map((line) => [line.target, line.agent?.name, line.use])).toEqual([['create_issue', 'triage', null]])
  })

  it('does not tell a server’s owner the names of all agents, for whom a grant for any stands', async () => {
    const { lines, agents } = await ask({ server: 'github', tool: 'delete_issue', expand: 'agents' }, anActor(['owner'], { ownServerIds: ['srv_github'] }))
    expect([lines.map((line) => line.agent), agents]).toEqual([[null], 2])
  })

  it('tells a member nothing of names that they may not see: a wrong one and a hidden one answer alike', async () => {
    const member = anActor(['member'])
    const [hidden, wrong] = [await ask({ agent: 'release' }, member), await ask({ agent: 'nobody-is-called-so' }, member)]
    expect(hidden).toEqual(wrong)
    expect((await ask({ agent: 'nobody-is-called-so' })).unknown).toEqual(['agentId'])
  })

  it('refuses those who may see no registry', async () => {
    await expect(ask({ server: 'github' }, anActor([]))).rejects.toMatchObject({ code: 'forbidden' })
  })
})
