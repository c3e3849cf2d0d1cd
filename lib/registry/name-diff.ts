/** An alias as it is asked for; times as ISO text or milliseconds, null = without. */
export type AliasInput = { name: string; source: string | null; from: string | null }

/** An alias as it is bound now. */
export type BoundAlias = { name: string; source: string | null; from: Date | null }

export type AliasDiff = { added: AliasInput[]; released: BoundAlias[]; moved: AliasInput[] }

const keyOf = (alias: { name: string; source: string | null }): string => `${alias.source ?? ''}\u0000${alias.name}`

/**
 * What to bind and what to release so that the aliases become `wanted`. One that stays keeps its start; asking for another start
 * of one that stays is `moved`, which the caller refuses: history is not rewritten by an edit.
 */
export function diffAliases(bound: readonly BoundAlias[], wanted: readonly AliasInput[]): AliasDiff {
  const now = new Map(bound.map((alias) => [keyOf(alias), alias]))
  const then = new Set(wanted.map(keyOf))
  return {
    added: wanted.filter((alias) => !now.has(keyOf(alias))),
    released: bound.filter((alias) => !then.has(keyOf(alias))),
    moved: wanted.filter((alias) => {
      const kept = now.get(keyOf(alias))
      return kept !== undefined && alias.from !== null && new Date(alias.from).getTime() !== kept.from?.getTime()
    }),
  }
}

/** How an alias is answered: its name alone, or with its source and start where it has them. */
export function aliasView(alias: BoundAlias): string | { name: string; source: string | null; from: string | null } {
  return alias.source === null && alias.from === null ? alias.name : { name: alias.name, source: alias.source, from: alias.from?.toISOString() ?? null }
}
