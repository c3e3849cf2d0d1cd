/** The list as it is drawn: rows, with a heading before each group. Made once per filter; it never changes its order by itself. */
export type ListEntry = { head: string; count: number } | { id: string; /** From 1, as assistive technology counts rows; headings count too. */ rowIndex: number }

export type Group = { label: string; ids: readonly string[] }

export function entriesOf(groups: readonly Group[], headed: boolean): ListEntry[] {
  const entries: ListEntry[] = []
  for (const group of groups) {
    if (headed) entries.push({ head: group.label, count: group.ids.length })
    for (const id of group.ids) entries.push({ id, rowIndex: entries.length + 1 })
  }
  return entries
}

/** Blocks of `size` ids that hold any of the wanted ones and were not asked for yet, in the order of the list. */
export function missingBlocks(ids: readonly string[], from: number, to: number, size: number, known: (id: string) => boolean): string[][] {
  const blocks: string[][] = []
  for (let start = Math.floor(Math.max(0, from) / size) * size; start <= Math.min(to, ids.length - 1); start += size) {
    const block = ids.slice(start, start + size).filter((id) => !known(id))
    if (block.length > 0) blocks.push(block)
  }
  return blocks
}

/** The ids between two, both included, in the order of the list. */
export function between(ids: readonly string[], one: string, other: string): string[] {
  const [a, b] = [ids.indexOf(one), ids.indexOf(other)]
  return a < 0 || b < 0 ? [other] : ids.slice(Math.min(a, b), Math.max(a, b) + 1)
}
