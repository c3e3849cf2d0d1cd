import { db, type Tx } from '@/lib/db/client'
import type { CallerNames, CallerTexts } from '@/lib/grants/resolve-caller'
import { findHolders } from './find-holders'

/** The names of these callers, as they resolve now. */
export async function findCallers(callers: readonly Partial<CallerTexts>[], now: Date, client: Tx = db()): Promise<CallerNames> {
  const given = (key: keyof CallerTexts): string[] => callers.flatMap((caller) => caller[key] ?? [])
  const humans = given('human').filter((human) => human !== 'any' && human !== 'none')
  return {
    agents: await findHolders('agent', given('agent'), now, client),
    clients: await findHolders('client', given('client'), now, client),
    people: await findHolders('person', humans.filter((human) => !human.startsWith('team:')), now, client),
    teams: await findTeams(humans.filter((human) => human.startsWith('team:')).map((human) => human.slice('team:'.length)), client),
  }
}

async function findTeams(names: readonly string[], client: Tx): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const found = await client.team.findMany({ where: { OR: [{ name: { in: [...names] } }, { id: { in: [...names] } }] }, select: { id: true, name: true } })
  return new Map(found.flatMap((team) => [[team.id, team.id] as const, [team.name, team.id] as const]))
}
