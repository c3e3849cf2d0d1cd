import { type ItemFilter, itemFilterSchema } from '@/lib/reviews/model'

type Query = Record<string, string | string[] | undefined>

export const DECIDING_VIEWS = ['need_look', 'recommended_keep', 'changed', 'undecided', 'decided', 'conflict', 'all'] as const
export type DecidingView = (typeof DECIDING_VIEWS)[number]
export type Grouping = 'flat' | 'server' | 'agent'

/** Parameters that narrow the list besides the view, in the order in which they are shown. */
export const DECIDING_PARAMS = ['risk', 'server', 'agent', 'recommendation', 'outcome'] as const

/** What the address asks for; what makes no sense in it is left out. `view` and `reviewer` null = the screen chooses. */
export type DecidingQuery = { view: DecidingView | null; reviewer: string | null; group: Grouping; narrow: Omit<ItemFilter, 'view' | 'reviewer'>; item: string | null }

export function readDecidingQuery(query: Query): DecidingQuery {
  const one = (name: string): string | null => {
    const value = query[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const kept: Record<string, unknown> = {}
  for (const name of [...DECIDING_PARAMS, 'q'] as const) {
    const parsed = itemFilterSchema.shape[name].safeParse(one(name) ?? undefined)
    if (parsed.success && parsed.data !== undefined) kept[name] = parsed.data
  }
  const view = one('view')
  const group = one('group')
  return {
    view: DECIDING_VIEWS.find((known) => known === view) ?? null, reviewer: one('reviewer'), group: group === 'server' || group === 'agent' ? group : 'flat',
    // Each member was read by the filter's own schema.
    narrow: kept as DecidingQuery['narrow'], item: one('item'),
  }
}

/** An item as far as counting, choosing and grouping ask. */
export type ItemFact = { id: string; risk: string; flags: readonly string[]; recommendation: string; change: string; server: string | null; agent: string | null; /** Of what is decided. */ outcome?: string | null }

export type ViewCounts = Record<DecidingView, number>

/** How many items each view holds, of those that `mine` says are looked at. */
export function viewCounts(facts: readonly ItemFact[], decided: ReadonlySet<string>, conflicts: number): ViewCounts {
  const count = (test: (fact: ItemFact) => boolean): number => facts.filter(test).length
  const done = count((fact) => decided.has(fact.id))
  return {
    need_look: count((fact) => fact.flags.length > 0), recommended_keep: count((fact) => fact.recommendation === 'keep' && fact.flags.length === 0), changed: count((fact) => fact.change !== 'unchanged'),
    undecided: facts.length - done, decided: done, conflict: conflicts, all: facts.length,
  }
}

/** What opens without a word in the address: what must be looked at; where nothing must, everything. */
export function firstView(counts: ViewCounts): DecidingView {
  return counts.need_look > 0 ? 'need_look' : 'all'
}

export type FilterOptions = Record<(typeof DECIDING_PARAMS)[number], { value: string; count: number }[]>

const RISK_ORDER = ['critical', 'high', 'medium', 'low']

/** What the list can be narrowed to, with how many items each. */
export function filterOptions(facts: readonly ItemFact[]): FilterOptions {
  const tally = (key: (fact: ItemFact) => string | null): { value: string; count: number }[] =>
    [...Map.groupBy(facts.flatMap((fact) => key(fact) ?? []), (value) => value)].map(([value, all]) => ({ value, count: all.length })).sort((a, b) => a.value.localeCompare(b.value, 'en'))
  return {
    risk: tally((fact) => fact.risk).sort((a, b) => RISK_ORDER.indexOf(a.value) - RISK_ORDER.indexOf(b.value)),
    server: tally((fact) => fact.server), agent: tally((fact) => fact.agent), recommendation: tally((fact) => fact.recommendation), outcome: tally((fact) => fact.outcome ?? null),
  }
}

export type ItemGroup = { label: string; ids: string[] }

/** The ids in their order; by server or agent the group with the gravest item comes first. */
export function groupsOf(ids: readonly string[], facts: ReadonlyMap<string, ItemFact>, grouping: Grouping): ItemGroup[] {
  if (grouping === 'flat') return [{ label: '', ids: [...ids] }]
  const label = (id: string): string => {
    const fact = facts.get(id)
    return grouping === 'server' ? fact?.server ?? 'No server' : fact?.agent ?? 'Any agent'
  }
  return [...Map.groupBy(ids, label)].map(([name, own]) => ({ label: name, ids: own }))
}
