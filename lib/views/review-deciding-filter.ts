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

/** What is answered, what is not, and where reviewers contradict each other. */
export type Sets = Record<'undecided' | 'decided' | 'conflict', ReadonlySet<string>>

/** Is an item in a view? The list itself asks the same of the rows. */
export function inView(view: DecidingView, sets: Sets): (fact: ItemFact) => boolean {
  switch (view) {
    case 'need_look': return (fact) => fact.flags.length > 0
    case 'recommended_keep': return (fact) => fact.recommendation === 'keep' && fact.flags.length === 0
    case 'changed': return (fact) => fact.change !== 'unchanged'
    case 'undecided': case 'decided': case 'conflict': return (fact) => sets[view].has(fact.id)
    case 'all': return () => true
  }
}

/** How many items each view holds. */
export function viewCounts(facts: readonly ItemFact[], sets: Sets): ViewCounts {
  const count = (view: DecidingView): number => facts.filter(inView(view, sets)).length
  return { need_look: count('need_look'), recommended_keep: count('recommended_keep'), changed: count('changed'), undecided: count('undecided'), decided: count('decided'), conflict: count('conflict'), all: facts.length }
}

/** What opens without a word in the address: what must be looked at; where nothing must, everything. */
export function firstView(counts: ViewCounts): DecidingView {
  return counts.need_look > 0 ? 'need_look' : 'all'
}

export type FilterOptions = Record<(typeof DECIDING_PARAMS)[number], { value: string; count: number }[]>

const RISK_ORDER = ['critical', 'high', 'medium', 'low']

/** What the list can be narrowed to, with how many items each in the view; a choice that would leave none keeps its place. */
export function filterOptions(facts: readonly ItemFact[], inView: (fact: ItemFact) => boolean = () => true): FilterOptions {
  const tally = (key: (fact: ItemFact) => string | null): { value: string; count: number }[] =>
    [...Map.groupBy(facts.filter((fact) => key(fact) !== null), (fact) => key(fact) ?? '')].map(([value, all]) => ({ value, count: all.filter(inView).length })).sort((a, b) => a.value.localeCompare(b.value, 'en'))
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
