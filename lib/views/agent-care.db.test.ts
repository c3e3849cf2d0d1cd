import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { changeAgent } from '@/lib/registry/commands/agents'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { getRequest } from '@/lib/requests/queries/list-requests'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aBody, as, aStandIn, declareRequestWorld, leaves } from '@/lib/testing/request-builders'
import { agentScreen, agentsScreen } from './agents'
import { dutiesOf, leftBehindBy } from './people'

const database = useDatabase()

beforeEach(async () => {
  await database.truncate()
  await declareRequestWorld()
})

const triage = async (): Promise<string> => (await db().agent.findFirstOrThrow({ where: { name: 'triage' } })).id
const screen = async (who: string) => agentScreen(await as(who), await triage(), at('+1h'))

describe('an agent whose sponsor has left', () => {
  beforeEach(async () => {
    await db().person.update({ where: { id: 'per_dana' }, data: { managerId: 'per_mona' } })
    await db().team.create({ data: { id: 'tem_x', name: 'x', createdAt: at('-1d') } })
    for (const [id, validTo] of [['dana', null], ['bert', null], ['mona', null], ['zoe', at('-1h')], ['otto', null]] as const) {
      await db().teamMembership.create({ data: { id: `mbr_x_${id}`, teamId: 'tem_x', personId: `per_${id}`, validTo } })
    }
    await db().person.update({ where: { id: 'per_otto' }, data: { active: false } })
  })

  it('has its manager and active teammates suggested, each once, to whoever may change it', async () => {
    expect((await screen('rae')).successors).toEqual([])
    await leaves('dana')
    expect((await screen('rae')).successors).toEqual([{ email: 'mona@acme.test', name: 'Mona', why: 'the sponsor’s manager' }, { email: 'bert@acme.test', name: 'Bert', why: 'in team x too' }])
    expect(await screen('inez')).toMatchObject({ mayChange: false, successors: [] })
    expect((await agentsScreen(await as('rae'), at('+1h'))).rows.find((row) => row.name === 'triage')).toMatchObject({ sponsorActive: false, active: true })
  })

  it('whoever becomes its sponsor decides none of the requests that wait for it', async () => {
    const { id } = await submitRequest(testCtx(), await as('erin'), aBody())
    const holders = async () => (await getRequest(await as('rae'), id, at('+1h'))).steps.flatMap((step) => step.holders.map((one) => one.name))
    expect(await holders()).toEqual(['Bert'])
    await leaves('dana')
    await changeAgent(await as('rae'), testCtx(at('+1h')), await triage(), { sponsorEmail: 'bert@acme.test' })
    expect(await holders()).toEqual(['Mona'])
    expect((await screen('rae')).waiting).toMatchObject([{ id, purpose: 'Triage of issues' }])
    expect((await screen('bert')).waiting).toHaveLength(1)
  })
})

describe('what somebody would leave behind', () => {
  it('is what they own or sponsor that is still alive, whose manager they are, and the stand-ins that end', async () => {
    const adam = await as('adam')
    const behind = async (id: string) => leftBehindBy(adam, id, await dutiesOf(adam, id), at('+1h'))
    await aStandIn('dana', 'zoe', '-1d', '+1d')
    await aStandIn('erin', 'dana', '+1d', '+2d')
    await aStandIn('dana', 'mona', '-2d', '-1d')
    await db().agent.updateMany({ where: { name: { not: 'triage' } }, data: { active: false } })
    const dana = await behind('per_dana')
    expect([dana.agents.map((one) => one.name), dana.standIns.toSorted()]).toEqual([['triage'], ['Zoe for them', 'for erin']])
    const erin = await behind('per_erin')
    expect(erin.servers.every((server) => server.as === 'owner' && server.backup)).toBe(true)
    await leaves('bert')
    expect((await behind('per_erin')).servers.some((server) => server.backup)).toBe(false)
    expect((await behind('per_mona')).reports).toBe(1)
  })
})
