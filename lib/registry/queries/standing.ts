import { db, type Tx } from '@/lib/db/client'
import type { HolderKind } from '@/lib/names/model'
import { mayAct, type StandingAnswer, type StandingFact } from '@/lib/registry/standing'

/** What `mayAct` asks of these identities, by id; an id that is nobody's is absent. `client`: a transaction that has locked them. */
export async function loadStanding(kind: HolderKind, ids: readonly string[], client: Tx = db()): Promise<Map<string, StandingFact>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const frozen = await client.freeze.findMany({ where: { holderKind: kind, holderId: { in: wanted } }, select: { holderId: true, at: true, liftedAt: true } })
  const freezes = (id: string): StandingFact['freezes'] => frozen.filter((one) => one.holderId === id).map((one) => ({ from: one.at.getTime(), to: one.liftedAt?.getTime() ?? null }))
  if (kind === 'server') {
    const found = await client.server.findMany({ where: { id: { in: wanted } }, select: { id: true, lifecycle: true, revokedAt: true } })
    return new Map(found.map((row) => [row.id, { kind, lifecycle: row.lifecycle, revokedAt: row.revokedAt?.getTime() ?? null, freezes: freezes(row.id) }]))
  }
  const query = { where: { id: { in: wanted } }, select: { id: true as const, active: true as const } }
  const found = kind === 'agent' ? await client.agent.findMany(query) : kind === 'client' ? await client.client.findMany(query) : await client.person.findMany(query)
  return new Map(found.map((row) => [row.id, { kind, active: row.active, freezes: freezes(row.id) }]))
}

/** May each of these act at `at`? One that is nobody's may not. */
export async function mayTheyAct(kind: HolderKind, ids: readonly string[], at: Date, client: Tx = db()): Promise<Map<string, StandingAnswer>> {
  const facts = await loadStanding(kind, ids, client)
  const nobody: StandingAnswer = { may: false, reason: 'unregistered', text: `There is no such ${kind}.` }
  return new Map(ids.map((id) => {
    const fact = facts.get(id)
    return [id, fact === undefined ? nobody : mayAct(fact, at.getTime())]
  }))
}
