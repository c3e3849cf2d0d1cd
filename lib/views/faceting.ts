/** One facet of a list: which values a row has, and those that keep their place with a count of zero. */
export type FacetSpec<Row> = { key: string; label: string; values: (row: Row) => readonly string[]; fixed?: readonly string[]; show?: (value: string) => string }

export type FacetCount = { key: string; label: string; options: { value: string; label: string; count: number }[] }

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** A facet's chosen values as the address has them: separated by commas, commas inside escaped. */
export function chosenIn(query: Query, key: string): string[] {
  return oneIn(query, key).split(',').filter((part) => part !== '').map((part) => part.replaceAll('%2C', ','))
}

function oneIn(query: Query, key: string): string {
  const value = query[key]
  return (typeof value === 'string' ? value : value?.[0]) ?? ''
}

/**
 * The rows that fit the address, and per facet how many there would be for each value with the other facets as they are. Values
 * of one facet are alternatives. `text` gives what free text (`q`) is looked for in.
 */
export function facetRows<Row>(rows: readonly Row[], specs: readonly FacetSpec<Row>[], query: Query, text: (row: Row) => readonly (string | null)[]): { shown: Row[]; facets: FacetCount[] } {
  const q = oneIn(query, 'q').trim().toLowerCase()
  const found = q === '' ? [...rows] : rows.filter((row) => text(row).some((one) => one?.toLowerCase().includes(q)))
  const chosen = new Map(specs.map((spec) => [spec.key, chosenIn(query, spec.key)]))
  const fits = (row: Row, spec: FacetSpec<Row>): boolean => {
    const wanted = chosen.get(spec.key) ?? []
    return wanted.length === 0 || spec.values(row).some((value) => wanted.includes(value))
  }
  const except = (skipped: string | null): Row[] => found.filter((row) => specs.every((spec) => spec.key === skipped || fits(row, spec)))
  return { shown: except(null), facets: specs.map((spec) => ({ key: spec.key, label: spec.label, options: optionsOf(spec, found, except(spec.key), chosen.get(spec.key) ?? []) })) }
}

function optionsOf<Row>(spec: FacetSpec<Row>, all: readonly Row[], counted: readonly Row[], chosen: readonly string[]): FacetCount['options'] {
  const counts = new Map<string, number>([...(spec.fixed ?? []), ...all.flatMap((row) => spec.values(row)), ...chosen].map((value) => [value, 0]))
  for (const row of counted) for (const value of spec.values(row)) counts.set(value, (counts.get(value) ?? 0) + 1)
  const options = [...counts].map(([value, count]) => ({ value, label: spec.show?.(value) ?? value, count }))
  return spec.fixed === undefined ? options.sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)) : options
}
