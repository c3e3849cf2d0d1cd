import type { CallerRule, NameRule, Permit } from './model'

/** Permits of the same server, caller and kind as one: the names together, the grants that they come from. */
export type PermitGroup = { server: string; kind: Permit['kind']; caller: CallerRule; exact: string[]; globs: { glob: string; except: readonly string[] }[]; grantIds: string[] }

/** In the order of their first permit, so that the same grants always give the same text. */
export function groupPermits(permits: readonly Permit[]): PermitGroup[] {
  const groups = new Map<string, { group: PermitGroup; names: Set<string>; globs: Set<string>; ids: Set<string> }>()
  for (const { server, kind, caller, names, grantId } of permits) {
    const key = JSON.stringify([server, kind, caller.agent?.issuer ?? null, caller.agent?.subject ?? null, caller.client, caller.human])
    const held = groups.get(key) ?? { group: { server, kind, caller, exact: [], globs: [], grantIds: [] }, names: new Set<string>(), globs: new Set<string>(), ids: new Set<string>() }
    groups.set(key, held)
    held.ids.add(grantId)
    for (const name of names.exact) held.names.add(name)
    addGlob(held, names)
  }
  return [...groups.values()].map(({ group, names, ids }) => ({ ...group, exact: [...names].toSorted(), grantIds: [...ids] }))
}

function addGlob(held: { group: PermitGroup; globs: Set<string> }, { glob, except }: NameRule): void {
  const key = JSON.stringify([glob, except])
  if (glob === null || held.globs.has(key)) return
  held.globs.add(key)
  held.group.globs.push({ glob, except })
}
