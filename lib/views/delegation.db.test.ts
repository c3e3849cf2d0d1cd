import { beforeEach, describe, expect, it } from 'vitest'
import type { DelegationGraph, GraphNode, PartyKind } from '@/lib/activity/delegation-graph'
import { db } from '@/lib/db/client'
import { anActor } from '@/lib/testing/actors'
import { useDatabase } from '@/lib/testing/database'
import { declareGrantWorld } from '@/lib/testing/grant-builders'
import { withStates } from './delegation'

const database = useDatabase()
const node = (kind: PartyKind, holderId: string | null): GraphNode => ({ id: `${kind} ${holderId ?? ''}`, kind, word: kind, name: kind, holderId, registered: holderId !== null, state: null, opened: true })
const graph: DelegationGraph = { nodes: [node('human', 'per_dana'), node('client', 'cli_code'), node('agent', 'agt_triage'), node('server', 'srv_github'), node('server', null)], edges: [], leftOut: 0 }
const states = async (): Promise<(string | null)[]> => (await withStates(anActor(['security_reviewer']), graph)).nodes.map(({ state }) => state)

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  await db().server.update({ where: { id: 'srv_github' }, data: { lifecycle: 'active' } })
})

describe('the state of a party in the picture', () => {
  it('is no word where it is the expected one, and none for what nobody registered', async () => expect(await states()).toEqual([null, null, null, null, null]))

  it('is a word for whoever left, was switched off, or is not active', async () => {
    await db().person.update({ where: { id: 'per_dana' }, data: { active: false } })
    await db().client.update({ where: { id: 'cli_code' }, data: { active: false } })
    await db().agent.update({ where: { id: 'agt_triage' }, data: { active: false } })
    await db().server.update({ where: { id: 'srv_github' }, data: { lifecycle: 'quarantined', lifecycleBefore: 'active' } })
    expect(await states()).toEqual(['has left', 'inactive', 'inactive', 'quarantined', null])
  })
})
