import { db, type Tx } from '@/lib/db/client'

/** What people, tokens and the console are called that did something with a campaign; an id that is nobody's any more stays an id. */
export async function actorNames(ids: readonly (string | null)[], client: Tx = db()): Promise<(id: string) => string> {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))]
  const people = await client.person.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } })
  const tokens = wanted.some((id) => id.startsWith('tok_')) ? await client.apiToken.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } }) : []
  const names = new Map([['system', 'Bailiwick'], ...people.map((one): [string, string] => [one.id, one.name]), ...tokens.map((one): [string, string] => [one.id, `token ${one.name}`])])
  return (id) => names.get(id) ?? id
}
