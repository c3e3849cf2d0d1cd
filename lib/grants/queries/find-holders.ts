import { db, type Tx } from '@/lib/db/client'
import type { HolderKind } from '@/lib/names/model'
import { canonicalHumanName } from '@/lib/names/resolve'

/**
 * Who is meant by each text today: an id, or any name that is bound now (identity, name, slug, e-mail, alias). A name without
 * a source comes first; what nobody is called, and what means different holders to different sources, is absent from the answer.
 */
export async function findHolders(kind: HolderKind, texts: readonly string[], now: Date, client: Tx = db()): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  if (texts.length === 0) return found
  const ids = new Set(await existingIds(kind, texts, client))
  const names = await holdersByName(kind, texts.map((text) => canonical(kind, text)), now, client)
  for (const text of texts) {
    const holder = ids.has(text) ? text : names.get(canonical(kind, text))
    if (holder !== undefined && holder !== null) found.set(text, holder)
  }
  return found
}

function canonical(kind: HolderKind, text: string): string {
  return kind === 'person' ? canonicalHumanName(text) : text
}

/** Null where a name means several holders. */
async function holdersByName(kind: HolderKind, names: readonly string[], now: Date, client: Tx): Promise<Map<string, string | null>> {
  const bindings = await client.nameBinding.findMany({
    where: {
      holderKind: kind, name: { in: [...new Set(names)] },
      AND: [{ OR: [{ validFrom: null }, { validFrom: { lte: now } }] }, { OR: [{ validTo: null }, { validTo: { gt: now } }] }],
    },
    select: { name: true, holderId: true, sourceName: true },
  })
  const general = new Map(bindings.filter((binding) => binding.sourceName === null).map((binding) => [binding.name, binding.holderId]))
  const found = new Map<string, string | null>(general)
  for (const { name, holderId } of bindings) {
    if (general.has(name)) continue
    found.set(name, found.has(name) && found.get(name) !== holderId ? null : holderId)
  }
  return found
}

async function existingIds(kind: HolderKind, ids: readonly string[], client: Tx): Promise<string[]> {
  const query = { where: { id: { in: [...new Set(ids)] } }, select: { id: true as const } }
  const find = {
    server: () => client.server.findMany(query), agent: () => client.agent.findMany(query),
    client: () => client.client.findMany(query), person: () => client.person.findMany(query),
  }
  return (await find[kind]()).map((row) => row.id)
}
