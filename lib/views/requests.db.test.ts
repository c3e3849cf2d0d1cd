import { beforeEach, describe, expect, it } from 'vitest'
import { nudgeRequest } from '@/lib/requests/commands/nudge-request'
import { saveDraft } from '@/lib/requests/commands/save-draft'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { at, TEST_NOW, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, declareRequestWorld, yes } from '@/lib/testing/request-builders'
import { navigationCounts } from './navigation'
import { mayAskFor, requestScreen, requestsScreen } from './requests'

const database = useDatabase()
const NOW = at('+2h')

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

/** Adam asks for triage to write to github: erin's step, and one reviewer's. */
async function aRequest(): Promise<string> {
  const { id } = await submitRequest(testCtx(at('+1h')), await as('adam'), aBody({ targets: [{ kind: 'tool', name: 'create_issue', access: 'write' }] }))
  return id
}

describe('the lists of requests', () => {
  it('what waits for somebody is theirs to answer, and goes when they have', async () => {
    const id = await aRequest()
    expect(await requestsScreen(await as('erin'), null, NOW)).toMatchObject({ view: 'waiting', waiting: 1, rows: [{ id, agent: 'triage', server: 'github', access: 'write' }] })
    expect((await navigationCounts(await as('erin'), NOW)).requests).toBe(1)
    await decideRequest(testCtx(NOW), await as('erin'), id, yes())
    expect(await requestsScreen(await as('erin'), 'waiting', NOW)).toMatchObject({ waiting: 0, rows: [] })
    expect((await navigationCounts(await as('erin'), NOW)).requests).toBeUndefined()
  })

  it('a draft stands under its author’s own, and nowhere else', async () => {
    const { id } = await saveDraft(testCtx(), await as('adam'), { server: 'github', purpose: 'Half a sentence that' })
    expect((await requestsScreen(await as('adam'), 'mine', NOW)).rows.map((row) => row.id)).toEqual([id])
    for (const name of ['adam', 'rae', 'erin']) expect((await requestsScreen(await as(name), 'all', NOW)).rows, name).toEqual([])
  })
})

describe('one request', () => {
  it('is told in the same words to everybody, names the agent as people do, and lets only its holders answer and its requester move it', async () => {
    const id = await aRequest()
    const seen = await Promise.all(['adam', 'erin', 'rae', 'inez'].map(async (name) => requestScreen(await as(name), id, NOW)))
    expect(new Set(seen.map((one) => one.request.sentence)).size).toBe(1)
    expect(seen.map((one) => one.holds?.step ?? null)).toEqual([null, 'owner', 'security', null])
    expect(seen.map((one) => one.mine)).toEqual([true, false, false, false])
    expect(seen[0]).toMatchObject({ agentId: 'agt_triage', request: { caller: { agent: 'triage' }, revisions: [{ content: { caller: { agent: 'triage' } } }] }, refusals: { edit: null, withdraw: null, nudge: null } })
  })

  it('says when the holders may be reminded again, until then', async () => {
    const id = await aRequest()
    await nudgeRequest(testCtx(NOW), await as('adam'), id)
    expect((await requestScreen(await as('adam'), id, NOW)).nextNudgeAt).toBe(at('+26h').toISOString())
    expect((await requestScreen(await as('adam'), id, at('+27h'))).nextNudgeAt).toBeNull()
  })

  it('does not exist for somebody who has nothing to do with it', async () => {
    const id = await aRequest()
    await expect(requestScreen(await as('otto'), id, NOW)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the button “Request access”', () => {
  it('is offered to owners on their servers, to sponsors for their agents, and to whoever may ask anywhere', async () => {
    const [erin, dana, otto, adam] = [await as('erin', TEST_NOW), await as('dana'), await as('otto'), await as('adam')]
    const onGithub = { serverId: 'srv_github' }
    const forTriage = { agentId: 'agt_triage' }
    expect([erin, dana, otto, adam].map((actor) => mayAskFor(actor, onGithub))).toEqual([true, true, false, true])
    expect([erin, dana, otto, adam].map((actor) => mayAskFor(actor, forTriage))).toEqual([true, true, false, true])
  })
})
